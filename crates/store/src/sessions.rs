//! Sessions by the hash of their id: who reads this table can't take one over.

use domain::{
    SessionHandle, UserId,
    views::accounts::{SessionRow, instant},
};
use serde_json::Value;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::StoreError;

/// A session that nobody uses ends after this time.
pub const IDLE: Duration = Duration::hours(12);
/// Every session ends after this time.
pub const ABSOLUTE: Duration = Duration::days(7);
/// Uses are noted no more often than this: a page of twenty requests writes once.
const NOTED_EVERY: Duration = Duration::minutes(1);

/// What a session holds.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// SHA-256 of its id.
    pub id_hash: &'a [u8],
    /// Names it without opening it.
    pub handle: SessionHandle,
    /// Who is signed in.
    pub user: Option<UserId>,
    /// What the server keeps in it.
    pub data: &'a Value,
    /// What the browser calls itself.
    pub user_agent: &'a str,
    /// From where.
    pub address: &'a str,
}

/// A session that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What the server keeps in it.
    pub data: Value,
    /// When it ends if nobody uses it.
    pub expires_at: OffsetDateTime,
}

/// Starts a session; false if the id is taken.
///
/// # Errors
/// When the database fails.
pub async fn create(
    db: &mut PgConnection,
    content: Content<'_>,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO sessions (id_hash, handle, user_id, data, user_agent, address, created_at, seen_at,
             idle_expires_at, absolute_expires_at)
         VALUES ($1, $2, $3, $4::text::json, $5, $6, $7, $7, $8, $9) ON CONFLICT (id_hash) DO NOTHING",
        content.id_hash,
        content.handle.0,
        content.user.map(|u| u.0),
        content.data.to_string(),
        content.user_agent,
        content.address,
        now,
        now + IDLE,
        now + ABSOLUTE
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes a session that holds; false if there is none: one that was revoked meanwhile must not come back.
///
/// # Errors
/// When the database fails.
pub async fn save(
    db: &mut PgConnection,
    content: Content<'_>,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE sessions SET user_id = $2, data = $3::text::json, user_agent = $4, address = $5
         WHERE id_hash = $1 AND idle_expires_at > $6 AND absolute_expires_at > $6",
        content.id_hash,
        content.user.map(|u| u.0),
        content.data.to_string(),
        content.user_agent,
        content.address,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Reads a session that holds and notes, at most once a minute, that it is in use.
///
/// # Errors
/// When the database fails.
pub async fn load(
    db: &mut PgConnection,
    id_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<Loaded>, StoreError> {
    let row = sqlx::query!(
        r#"WITH noted AS (
               UPDATE sessions SET seen_at = $2, idle_expires_at = least($3, absolute_expires_at)
               WHERE id_hash = $1 AND seen_at <= $4 AND idle_expires_at > $2 AND absolute_expires_at > $2
               RETURNING idle_expires_at
           )
           SELECT s.data, coalesce((SELECT idle_expires_at FROM noted), s.idle_expires_at) AS "expires_at!"
           FROM sessions s WHERE s.id_hash = $1 AND s.idle_expires_at > $2 AND s.absolute_expires_at > $2"#,
        id_hash,
        now,
        now + IDLE,
        now - NOTED_EVERY
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Loaded {
        data: row.data,
        expires_at: row.expires_at,
    }))
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut PgConnection, id_hash: &[u8]) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM sessions WHERE id_hash = $1", id_hash)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets the sessions that ended; how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_expired(db: &mut PgConnection, now: OffsetDateTime) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE idle_expires_at <= $1 OR absolute_expires_at <= $1",
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// A person's sessions that hold, last used first.
///
/// # Errors
/// When the database fails.
pub async fn of_user(
    db: &mut PgConnection,
    user: UserId,
    current: SessionHandle,
    now: OffsetDateTime,
) -> Result<Vec<SessionRow>, StoreError> {
    let rows = sqlx::query!(
        "SELECT handle, user_agent, address, created_at, seen_at FROM sessions
         WHERE user_id = $1 AND idle_expires_at > $2 AND absolute_expires_at > $2 ORDER BY seen_at DESC, handle",
        user.0,
        now
    )
    .fetch_all(db)
    .await?;
    let row = rows.into_iter().map(|row| SessionRow {
        handle: SessionHandle(row.handle),
        user_agent: row.user_agent,
        address: row.address,
        created_at: instant(row.created_at),
        seen_at: instant(row.seen_at),
        current: row.handle == current.0,
    });
    Ok(row.collect())
}

/// Ends one of a person's sessions; false if it is none of theirs.
///
/// # Errors
/// When the database fails.
pub async fn revoke(
    db: &mut PgConnection,
    user: UserId,
    handle: SessionHandle,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE user_id = $1 AND handle = $2",
        user.0,
        handle.0
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a person's sessions, all or all but one; how many.
///
/// # Errors
/// When the database fails.
pub async fn revoke_all(
    db: &mut PgConnection,
    user: UserId,
    but: Option<SessionHandle>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE user_id = $1 AND handle IS DISTINCT FROM $2",
        user.0,
        but.map(|h| h.0)
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
