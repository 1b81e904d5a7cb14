//! The landing page of a manager and the page of a team: read from prepared numbers, all of one moment.

mod heat;
pub(crate) mod names;
mod overdue;
mod plan;
mod risks;
mod teams;

pub use teams::teams;

use std::sync::Arc;

use domain::{
    Locale, Readable, TeamId, Viewer,
    access::{ManageTeam, Read},
    group::{Group, TOP},
    views::{
        overview::{HeatRow, OverviewPage, VersionRow},
        workloads::WorkloadQuery,
    },
};
use names::Names;
use store::{
    PgConnection, StoreError, alerts,
    lists::{self, Filter, Order},
};

use crate::{
    Error, Services,
    results::{self, groups::TeamNumbers},
    texts, trend,
    workload::list,
};

/// Rows of a heat map on a page.
const HEAT_ROWS: u32 = 25;

/// Everything that the viewer may read: for managers and administrators the whole organisation, else their teams.
///
/// # Errors
/// When the organisation was not set up or the database fails.
#[tracing::instrument(skip_all)]
pub async fn organisation(
    services: &Services,
    viewer: &Viewer,
    query: &WorkloadQuery,
    locale: Locale,
) -> Result<OverviewPage, Error> {
    results::prepare(services).await?;
    let mut tx = services.begin().await?;
    store::results::one_moment(&mut tx).await?;
    let found = store::organisation::find(&mut tx)
        .await?
        .ok_or(Error::NotFound)?;
    let subject = Subject {
        team: None,
        name: found.name,
        readable: viewer.readable(),
        manage: viewer.administer().is_ok(),
    };
    let page = page(services, &mut tx, viewer, subject, query, locale).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(page)
}

/// One team's workloads.
///
/// # Errors
/// [`Error::NotFound`] where the team is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn team(
    services: &Services,
    viewer: &Viewer,
    id: TeamId,
    query: &WorkloadQuery,
    locale: Locale,
) -> Result<OverviewPage, Error> {
    let permit = viewer.permit::<Read>(id)?;
    results::prepare(services).await?;
    let mut tx = services.begin().await?;
    store::results::one_moment(&mut tx).await?;
    let found = store::teams::find(&mut tx, &permit)
        .await?
        .ok_or(Error::NotFound)?;
    let subject = Subject {
        team: Some(id),
        name: found.name,
        readable: Readable::Teams(vec![id]),
        manage: viewer.permit::<ManageTeam>(id).is_ok(),
    };
    let page = page(services, &mut tx, viewer, subject, query, locale).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(page)
}

/// Whose page it is.
struct Subject {
    team: Option<TeamId>,
    name: String,
    readable: Readable,
    manage: bool,
}

async fn page(
    services: &Services,
    db: &mut PgConnection,
    viewer: &Viewer,
    subject: Subject,
    query: &WorkloadQuery,
    locale: Locale,
) -> Result<OverviewPage, Error> {
    let Subject {
        team,
        name,
        readable,
        manage,
    } = subject;
    let today = services.today();
    let teams = results::groups::teams(services, db, &readable).await?;
    let group = results::groups::whole(services, &teams);
    let (waiting, reviews) =
        lists::in_review(db, &readable, i64::try_from(TOP).unwrap_or(0)).await?;
    let since = trend::alerts::since(today);
    let few = (i64::try_from(TOP).unwrap_or(0), 0);
    let (alerted, all_alerts) = alerts::since(db, (&readable, None), since, few).await?;
    let names = Names::read(db, &group, &waiting, &alerted).await?;
    let framework = services.framework;
    let like = group
        .leading()
        .map_or(framework.version.as_str(), |(version, _)| version);
    let (heat, heat_page) = heat(services, db, (team, &readable, &teams), (like, query)).await?;
    let all_teams = teams
        .iter()
        .map(|team| (team.id, team.name.clone()))
        .collect();
    Ok(OverviewPage {
        team: team.map(|id| (id, name.clone())),
        name,
        names: texts::names(framework, locale),
        means: group.means(),
        assessed: group.assessed(),
        not_assessed: group.not_assessed,
        counts: group.counts,
        versions: versions(&group),
        heat,
        heat_page,
        trend: trend::of_group(services, db, (&readable, &group), &query.span).await?,
        freshness: trend::freshness(&group, today),
        overdue: overdue::overdue(
            framework,
            (&group, &names),
            (&waiting, reviews),
            today,
            locale,
        ),
        alerts: trend::alerts::view(framework, (alerted, all_alerts), &names, locale)?,
        risks: risks::top(services, db, &group, &names, locale).await?,
        critical_risks: group.critical,
        plan: plan::together(&group.plan, today),
        workloads: list::page(
            services,
            db,
            viewer,
            (&readable, false, query),
            (all_teams, like),
        )
        .await?,
        query: query.clone(),
        manage,
    })
}

/// One page of the heat map, with which it is, of how many, and how many rows there are. Only rows of one framework
/// version are ranked with each other.
async fn heat(
    services: &Services,
    db: &mut PgConnection,
    (team, readable, teams): (Option<TeamId>, &Readable, &[TeamNumbers]),
    (like, query): (&str, &WorkloadQuery),
) -> Result<(Vec<HeatRow>, (u32, u32, u32)), Error> {
    let framework = services.framework;
    if team.is_none() {
        let total = number(teams.len());
        let (page, pages) = list::cut(&query.heat, total, HEAT_ROWS);
        let skipped = usize::try_from((page - 1) * HEAT_ROWS).unwrap_or(0);
        let fits = usize::try_from(HEAT_ROWS).unwrap_or(0);
        let rows = heat::of_teams(framework, teams, like, (skipped, fits));
        return Ok((rows, (page, pages, total)));
    }
    let total: u32 = teams
        .iter()
        .map(|team| team.group.assessed() + team.group.not_assessed)
        .sum();
    let (page, pages) = list::cut(&query.heat, total, HEAT_ROWS);
    let filter = Filter {
        readable,
        archived: false,
        q: "",
        team: "",
        tier: "",
        fact: "",
        state: "",
        has: "",
        now: results::now(services),
    };
    let order = (Order::Proven(like), like);
    let rows = list::rows(services, db, filter, order, (page, HEAT_ROWS)).await?;
    Ok((heat::of_workloads(framework, &rows), (page, pages, total)))
}

/// The versions, where there are several: they are shown apart.
fn versions(group: &Arc<Group>) -> Vec<VersionRow> {
    if group.versions.len() < 2 {
        return Vec::new();
    }
    let leading = group.leading().map(|(name, _)| name);
    let row = |(name, version): (&String, &domain::group::Version)| VersionRow {
        version: name.clone(),
        assessed: version.assessed,
        index: version.means().map(|m| m.index.clone()),
        shown: leading == Some(name),
    };
    group.versions.iter().map(row).collect()
}

pub(crate) fn number(n: impl TryInto<u32>) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}
