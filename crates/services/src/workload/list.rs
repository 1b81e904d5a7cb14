//! Lists of workloads: filtered, sorted, paged by the URL.

use std::{cmp::Ordering, sync::Arc};

use domain::{
    Band, Exact, Headline, PillarId, Readable, Set, TeamId, Triple, Viewer,
    access::EditWorkload,
    views::workloads::{WorkloadPage, WorkloadQuery, WorkloadRow},
};
use store::workloads::Listed;

use crate::{
    Error, Services,
    results::{self, Summary},
};

/// A workload with its prepared numbers.
pub(crate) type Row = (Listed, Option<Arc<Summary>>);

const PER_PAGE: usize = 50;

/// One page of the workloads that the viewer may read.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn list(
    services: &Services,
    viewer: &Viewer,
    query: &WorkloadQuery,
) -> Result<WorkloadPage, Error> {
    let mut tx = services.begin().await?;
    results::refresh(services, &mut tx).await?;
    let rows = read(
        services,
        &mut tx,
        &viewer.readable(),
        query.show == "archived",
    )
    .await?;
    let teams = store::teams::names(&mut tx, &viewer.readable()).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(page(viewer, rows, teams, query))
}

/// The rows that somebody may read, with their numbers.
pub(crate) async fn read(
    services: &Services,
    db: &mut store::PgConnection,
    readable: &Readable,
    archived: bool,
) -> Result<Vec<Row>, Error> {
    let rows = store::workloads::list(db, readable, archived).await?;
    let numbers = results::summaries(services, db, &rows).await?;
    Ok(rows.into_iter().zip(numbers).collect())
}

/// Filters, sorts and cuts a page out of rows.
pub(crate) fn page(
    viewer: &Viewer,
    rows: Vec<Row>,
    teams: Vec<(TeamId, String)>,
    query: &WorkloadQuery,
) -> WorkloadPage {
    let mut rows: Vec<_> = rows
        .into_iter()
        .filter(|(row, _)| wanted(row, query))
        .map(view)
        .collect();
    sort(&mut rows, &query.sort);
    let total = rows.len();
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = query.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let rows = rows
        .into_iter()
        .skip((page - 1) * PER_PAGE)
        .take(PER_PAGE)
        .collect();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let creatable = teams
        .iter()
        .filter(|(id, _)| viewer.permit::<EditWorkload>(*id).is_ok())
        .cloned()
        .collect();
    WorkloadPage {
        rows,
        total: number(total),
        page: number(page),
        pages: number(pages),
        teams,
        creatable,
    }
}

fn wanted(row: &Listed, query: &WorkloadQuery) -> bool {
    let q = query.q.trim().to_lowercase();
    let text = |t: &str| t.to_lowercase().contains(&q);
    (q.is_empty() || text(&row.name) || text(&row.description))
        && (query.team.is_empty() || row.team.to_string() == query.team)
        && (query.tier.is_empty() || row.tier.number().to_string() == query.tier)
        && (query.fact.is_empty() || row.profile.iter().any(|f| f.as_str() == query.fact))
        && (query.state.is_empty() || row.state.as_str() == query.state)
}

fn view((row, summary): Row) -> WorkloadRow {
    let assessed = summary.as_deref().is_some_and(Summary::assessed);
    let headline = summary
        .as_ref()
        .map(|s| s.headline.clone())
        .unwrap_or_default();
    let risks = |band| summary.as_ref().map_or(0, |s| s.open_risks(band));
    WorkloadRow {
        id: row.id,
        name: row.name,
        team: row.team,
        team_name: row.team_name,
        tier: row.tier,
        profile: row.profile.into_iter().collect(),
        archived: row.archived,
        state: row.state,
        assessed,
        index: headline.map(|h| h.index.clone()),
        level: summary
            .as_ref()
            .map(|s| s.level.clone())
            .unwrap_or_default(),
        pillars: pillars(&headline),
        counts: summary.as_ref().map(|s| s.counts).unwrap_or_default(),
        high_risks: risks(Band::High),
        critical_risks: risks(Band::Critical),
        updated_on: row.updated_at.date().to_string(),
    }
}

/// Each pillar's three numbers.
pub(crate) fn pillars(headline: &Triple<Headline>) -> Vec<(PillarId, Triple<Option<Exact>>)> {
    let all = headline.get(Set::Possible).pillars.keys();
    all.map(|id| (id.clone(), headline.map(|h| h.pillars.get(id).cloned())))
        .collect()
}

fn sort(rows: &mut [WorkloadRow], by: &str) {
    let (column, down) = by.strip_prefix('-').map_or((by, false), |c| (c, true));
    rows.sort_by(|a, b| {
        // Rows without numbers stand last in either order.
        let order = b.assessed.cmp(&a.assessed).then_with(|| {
            let order = compare(a, b, column);
            if down { order.reverse() } else { order }
        });
        let plain = matches!(column, "" | "name" | "team" | "tier" | "updated");
        let order = if plain {
            flip(compare(a, b, column), down)
        } else {
            order
        };
        order
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.id.cmp(&b.id))
    });
}

const fn flip(order: Ordering, down: bool) -> Ordering {
    if down { order.reverse() } else { order }
}

fn compare(a: &WorkloadRow, b: &WorkloadRow, column: &str) -> Ordering {
    match column {
        "team" => a.team_name.cmp(&b.team_name),
        "tier" => a.tier.cmp(&b.tier),
        "claimed" => a.index.claimed.cmp(&b.index.claimed),
        "assured" => a.index.assured.cmp(&b.index.assured),
        "gap" => gap(a).cmp(&gap(b)),
        "answered" => completion(a).cmp(&completion(b)),
        "risks" => (a.critical_risks, a.high_risks).cmp(&(b.critical_risks, b.high_risks)),
        "updated" => a.updated_on.cmp(&b.updated_on),
        "" | "name" => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
        pillar => claimed(a, pillar).cmp(&claimed(b, pillar)),
    }
}

fn gap(row: &WorkloadRow) -> Option<Exact> {
    Some(row.index.claimed.clone()? - row.index.assured.clone()?)
}

fn completion(row: &WorkloadRow) -> Exact {
    Exact::ratio(row.counts.answered(), row.counts.in_scope)
}

fn claimed(row: &WorkloadRow, pillar: &str) -> Option<Exact> {
    row.pillars
        .iter()
        .find(|(id, _)| id.as_str() == pillar)
        .and_then(|(_, t)| t.claimed.clone())
}
