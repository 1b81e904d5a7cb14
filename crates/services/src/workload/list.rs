//! Lists of workloads: filtered, sorted, paged by the URL.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    Band, Exact, Headline, PillarId, Readable, Set, TeamId, Triple, Viewer, WorkloadId,
    access::EditWorkload,
    group::Share,
    views::workloads::{WorkloadPage, WorkloadQuery, WorkloadRow},
};
use store::{
    PgConnection,
    lists::{self, Filter, Found, Order},
    workloads::Listed,
};

use crate::{
    Error, Services,
    results::{self, Brief, groups},
};

/// A workload with its prepared numbers.
pub(crate) type Row = (Listed, Option<Arc<Brief>>);

const PER_PAGE: u32 = 50;

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
    results::prepare(services).await?;
    let mut tx = services.begin().await?;
    store::results::one_moment(&mut tx).await?;
    let readable = viewer.readable();
    let teams = store::teams::names(&mut tx, &readable).await?;
    let archived = query.show == "archived";
    let like = services.framework.version.as_str();
    let page = page(
        services,
        &mut tx,
        viewer,
        (&readable, archived, query),
        (teams, like),
    )
    .await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(page)
}

/// The rows that somebody may read, with their numbers.
pub(crate) async fn read(
    services: &Services,
    db: &mut PgConnection,
    readable: &Readable,
    archived: bool,
) -> Result<Vec<Row>, Error> {
    let rows = store::workloads::list(db, readable, archived).await?;
    let numbers = results::briefs(services, db, &rows).await?;
    Ok(rows.into_iter().zip(numbers).collect())
}

/// Addresses can hold the one character that no text in the database has.
fn writable(query: &WorkloadQuery) -> WorkloadQuery {
    let text = |text: &str| text.replace('\0', "");
    WorkloadQuery {
        q: text(&query.q),
        team: text(&query.team),
        tier: text(&query.tier),
        fact: text(&query.fact),
        state: text(&query.state),
        has: text(&query.has),
        sort: text(&query.sort),
        ..query.clone()
    }
}

/// Which workloads have what the query asks for; none where it asks for nothing.
pub(crate) async fn having(
    services: &Services,
    db: &mut PgConnection,
    (readable, archived, query): (&Readable, bool, &WorkloadQuery),
) -> Result<Option<BTreeSet<WorkloadId>>, Error> {
    if query.has.trim().is_empty() {
        return Ok(None);
    }
    let query = &writable(query);
    let filter = Filter {
        readable,
        archived,
        q: "",
        team: "",
        tier: "",
        fact: "",
        state: "",
        has: &query.has,
        now: results::now(services),
    };
    let found = lists::page(db, filter, Order::Name, (i64::MAX, 0)).await?;
    Ok(Some(found.iter().map(|found| found.row.id).collect()))
}

/// The framework version that most assessed workloads answer, of equals the later.
pub(crate) fn leading<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Option<&'a str> {
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, brief) in rows {
        if brief.as_deref().is_some_and(Brief::assessed) {
            *versions.entry(&row.framework_version).or_default() += 1;
        }
    }
    let found = versions
        .into_iter()
        .max_by_key(|(name, count)| (*count, *name));
    found.map(|(name, _)| name)
}

/// One page, as the query asks for it; numbers of another framework version than `like` say so.
pub(crate) async fn page(
    services: &Services,
    db: &mut PgConnection,
    viewer: &Viewer,
    (readable, archived, query): (&Readable, bool, &WorkloadQuery),
    (teams, like): (Vec<(TeamId, String)>, &str),
) -> Result<WorkloadPage, Error> {
    let query = &writable(query);
    let filter = Filter {
        readable,
        archived,
        q: query.q.trim(),
        team: &query.team,
        tier: &query.tier,
        fact: &query.fact,
        state: &query.state,
        has: &query.has,
        now: results::now(services),
    };
    let total = u32::try_from(lists::count(db, filter).await?).unwrap_or(u32::MAX);
    let (page, pages) = cut(&query.page, total, PER_PAGE);
    let order = order(&query.sort);
    let rows = rows(services, db, filter, (order, like), (page, PER_PAGE)).await?;
    let creatable = teams
        .iter()
        .filter(|(id, _)| viewer.permit::<EditWorkload>(*id).is_ok())
        .cloned()
        .collect();
    Ok(WorkloadPage {
        rows,
        total,
        page,
        pages,
        teams,
        creatable,
    })
}

/// Which page is shown, and how many there are.
pub(crate) fn cut(asked: &str, total: u32, per_page: u32) -> (u32, u32) {
    let pages = total.div_ceil(per_page).max(1);
    let number = !asked.is_empty() && asked.bytes().all(|b| b.is_ascii_digit());
    // A page beyond the end is the last, however far.
    let beyond = if number { pages } else { 1 };
    let page = asked.parse::<u32>().unwrap_or(beyond).clamp(1, pages);
    (page, pages)
}

/// The rows of a page (from 1) of so many rows; numbers of another framework version than `like` say so.
pub(crate) async fn rows(
    services: &Services,
    db: &mut PgConnection,
    filter: Filter<'_>,
    (order, like): (Order<'_>, &str),
    (page, per_page): (u32, u32),
) -> Result<Vec<WorkloadRow>, Error> {
    let skipped = i64::from(page.saturating_sub(1)) * i64::from(per_page);
    let found = lists::page(db, filter, order, (i64::from(per_page), skipped)).await?;
    let wanted: Vec<_> = found
        .iter()
        .map(|found| (found.row.id, found.row.numbers.filter(|_| found.fresh)))
        .collect();
    let shares = groups::shares(services, db, &wanted).await?;
    let row = |found: Found| {
        let share = shares.get(&found.row.id);
        view(found.row, share.map(Arc::as_ref), like)
    };
    Ok(found.into_iter().map(row).collect())
}

fn order(sort: &str) -> Order<'_> {
    let (column, down) = sort.strip_prefix('-').map_or((sort, false), |c| (c, true));
    match (column, down) {
        ("" | "name", false) => Order::Name,
        ("" | "name", true) => Order::NameDown,
        (column, down) => Order::By(column, down),
    }
}

/// Whether a row is one that the query asks for.
pub(crate) fn wanted(row: &Listed, query: &WorkloadQuery) -> bool {
    let q = query.q.trim().to_lowercase();
    let text = |t: &str| t.to_lowercase().contains(&q);
    (q.is_empty() || text(&row.name) || text(&row.description))
        && (query.team.is_empty() || row.team.to_string() == query.team)
        && (query.tier.is_empty() || row.tier.number().to_string() == query.tier)
        && (query.fact.is_empty() || row.profile.iter().any(|f| f.as_str() == query.fact))
        && (query.state.is_empty() || row.state.as_str() == query.state)
}

fn view(row: Listed, share: Option<&Share>, like: &str) -> WorkloadRow {
    let headline = share.map(|s| s.headline.clone()).unwrap_or_default();
    let risks = |band| share.map_or(0, |s| s.open_risks(band));
    WorkloadRow {
        id: row.id,
        name: row.name,
        team: row.team,
        team_name: row.team_name,
        tier: row.tier,
        profile: row.profile.into_iter().collect(),
        archived: row.archived,
        state: row.state,
        assessed: share.is_some_and(Share::assessed),
        version: share
            .filter(|share| share.assessed() && share.version != like)
            .map(|share| share.version.clone()),
        index: headline.map(|h| h.index.clone()),
        level: share.map(|s| s.level.clone()).unwrap_or_default(),
        pillars: pillars(&headline),
        inherited: share.map_or(0, |s| s.inherited),
        counts: share.map(|s| s.counts).unwrap_or_default(),
        high_risks: risks(Band::High),
        critical_risks: risks(Band::Critical),
        updated_on: row.updated_at.date().to_string(),
    }
}

/// Each pillar's three numbers.
fn pillars(headline: &Triple<Headline>) -> Vec<(PillarId, Triple<Option<Exact>>)> {
    let all = headline.get(Set::Possible).pillars.keys();
    all.map(|id| (id.clone(), headline.map(|h| h.pillars.get(id).cloned())))
        .collect()
}
