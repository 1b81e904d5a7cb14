//! What administrators see and change of everybody's accounts.

use domain::{
    Administer, OrgRole, UserId,
    views::accounts::{UserRow, instant},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows};

/// People whose name or address contains a text (the empty one is in all), by name, and how many there are; without
/// those who came with an import and have no account.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    _permit: &Administer,
    search: &str,
    limit: i64,
    offset: i64,
) -> Result<(Vec<UserRow>, i64), StoreError> {
    let total = sqlx::query_scalar!(
        r#"SELECT count(*) AS "total!" FROM users
           WHERE NOT imported AND (strpos(lower(name), lower($1)) > 0 OR strpos(email, lower($1)) > 0)"#,
        search
    )
    .fetch_one(&mut *db)
    .await?;
    let found = sqlx::query!(
        r#"SELECT u.id, u.name, u.email, u.org_role, u.disabled_at IS NOT NULL AS "disabled!", u.created_at, u.version,
               (SELECT count(*) FROM members m WHERE m.user_id = u.id) AS "teams!"
           FROM users u
           WHERE NOT u.imported AND (strpos(lower(u.name), lower($1)) > 0 OR strpos(u.email, lower($1)) > 0)
           ORDER BY lower(u.name), u.id LIMIT $2 OFFSET $3"#,
        search,
        limit,
        offset
    )
    .fetch_all(db)
    .await?;
    let found = found.into_iter().map(|row| {
        Ok(UserRow {
            id: UserId(row.id),
            name: row.name,
            email: row.email,
            org_role: rows::parse_opt(row.org_role.as_deref(), "users", "org_role")?,
            disabled: row.disabled,
            teams: row.teams,
            created_at: instant(row.created_at),
            version: row.version,
        })
    });
    Ok((found.collect::<Result<_, StoreError>>()?, total))
}

/// The administrators who can sign in, held until the end of the transaction: two of them can't both be the last
/// but one.
///
/// # Errors
/// When the database fails.
pub async fn lock_administrators(
    db: &mut PgConnection,
    _permit: &Administer,
) -> Result<Vec<UserId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM users WHERE org_role = 'administrator' AND disabled_at IS NULL ORDER BY id FOR NO KEY UPDATE"
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Changes a role; false if the version is not the one that was seen.
///
/// # Errors
/// When the database fails.
pub async fn set_org_role(
    db: &mut PgConnection,
    _permit: &Administer,
    user: UserId,
    role: Option<OrgRole>,
    version: i32,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE users SET org_role = $3, version = version + 1 WHERE id = $1 AND version = $2 AND NOT imported",
        user.0,
        version,
        role.map(OrgRole::as_str)
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Disables from a moment on, or enables again; false if the version is not the one that was seen. The epoch grows, so
/// that no session from before comes back.
///
/// # Errors
/// When the database fails.
pub async fn set_disabled(
    db: &mut PgConnection,
    _permit: &Administer,
    user: UserId,
    disabled_at: Option<OffsetDateTime>,
    version: i32,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE users SET disabled_at = $3, password_epoch = password_epoch + 1, version = version + 1
         WHERE id = $1 AND version = $2 AND NOT imported",
        user.0,
        version,
        disabled_at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
