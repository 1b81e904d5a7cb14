//! Plans for spreadsheets and trackers.

use std::collections::BTreeMap;

use domain::{
    CheckId, Locale, PillarId, Readable, TeamId, UserId, Viewer, WorkloadId,
    access::Read,
    views::plans::{ActionState, PlanQuery, PlansRow},
};
use report::csv::{self, TrackedAction};
use store::{
    PgConnection, StoreError,
    plans::list::{self, Column, Filter},
    users, workloads,
};

use super::{
    list::{filter, view_of},
    order, reach,
};
use crate::{Error, Services, texts};

/// Actions in one file.
const MOST: i64 = 100_000;
/// Actions in one file of many teams: no tracker takes more at once, and the file is made in memory.
const MOST_OF_ALL: i64 = 20_000;

/// For which tracker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracker {
    /// Jira.
    Jira,
    /// GitHub.
    GitHub,
    /// None: a spreadsheet.
    All,
}

/// A workload's actions for a tracker; what nobody will do is left out. [`Tracker::All`] is
/// [`plan_csv`](crate::export::plan_csv).
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn workload_plan_csv(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    tracker: Tracker,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    if tracker == Tracker::All {
        return crate::export::plan_csv(services, viewer, id, locale).await;
    }
    let mut tx = services.begin().await?;
    let found = workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    viewer.permit::<Read>(found.team)?;
    drop(tx);
    order::refresh(services, Some(&[found.team])).await?;
    let mut tx = services.begin().await?;
    let filter = everything(services, viewer, (found.team, Some(id)));
    let actions = actions(services, &mut tx, viewer, (&filter, MOST), locale).await?;
    tx.commit().await.map_err(StoreError::from)?;
    write(actions, tracker, locale).await
}

/// The actions of a team's workloads, for a spreadsheet or a tracker.
///
/// # Errors
/// [`Error::NotFound`] where the team may not be read.
#[tracing::instrument(skip_all)]
pub async fn team_plan_csv(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    tracker: Tracker,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    let permit = viewer.permit::<Read>(team)?;
    let mut tx = services.begin().await?;
    store::teams::find(&mut tx, &permit)
        .await?
        .ok_or(Error::NotFound)?;
    drop(tx);
    order::refresh(services, Some(&[team])).await?;
    let mut tx = services.begin().await?;
    let filter = everything(services, viewer, (team, None));
    let actions = actions(services, &mut tx, viewer, (&filter, MOST), locale).await?;
    tx.commit().await.map_err(StoreError::from)?;
    write(actions, tracker, locale).await
}

/// The actions of all workloads that the viewer may read, as the page of plans shows them with the same query: the first
/// 20,000 in the order in which the teams' capacities serve them.
///
/// # Errors
/// [`Error::NotFound`] where a team is asked for that may not be read.
#[tracing::instrument(skip_all)]
pub async fn organisation_plan_csv(
    services: &Services,
    viewer: &Viewer,
    query: &PlanQuery,
    tracker: Tracker,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    let team: Option<TeamId> = query.team.parse().ok();
    let readable = match team {
        Some(team) => {
            viewer.permit::<Read>(team)?;
            Readable::Teams(vec![team])
        }
        None => viewer.readable(),
    };
    order::refresh(services, team.as_ref().map(std::slice::from_ref)).await?;
    let filter = filter(query, viewer, (readable, None), services.today());
    let mut tx = services.begin().await?;
    list::plan_each(&mut tx).await?;
    let actions = actions(services, &mut tx, viewer, (&filter, MOST_OF_ALL), locale).await?;
    tx.commit().await.map_err(StoreError::from)?;
    write(actions, tracker, locale).await
}

/// All actions of a team, or of one of its workloads.
fn everything(
    services: &Services,
    viewer: &Viewer,
    (team, workload): (TeamId, Option<WorkloadId>),
) -> Filter {
    let query = PlanQuery {
        state: "all".to_owned(),
        ..PlanQuery::default()
    };
    let scope = (Readable::Teams(vec![team]), workload);
    filter(&query, viewer, scope, services.today())
}

async fn write(
    mut actions: Vec<TrackedAction>,
    tracker: Tracker,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    if tracker != Tracker::All {
        actions.retain(|one| one.row.state != ActionState::Dropped);
    }
    let table = tokio::task::spawn_blocking(move || match tracker {
        Tracker::Jira => csv::for_jira(&actions, locale),
        Tracker::GitHub => csv::for_github(&actions, locale),
        Tracker::All => csv::actions(&actions, locale),
    });
    let table = table
        .await
        .map_err(|e| Error::Internal("csv", Box::new(e)))?;
    table.map_err(|e| Error::Internal("csv", Box::new(e)))
}

async fn actions(
    services: &Services,
    db: &mut PgConnection,
    viewer: &Viewer,
    (filter, most): (&Filter, i64),
    locale: Locale,
) -> Result<Vec<TrackedAction>, Error> {
    let listed = list::page(db, filter, (Column::Planned, false), (most, 0)).await?;
    let names = texts::names(services.framework, locale);
    let pillars: BTreeMap<PillarId, String> = names.pillars.into_iter().collect();
    let mut emails: BTreeMap<UserId, String> = BTreeMap::new();
    let mut actions = Vec::with_capacity(listed.len());
    for row in listed {
        let row = view_of(services, viewer, row, None, locale);
        let email = match row.owner {
            Some(owner) => {
                if let Some(known) = emails.get(&owner) {
                    known.clone()
                } else {
                    let found = users::find(db, owner).await?;
                    let email = found.map(|user| user.email).unwrap_or_default();
                    emails.insert(owner, email.clone());
                    email
                }
            }
            None => String::new(),
        };
        actions.push(tracked(
            services,
            row,
            (&names.checks, &pillars),
            email,
            locale,
        ));
    }
    Ok(actions)
}

fn tracked(
    services: &Services,
    row: PlansRow,
    (checks, pillars): (&BTreeMap<CheckId, String>, &BTreeMap<PillarId, String>),
    owner_email: String,
    locale: Locale,
) -> TrackedAction {
    let text = services.framework.criterion(&row.criterion).map(|(_, k)| k);
    let planned = row.until_day.map(|day| reach::date(services.today(), day));
    TrackedAction {
        check_name: checks.get(&row.check).cloned().unwrap_or_default(),
        pillar_name: pillars.get(&row.pillar).cloned().unwrap_or_default(),
        how_to: text
            .map(|k| k.how_to.get(locale).to_owned())
            .unwrap_or_default(),
        planned_on: planned.unwrap_or_default(),
        owner_email,
        row,
    }
}
