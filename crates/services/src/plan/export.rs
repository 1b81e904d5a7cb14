//! Plans for spreadsheets and trackers.

use std::collections::BTreeMap;

use domain::{
    CheckId, Locale, PillarId, Readable, TeamId, UserId, Viewer, WorkloadId,
    access::Read,
    views::plans::{ActionState, PlanQuery},
};
use report::csv::{self, Part, TrackedAction};
use store::{
    PgConnection, StoreError,
    plans::list::{self, Filter, Listed, Place},
    users, workloads,
};

use super::{
    list::{filter, view_of},
    order, reach,
};
use crate::{
    Error, Services,
    export::{self, Page, Paged, Table},
    texts,
};

/// Actions in one file.
const MOST: i64 = 100_000;
/// Actions in one file of many teams: no tracker takes more at once.
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
) -> Result<Table, Error> {
    if tracker == Tracker::All {
        return export::plan_csv(services, viewer, id, locale).await;
    }
    let mut tx = services.begin().await?;
    let found = workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    viewer.permit::<Read>(found.team)?;
    drop(tx);
    order::refresh(services, Some(&[found.team])).await?;
    let filter = everything(services, viewer, (found.team, Some(id)));
    Ok(table(services, viewer, (filter, MOST), (tracker, locale)))
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
) -> Result<Table, Error> {
    let permit = viewer.permit::<Read>(team)?;
    let mut tx = services.begin().await?;
    store::teams::find(&mut tx, &permit)
        .await?
        .ok_or(Error::NotFound)?;
    drop(tx);
    order::refresh(services, Some(&[team])).await?;
    let filter = everything(services, viewer, (team, None));
    Ok(table(services, viewer, (filter, MOST), (tracker, locale)))
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
) -> Result<Table, Error> {
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
    let form = (tracker, locale);
    Ok(table(services, viewer, (filter, MOST_OF_ALL), form))
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

fn table(
    services: &Services,
    viewer: &Viewer,
    (filter, most): (Filter, i64),
    form: (Tracker, Locale),
) -> Table {
    let names = texts::names(services.framework, form.1);
    let rows = Rows {
        services: services.clone(),
        viewer: viewer.clone(),
        filter,
        form,
        checks: names.checks,
        pillars: names.pillars.into_iter().collect(),
        emails: BTreeMap::new(),
        after: None,
    };
    Table::new(rows, most)
}

struct Rows {
    services: Services,
    viewer: Viewer,
    filter: Filter,
    form: (Tracker, Locale),
    checks: BTreeMap<CheckId, String>,
    pillars: BTreeMap<PillarId, String>,
    /// Addresses of owners that were met.
    emails: BTreeMap<UserId, String>,
    /// The last action that was given.
    after: Option<Place>,
}

impl Paged for Rows {
    async fn page(&mut self, part: Part, rows: i64) -> Result<Page, Error> {
        let mut tx = self.services.begin().await?;
        list::plan_each(&mut tx).await?;
        let found = list::following(&mut tx, &self.filter, self.after.as_ref(), rows).await?;
        let (tracker, locale) = self.form;
        let read = found.len();
        let mut actions = Vec::with_capacity(read);
        for (row, place) in found {
            self.after = Some(place);
            let email = self.email(&mut tx, &row).await?;
            actions.push(self.tracked(row, email));
        }
        tx.commit().await.map_err(StoreError::from)?;
        if tracker != Tracker::All {
            actions.retain(|one| one.row.state != ActionState::Dropped);
        }
        let form = (part, locale);
        export::page(read, move || match tracker {
            Tracker::Jira => csv::for_jira(&actions, form),
            Tracker::GitHub => csv::for_github(&actions, form),
            Tracker::All => csv::actions(&actions, form),
        })
        .await
    }
}

impl Rows {
    /// The address of an action's owner; empty where there is none.
    async fn email(&mut self, db: &mut PgConnection, row: &Listed) -> Result<String, Error> {
        let Some((owner, _)) = &row.owner else {
            return Ok(String::new());
        };
        if let Some(known) = self.emails.get(owner) {
            return Ok(known.clone());
        }
        let found = users::find(db, *owner).await?;
        let email = found.map(|user| user.email).unwrap_or_default();
        self.emails.insert(*owner, email.clone());
        Ok(email)
    }

    fn tracked(&self, row: Listed, owner_email: String) -> TrackedAction {
        let (services, locale) = (&self.services, self.form.1);
        let row = view_of(services, &self.viewer, row, None, locale);
        let text = services.framework.criterion(&row.criterion).map(|(_, k)| k);
        let planned = row.until_day.map(|day| reach::date(services.today(), day));
        TrackedAction {
            check_name: self.checks.get(&row.check).cloned().unwrap_or_default(),
            pillar_name: self.pillars.get(&row.pillar).cloned().unwrap_or_default(),
            how_to: text
                .map(|k| k.how_to.get(locale).to_owned())
                .unwrap_or_default(),
            planned_on: planned.unwrap_or_default(),
            owner_email,
            row,
        }
    }
}
