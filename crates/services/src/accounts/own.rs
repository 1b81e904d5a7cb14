//! What people do with their own account.

use domain::{
    FieldErrors, Locale, Problem, SessionHandle, Viewer,
    views::{accounts::OwnAccount, frame::Theme},
};
use serde_json::json;
use store::{StoreError, password_resets, sessions, users, users::Profile};

use super::{
    Account, Note, Verdict, allowed, hash, new_password, note, one_line, optional, verify,
};
use crate::{Error, Services};

/// What the account form sends.
#[derive(Clone, Debug, Default)]
pub struct OwnForm {
    /// `name`
    pub name: String,
    /// `locale`: `zh-CN`, `en`, or empty to follow the browser.
    pub locale: String,
    /// `theme`: `light`, `dark`, or empty to follow the system.
    pub theme: String,
}

/// What the form for a new password sends.
#[derive(Clone, Default)]
pub struct ChangePassword {
    /// `current`: the old password.
    pub current: String,
    /// `password`: the new one.
    pub password: String,
    /// `repeat`: the new one again.
    pub repeat: String,
}

/// One's own account.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn own(services: &Services, viewer: &Viewer) -> Result<OwnAccount, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let user = users::find(&mut db, viewer.user)
        .await?
        .ok_or(Error::NotFound)?;
    let users::User {
        name,
        email,
        locale,
        theme,
        version,
        ..
    } = user;
    Ok(OwnAccount {
        name,
        email,
        locale,
        theme,
        version,
    })
}

/// Changes name, language and theme.
///
/// # Errors
/// [`Error::Invalid`]; [`Error::Stale`].
#[tracing::instrument(skip_all)]
pub async fn update_own(
    services: &Services,
    viewer: &Viewer,
    form: &OwnForm,
    version: i32,
) -> Result<(), Error> {
    let mut errors = FieldErrors::default();
    let name = errors.check("name", one_line(&form.name));
    let locale = errors.check("locale", parse_locale(&form.locale));
    let theme = errors.check("theme", optional::<Theme>(&form.theme));
    let (Some(name), Some(locale), Some(theme)) = (name, locale, theme) else {
        return Err(Error::Invalid(errors));
    };
    let profile = Profile {
        name,
        locale,
        theme,
    };
    let mut tx = services.begin().await?;
    let before = users::find(&mut tx, viewer.user)
        .await?
        .ok_or(Error::NotFound)?;
    if !users::update_profile(&mut tx, viewer.user, &profile, version).await? {
        return Err(Error::Stale);
    }
    let details = json!({
        "before": { "name": before.name, "locale": before.locale, "theme": before.theme },
        "after": { "name": profile.name, "locale": profile.locale, "theme": profile.theme },
    });
    log(services, &mut tx, viewer, "user.update", details).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

fn parse_locale(text: &str) -> Result<Option<Locale>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    Locale::ALL
        .into_iter()
        .find(|locale| locale.tag() == text)
        .map(Some)
        .ok_or(Problem::Choice)
}

/// Switches the language.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn choose_locale(
    services: &Services,
    viewer: &Viewer,
    locale: Locale,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    users::set_locale(&mut tx, viewer.user, locale).await?;
    log(
        services,
        &mut tx,
        viewer,
        "user.locale",
        json!({ "after": locale }),
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Switches the theme; none follows the system.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn choose_theme(
    services: &Services,
    viewer: &Viewer,
    theme: Option<Theme>,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    users::set_theme(&mut tx, viewer.user, theme).await?;
    log(
        services,
        &mut tx,
        viewer,
        "user.theme",
        json!({ "after": theme }),
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Sets a new password and ends all other sessions. The answer is the new epoch, which the session that goes on must
/// carry.
///
/// # Errors
/// [`Error::Invalid`] with `current` [`Problem::WrongPassword`]; [`Error::TooMany`]; [`Error::Stale`] where the password
/// changed meanwhile.
#[tracing::instrument(skip_all)]
pub async fn change_password(
    services: &Services,
    viewer: &Viewer,
    form: &ChangePassword,
    keep: SessionHandle,
) -> Result<i32, Error> {
    let mut errors = FieldErrors::default();
    let password = new_password(&mut errors, "password", &form.password, &form.repeat);
    let Some(password) = password else {
        return Err(Error::Invalid(errors));
    };
    let account = Account::change(viewer.user);
    // Counted for good before anything is compared, and no connection is held while hashing.
    let mut tx = services.begin().await?;
    let tried = account.take(&mut tx, services.now()).await?;
    let credentials = users::credentials(&mut tx, viewer.user)
        .await?
        .ok_or(Error::NotFound)?;
    tx.commit().await.map_err(StoreError::from)?;
    allowed(tried, services.now())?;
    if verify(
        services,
        form.current.clone(),
        Some(credentials.password_hash),
    )
    .await?
        == Verdict::Wrong
    {
        return Err(Error::field("current", Problem::WrongPassword));
    }
    let password_hash = hash(services, password).await?;
    let mut tx = services.begin().await?;
    password_resets::delete_of(&mut tx, viewer.user).await?;
    account.clear(&mut tx).await?;
    let epoch =
        users::set_password(&mut tx, viewer.user, &password_hash, credentials.epoch).await?;
    let epoch = epoch.ok_or(Error::Stale)?;
    let ended = sessions::revoke_all(&mut tx, viewer.user, Some(keep)).await?;
    log(
        services,
        &mut tx,
        viewer,
        "user.password",
        json!({ "sessions_ended": ended }),
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(epoch)
}

async fn log(
    services: &Services,
    tx: &mut store::Tx,
    viewer: &Viewer,
    action: &str,
    details: serde_json::Value,
) -> Result<(), StoreError> {
    let (at, actor) = (services.now(), Some(viewer.user));
    note(
        tx,
        Note {
            at,
            actor,
            team: None,
            action,
            subject: &viewer.user,
            details,
        },
    )
    .await
}
