//! The landing page of a manager and the page of a team: everything from one list of prepared numbers.

mod heat;
mod plan;
mod risks;

use domain::{
    Counts, Locale, Readable, TeamId, Tier, Triple, Viewer,
    access::{ManageTeam, Read},
    aggregate::mean,
    views::{overview::OverviewPage, workloads::WorkloadQuery},
};
use store::workloads::Listed;

use crate::{
    Error, Services,
    results::{self, Summary},
    texts,
    workload::{Row, list},
};

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
    let mut tx = services.begin().await?;
    let found = store::organisation::find(&mut tx)
        .await?
        .ok_or(Error::NotFound)?;
    results::refresh(services, &mut tx).await?;
    let rows = list::read(services, &mut tx, &viewer.readable(), false).await?;
    let teams = store::teams::names(&mut tx, &viewer.readable()).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let subject = Subject {
        team: None,
        name: found.name,
        manage: viewer.administer().is_ok(),
    };
    Ok(page(
        services,
        viewer,
        subject,
        (rows, teams),
        query,
        locale,
    ))
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
    let mut tx = services.begin().await?;
    let found = store::teams::find(&mut tx, &permit)
        .await?
        .ok_or(Error::NotFound)?;
    results::refresh(services, &mut tx).await?;
    let rows = list::read(services, &mut tx, &Readable::Teams(vec![id]), false).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let manage = viewer.permit::<ManageTeam>(id).is_ok();
    let subject = Subject {
        team: Some(id),
        name: found.name.clone(),
        manage,
    };
    Ok(page(
        services,
        viewer,
        subject,
        (rows, vec![(id, found.name)]),
        query,
        locale,
    ))
}

/// Whose page it is.
struct Subject {
    team: Option<TeamId>,
    name: String,
    manage: bool,
}

fn page(
    services: &Services,
    viewer: &Viewer,
    subject: Subject,
    (rows, teams): (Vec<Row>, Vec<(TeamId, String)>),
    query: &WorkloadQuery,
    locale: Locale,
) -> OverviewPage {
    let Subject { team, name, manage } = subject;
    let assessed: Vec<_> = assessed(&rows).collect();
    let heat = match team {
        Some(_) => heat::of_workloads(services.framework, &rows),
        None => heat::of_teams(services.framework, &rows, &teams),
    };
    OverviewPage {
        team: team.map(|id| (id, name.clone())),
        name,
        names: texts::names(services.framework, locale),
        means: means(&assessed),
        assessed: number(assessed.len()),
        not_assessed: number(rows.len() - assessed.len()),
        counts: rows
            .iter()
            .filter_map(|(_, s)| s.as_deref())
            .fold(Counts::default(), |sum, s| sum.plus(s.counts)),
        heat,
        risks: risks::top(services.framework, &assessed, locale),
        critical_risks: assessed
            .iter()
            .map(|(_, s)| s.open_risks(domain::Band::Critical))
            .sum(),
        plan: plan::together(&assessed, services.today()),
        workloads: list::page(viewer, rows, teams, query),
        query: query.clone(),
        manage,
    }
}

/// Workloads that somebody has answered for; the others enter no number.
fn assessed(rows: &[Row]) -> impl Iterator<Item = (&Listed, &Summary)> {
    rows.iter()
        .filter_map(|(row, summary)| Some((row, summary.as_deref()?)))
        .filter(|(_, s): &(_, &Summary)| s.assessed())
}

/// Means by tier, of each set.
fn means(assessed: &[(&Listed, &Summary)]) -> Triple<domain::MeanScores> {
    Triple::of(|set| {
        mean(
            assessed
                .iter()
                .map(|(row, s)| -> (Tier, _) { (row.tier, s.headline.get(set)) }),
        )
    })
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
