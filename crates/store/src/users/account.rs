//! What people change about their own account.

use domain::{Locale, Name, UserId, views::frame::Theme};
use sqlx::PgConnection;

use crate::StoreError;

/// What a person says about themselves.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Display name.
    pub name: Name,
    /// Chosen language.
    pub locale: Option<Locale>,
    /// Chosen theme.
    pub theme: Option<Theme>,
}

/// Changes a profile; false if the version is not the one that was seen.
///
/// # Errors
/// When the database fails.
pub async fn update_profile(
    db: &mut PgConnection,
    user: UserId,
    profile: &Profile,
    version: i32,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE users SET name = $3, locale = $4, theme = $5, version = version + 1 WHERE id = $1 AND version = $2",
        user.0,
        version,
        profile.name.as_str(),
        profile.locale.map(Locale::tag),
        profile.theme.map(Theme::as_str)
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes the language. It is one switch, so the last one wins and the version stays.
///
/// # Errors
/// When the database fails.
pub async fn set_locale(
    db: &mut PgConnection,
    user: UserId,
    locale: Locale,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE users SET locale = $2 WHERE id = $1",
        user.0,
        locale.tag()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Changes the theme; none follows the system. As [`set_locale`].
///
/// # Errors
/// When the database fails.
pub async fn set_theme(
    db: &mut PgConnection,
    user: UserId,
    theme: Option<Theme>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE users SET theme = $2 WHERE id = $1",
        user.0,
        theme.map(Theme::as_str)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets a new password if the epoch is still the one that was seen; the new epoch, which no session has yet.
///
/// # Errors
/// When the database fails.
pub async fn set_password(
    db: &mut PgConnection,
    user: UserId,
    password_hash: &str,
    epoch: i32,
) -> Result<Option<i32>, StoreError> {
    let epoch = sqlx::query_scalar!(
        "UPDATE users SET password_hash = $2, password_epoch = password_epoch + 1
         WHERE id = $1 AND password_epoch = $3 AND disabled_at IS NULL RETURNING password_epoch",
        user.0,
        password_hash,
        epoch
    )
    .fetch_optional(db)
    .await?;
    Ok(epoch)
}

/// Keeps the same password under a new hash, unless it has changed meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn replace_hash(
    db: &mut PgConnection,
    user: UserId,
    old: &str,
    new: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
        user.0,
        old,
        new
    )
    .execute(db)
    .await?;
    Ok(())
}
