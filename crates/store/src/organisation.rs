//! The one row of what holds for the whole installation.

use std::collections::BTreeMap;

use domain::{Administer, Name, PillarId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows};

/// The organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// The priorities that differ from the framework's.
    pub priorities: BTreeMap<PillarId, u32>,
    /// Grows with each change.
    pub version: i32,
}

/// Makes the row; false if it is there already. A second writer waits for the first, so only one gets true.
///
/// # Errors
/// When the database fails.
pub async fn create(
    db: &mut PgConnection,
    name: &Name,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO organisation (name, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        name.as_str(),
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The organisation; none before the set-up.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &mut PgConnection) -> Result<Option<Organisation>, StoreError> {
    let row = sqlx::query!("SELECT name, priorities, version FROM organisation")
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        let priorities = rows::from_json(row.priorities, "organisation", "priorities")?;
        Ok(Organisation {
            name: row.name,
            priorities,
            version: row.version,
        })
    })
    .transpose()
}

/// Changes the name; false if the version is not the one that was seen.
///
/// # Errors
/// When the database fails.
pub async fn rename(
    db: &mut PgConnection,
    _permit: &Administer,
    name: &Name,
    version: i32,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE organisation SET name = $1, version = version + 1 WHERE version = $2",
        name.as_str(),
        version
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes the priorities and marks every workload's numbers stale; false if the version is not the one that was seen.
///
/// # Errors
/// When the database fails.
pub async fn set_priorities(
    db: &mut PgConnection,
    _permit: &Administer,
    priorities: &BTreeMap<PillarId, u32>,
    version: i32,
) -> Result<bool, StoreError> {
    let priorities = rows::to_json(priorities, "organisation", "priorities")?;
    let done = sqlx::query!(
        "UPDATE organisation SET priorities = $1, version = version + 1 WHERE version = $2",
        priorities,
        version
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    // Locked in one order, as everybody who marks several does: two of them can't wait for each other.
    sqlx::query!(
        "WITH locked AS (SELECT workload_id FROM results ORDER BY workload_id FOR NO KEY UPDATE)
         UPDATE results SET revision = revision + 1 FROM locked WHERE results.workload_id = locked.workload_id"
    )
    .execute(db)
    .await?;
    Ok(true)
}
