//! Teams and their members.

mod members;

pub use members::{add_member, members, remove_member, set_role};

use std::collections::BTreeMap;

use domain::{
    FieldErrors, Name, Problem, TeamId, Viewer,
    access::{ManageTeam, Read},
    views::accounts::{TeamView, TeamsPage},
};
use serde_json::{Value, json};
use store::{StoreError, Tx, organisation, teams, teams::Team};

use crate::{
    Error, Services,
    accounts::{Note, note, one_line},
    settings::Priorities,
    workload::list::cut,
};

/// Teams on one page.
const PER_PAGE: u32 = 50;

/// What the team form sends.
#[derive(Clone, Debug, Default)]
pub struct TeamForm {
    /// `name`
    pub name: String,
    /// `capacity_days`: person-days a month for the plan, 0 to 10,000.
    pub capacity_days: String,
}

impl TeamForm {
    fn parse(&self) -> Result<(Name, i32), Error> {
        let mut errors = FieldErrors::default();
        let name = errors.check("name", one_line(&self.name));
        let days = self
            .capacity_days
            .trim()
            .parse()
            .ok()
            .filter(|days| (0..=10_000).contains(days));
        let days = errors.check("capacity_days", days.ok_or(Problem::Number));
        name.zip(days).ok_or(Error::Invalid(errors))
    }
}

fn taken(error: StoreError) -> Error {
    match error.constraint() {
        Some("teams_name_key") => Error::field("name", Problem::Taken),
        _ => Error::Store(error),
    }
}

/// Makes a team, without members: an administrator manages it until there is an owner.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators; [`Error::Invalid`].
#[tracing::instrument(skip_all)]
pub async fn create(
    services: &Services,
    viewer: &Viewer,
    form: &TeamForm,
) -> Result<TeamId, Error> {
    let permit = viewer.administer()?;
    let (name, days) = form.parse()?;
    let id = TeamId(services.new_id());
    let mut tx = services.begin().await?;
    teams::insert(&mut tx, &permit, id, &name, days, services.now())
        .await
        .map_err(taken)?;
    log(
        services,
        tx,
        viewer,
        id,
        "team.create",
        json!({ "name": name, "capacity_days": days }),
    )
    .await?;
    Ok(id)
}

/// Changes name and capacity.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`]; [`Error::Invalid`]; [`Error::Stale`].
#[tracing::instrument(skip_all)]
pub async fn update(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    form: &TeamForm,
    version: i32,
) -> Result<(), Error> {
    let permit = viewer.permit::<ManageTeam>(team)?;
    let (name, days) = form.parse()?;
    let mut tx = services.begin().await?;
    let before = found(&mut tx, viewer, team).await?;
    if !teams::update(&mut tx, &permit, &name, days, version)
        .await
        .map_err(taken)?
    {
        return Err(Error::Stale);
    }
    let details = json!({
        "before": { "name": before.name, "capacity_days": before.capacity_days },
        "after": { "name": name, "capacity_days": days },
    });
    log(services, tx, viewer, team, "team.update", details).await
}

/// Changes the pillar priorities that differ from the organisation's: 0 to 10 by pillar, empty for the organisation's.
/// The team's workloads' numbers follow.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`]; [`Error::Invalid`] by pillar, or with `priorities` where none is above 0;
/// [`Error::Stale`].
#[tracing::instrument(skip_all)]
pub async fn set_priorities(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    form: &BTreeMap<String, String>,
    version: i32,
) -> Result<(), Error> {
    let permit = viewer.permit::<ManageTeam>(team)?;
    let given = Priorities::parse(services.framework, form)?;
    let mut tx = services.begin().await?;
    let before = found(&mut tx, viewer, team).await?;
    let organisation = organisation::find(&mut tx)
        .await?
        .map(|o| o.priorities)
        .unwrap_or_default();
    given.over(services.framework, &organisation)?;
    if !teams::set_priorities(&mut tx, &permit, &given.0, version).await? {
        return Err(Error::Stale);
    }
    let details = json!({ "before": before.priorities, "after": given.0 });
    log(services, tx, viewer, team, "team.priorities", details).await
}

/// One page of the teams that the viewer may read and that have a text in their name, by name.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn list(
    services: &Services,
    viewer: &Viewer,
    q: &str,
    page: &str,
) -> Result<TeamsPage, Error> {
    // No text in the database has that character.
    let q = q.replace('\0', "");
    let wanted = (&viewer.readable(), q.trim());
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let total = teams::count(&mut db, wanted.0, wanted.1).await?;
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    let (page, pages) = cut(page, total, PER_PAGE);
    let skipped = i64::from(page - 1) * i64::from(PER_PAGE);
    let rows = teams::list(&mut db, viewer.user, wanted, (PER_PAGE.into(), skipped)).await?;
    Ok(TeamsPage {
        rows,
        total,
        page,
        pages,
    })
}

/// A team.
///
/// # Errors
/// [`Error::NotFound`].
#[tracing::instrument(skip_all)]
pub async fn get(services: &Services, viewer: &Viewer, team: TeamId) -> Result<TeamView, Error> {
    let may_manage = viewer.permit::<ManageTeam>(team).is_ok();
    let mut tx = services.begin().await?;
    let Team {
        id,
        name,
        capacity_days,
        priorities,
        version,
    } = found(&mut tx, viewer, team).await?;
    Ok(TeamView {
        id,
        name,
        capacity_days,
        priorities,
        version,
        may_manage,
    })
}

async fn found(tx: &mut Tx, viewer: &Viewer, team: TeamId) -> Result<Team, Error> {
    let permit = viewer.permit::<Read>(team)?;
    teams::find(tx, &permit).await?.ok_or(Error::NotFound)
}

/// The last step of a write to a team.
async fn log(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    team: TeamId,
    action: &str,
    details: Value,
) -> Result<(), Error> {
    let (at, actor) = (services.now(), Some(viewer.user));
    note(
        &mut tx,
        Note {
            at,
            actor,
            team: Some(team),
            action,
            subject: &team,
            details,
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
