//! What administrators do with everybody's accounts.

use domain::{Administer, OrgRole, UserId, Viewer, views::accounts::UserPage};
use serde_json::json;
use store::{StoreError, Tx, password_resets, sessions, users, users::User};

use super::{Note, note, optional};
use crate::{Error, Services};

/// Rows on a page of the list.
const PAGE: u32 = 50;

/// One page of the people whose name or address contains a text, by name.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn list_users(
    services: &Services,
    viewer: &Viewer,
    search: &str,
    page: u32,
) -> Result<UserPage, Error> {
    let permit = viewer.administer()?;
    // Postgres takes no NUL, and no name has one.
    let search: String = search
        .trim()
        .chars()
        .filter(|c| *c != '\0')
        .take(254)
        .collect();
    let page = page.max(1);
    let offset = i64::from(page - 1) * i64::from(PAGE);
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let (rows, total) = users::list(&mut db, &permit, &search, i64::from(PAGE), offset).await?;
    Ok(UserPage {
        rows,
        total,
        page,
        size: PAGE,
    })
}

/// Gives somebody a role in the organisation: `administrator`, `manager`, or none with the empty text.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Stale`]; [`Error::State`]
/// `last_administrator`.
#[tracing::instrument(skip_all)]
pub async fn set_org_role(
    services: &Services,
    viewer: &Viewer,
    user: UserId,
    role: &str,
    version: i32,
) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let role = optional::<OrgRole>(role).map_err(|problem| Error::field("role", problem))?;
    let mut tx = services.begin().await?;
    let before = seen(
        &mut tx,
        &permit,
        user,
        version,
        role == Some(OrgRole::Administrator),
    )
    .await?;
    if !users::set_org_role(&mut tx, &permit, user, role, version).await? {
        return Err(Error::Stale);
    }
    let details = json!({ "before": before.org_role, "after": role });
    let entry = Note {
        at: services.now(),
        actor: Some(viewer.user),
        team: None,
        action: "user.role",
        subject: &user,
        details,
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Ends all of somebody's sessions and lets them sign in no more.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Stale`]; [`Error::State`] `last_administrator`.
#[tracing::instrument(skip_all)]
pub async fn disable(
    services: &Services,
    viewer: &Viewer,
    user: UserId,
    version: i32,
) -> Result<(), Error> {
    set_disabled(services, viewer, user, version, true).await
}

/// Lets somebody sign in again.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Stale`].
#[tracing::instrument(skip_all)]
pub async fn enable(
    services: &Services,
    viewer: &Viewer,
    user: UserId,
    version: i32,
) -> Result<(), Error> {
    set_disabled(services, viewer, user, version, false).await
}

async fn set_disabled(
    services: &Services,
    viewer: &Viewer,
    user: UserId,
    version: i32,
    disabled: bool,
) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let now = services.now();
    let mut tx = services.begin().await?;
    // First, as where the link is used: the two can't wait for each other.
    password_resets::delete_of(&mut tx, user).await?;
    seen(&mut tx, &permit, user, version, !disabled).await?;
    if !users::set_disabled(&mut tx, &permit, user, disabled.then_some(now), version).await? {
        return Err(Error::Stale);
    }
    sessions::revoke_all(&mut tx, user, None).await?;
    let action = if disabled {
        "user.disable"
    } else {
        "user.enable"
    };
    let entry = Note {
        at: now,
        actor: Some(viewer.user),
        team: None,
        action,
        subject: &user,
        details: json!({}),
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// The person as the administrator saw them, and somebody must remain who administers.
async fn seen(
    tx: &mut Tx,
    permit: &Administer,
    user: UserId,
    version: i32,
    stays: bool,
) -> Result<User, Error> {
    let administrators = users::lock_administrators(tx, permit).await?;
    let before = users::find(tx, user).await?.ok_or(Error::NotFound)?;
    if before.version != version {
        return Err(Error::Stale);
    }
    if !stays && administrators == [user] {
        return Err(Error::State("last_administrator"));
    }
    Ok(before)
}
