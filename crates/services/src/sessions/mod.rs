//! Sessions: who one belongs to, where one is signed in.

mod records;

pub use records::{
    ADDRESS, EPOCH, HANDLE, Loaded, USER, USER_AGENT, create, delete, load, save, sweep,
};

use std::collections::BTreeMap;

use domain::{
    Locale, SessionHandle, UserId, Viewer,
    views::{
        accounts::SessionRow,
        frame::{Me, Theme},
    },
};
use serde_json::json;
use store::{StoreError, sessions, users};

use crate::{
    Error, Services,
    accounts::{Note, note},
};

/// Who makes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// What they may do.
    pub viewer: Viewer,
    /// What pages show of them.
    pub me: Me,
    /// Chosen language; none follows the browser.
    pub locale: Option<Locale>,
    /// Chosen theme; none follows the system.
    pub theme: Option<Theme>,
}

/// Who a session belongs to, with the roles that hold at this moment, in one query. None where the person is disabled
/// or set a new password since the session began.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn viewer(
    services: &Services,
    user: UserId,
    epoch: i32,
) -> Result<Option<Visitor>, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let session = users::session(&mut db, user, epoch).await?;
    Ok(session.map(|users::Session { me, locale, theme }| {
        let teams: BTreeMap<_, _> = me.teams.iter().map(|team| (team.id, team.role)).collect();
        Visitor {
            viewer: Viewer {
                user,
                org_role: me.org_role,
                teams,
            },
            me,
            locale,
            theme,
        }
    }))
}

/// Where one is signed in, last used first.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn list_own(
    services: &Services,
    viewer: &Viewer,
    current: SessionHandle,
) -> Result<Vec<SessionRow>, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(sessions::of_user(&mut db, viewer.user, current, services.now()).await?)
}

/// Ends one of one's own sessions.
///
/// # Errors
/// [`Error::NotFound`] where it is none of theirs.
#[tracing::instrument(skip_all)]
pub async fn revoke_own(
    services: &Services,
    viewer: &Viewer,
    handle: SessionHandle,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    if !sessions::revoke(&mut tx, viewer.user, handle).await? {
        return Err(Error::NotFound);
    }
    let (at, actor) = (services.now(), Some(viewer.user));
    let details = json!({ "user": viewer.user });
    note(
        &mut tx,
        Note {
            at,
            actor,
            team: None,
            action: "session.revoke",
            subject: &handle,
            details,
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Ends all of one's sessions but the current one; how many.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn revoke_others(
    services: &Services,
    viewer: &Viewer,
    current: SessionHandle,
) -> Result<u64, Error> {
    let mut tx = services.begin().await?;
    let ended = sessions::revoke_all(&mut tx, viewer.user, Some(current)).await?;
    let (at, actor) = (services.now(), Some(viewer.user));
    let details = json!({ "sessions_ended": ended });
    note(
        &mut tx,
        Note {
            at,
            actor,
            team: None,
            action: "session.revoke_others",
            subject: &viewer.user,
            details,
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(ended)
}
