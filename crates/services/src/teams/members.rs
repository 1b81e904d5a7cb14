//! Who is in which team.

use domain::{
    Permit, TeamId, TeamRole, UserId, Viewer,
    access::{ManageTeam, Read},
    views::accounts::MemberRow,
};
use serde_json::{Value, json};
use store::{StoreError, Tx, members as rows, teams};

use crate::{
    Error, Services,
    accounts::{Note, note, required},
};

/// A team's members: owners first, then by name.
///
/// # Errors
/// [`Error::NotFound`].
#[tracing::instrument(skip_all)]
pub async fn members(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
) -> Result<Vec<MemberRow>, Error> {
    let permit = viewer.permit::<Read>(team)?;
    let mut tx = services.begin().await?;
    teams::find(&mut tx, &permit)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(rows::list(&mut tx, &permit).await?)
}

/// Puts somebody who has an account into a team. Owners invite instead: only administrators see everybody.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`] for everybody but administrators; [`Error::Invalid`]; [`Error::State`]
/// `already_member`.
#[tracing::instrument(skip_all)]
pub async fn add_member(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    user: UserId,
    role: &str,
) -> Result<(), Error> {
    let permit = viewer.permit::<ManageTeam>(team)?;
    viewer.administer()?;
    let role = parse(role)?;
    let mut tx = services.begin().await?;
    held(&mut tx, &permit).await?;
    if !rows::add(&mut tx, &permit, user, role, services.now())
        .await
        .map_err(unknown)?
    {
        return Err(Error::State("already_member"));
    }
    log(
        services,
        tx,
        &permit,
        user,
        "member.add",
        json!({ "after": role }),
    )
    .await
}

/// Changes a member's role.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`]; [`Error::Invalid`]; [`Error::State`] `last_owner`, which does not stop
/// administrators.
#[tracing::instrument(skip_all)]
pub async fn set_role(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    user: UserId,
    role: &str,
) -> Result<(), Error> {
    let permit = viewer.permit::<ManageTeam>(team)?;
    let role = parse(role)?;
    let mut tx = services.begin().await?;
    let before = leaves_an_owner(&mut tx, viewer, &permit, user, role == TeamRole::Owner).await?;
    rows::set_role(&mut tx, &permit, user, role).await?;
    log(
        services,
        tx,
        &permit,
        user,
        "member.role",
        json!({ "before": before, "after": role }),
    )
    .await
}

/// Takes somebody out of a team.
///
/// # Errors
/// As [`set_role`].
#[tracing::instrument(skip_all)]
pub async fn remove_member(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    user: UserId,
) -> Result<(), Error> {
    let permit = viewer.permit::<ManageTeam>(team)?;
    let mut tx = services.begin().await?;
    let before = leaves_an_owner(&mut tx, viewer, &permit, user, false).await?;
    rows::remove(&mut tx, &permit, user).await?;
    log(
        services,
        tx,
        &permit,
        user,
        "member.remove",
        json!({ "before": before }),
    )
    .await
}

fn parse(role: &str) -> Result<TeamRole, Error> {
    required(role).map_err(|problem| Error::field("role", problem))
}

fn unknown(error: StoreError) -> Error {
    match error.constraint() {
        Some("members_user_id_fkey") => Error::NotFound,
        _ => Error::Store(error),
    }
}

/// Holds the team, so that two changes can't both spare the other's owner.
async fn held(tx: &mut Tx, permit: &Permit<ManageTeam>) -> Result<(), Error> {
    if teams::lock(tx, permit).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// The member's role until now. A team that has an owner keeps one, unless an administrator decides otherwise.
async fn leaves_an_owner(
    tx: &mut Tx,
    viewer: &Viewer,
    permit: &Permit<ManageTeam>,
    user: UserId,
    stays_owner: bool,
) -> Result<TeamRole, Error> {
    held(tx, permit).await?;
    let before = rows::role(tx, permit, user).await?.ok_or(Error::NotFound)?;
    let goes = before == TeamRole::Owner && !stays_owner && viewer.administer().is_err();
    if goes && !rows::has_other_owner(tx, permit, user).await? {
        return Err(Error::State("last_owner"));
    }
    Ok(before)
}

async fn log(
    services: &Services,
    mut tx: Tx,
    permit: &Permit<ManageTeam>,
    user: UserId,
    action: &str,
    details: Value,
) -> Result<(), Error> {
    let (at, actor, team) = (services.now(), Some(permit.user()), Some(permit.team()));
    note(
        &mut tx,
        Note {
            at,
            actor,
            team,
            action,
            subject: &user,
            details,
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
