//! Counts of tries by key, shared by all instances.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::StoreError;

/// How many tries are allowed in a window that starts with the first of them.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The greatest number of tries.
    pub most: i32,
    /// How long the window lasts.
    pub window: Duration,
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Try {
    /// Go on; it is the so-manieth of its window.
    Allowed(i32),
    /// Not before then.
    Blocked(OffsetDateTime),
}

/// Counts a try. Blocked tries don't prolong the window: nobody is shut out for ever by somebody else.
///
/// # Errors
/// When the database fails.
pub async fn take(
    db: &mut PgConnection,
    key: &str,
    limit: Limit,
    now: OffsetDateTime,
) -> Result<Try, StoreError> {
    let row = sqlx::query!(
        "INSERT INTO attempts (key, window_start, count) VALUES ($1, $2, 1)
         ON CONFLICT (key) DO UPDATE SET
             count = CASE WHEN attempts.window_start <= $3 THEN 1 ELSE least(attempts.count, $4) + 1 END,
             window_start = CASE WHEN attempts.window_start <= $3 THEN $2 ELSE attempts.window_start END
         RETURNING window_start, count",
        key,
        now,
        now - limit.window,
        limit.most
    )
    .fetch_one(db)
    .await?;
    Ok(if row.count > limit.most {
        Try::Blocked(row.window_start + limit.window)
    } else {
        Try::Allowed(row.count)
    })
}

/// Gives one try back: what was right is not held against its address.
///
/// # Errors
/// When the database fails.
pub async fn give_back(db: &mut PgConnection, key: &str) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE attempts SET count = count - 1 WHERE key = $1 AND count > 0",
        key
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets all tries of a key.
///
/// # Errors
/// When the database fails.
pub async fn clear(db: &mut PgConnection, key: &str) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM attempts WHERE key = $1", key)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets the windows that started before a moment; how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_before(
    db: &mut PgConnection,
    moment: OffsetDateTime,
) -> Result<u64, StoreError> {
    let done = sqlx::query!("DELETE FROM attempts WHERE window_start < $1", moment)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}
