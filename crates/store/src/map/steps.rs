//! What each person drew last, and what takes it back.

use domain::{Permit, UserId, WorkloadId, access::Assess, map::Undo};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    StoreError,
    rows::{from_json, to_json},
};

/// A step that can be taken back.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which: later ones have greater numbers.
    pub number: i64,
    /// What was done, as the change log calls it.
    pub action: String,
    /// The name of what was drawn.
    pub about: String,
    /// What takes it back.
    pub back: Vec<Undo>,
}

/// The latest step of a person since an instant.
///
/// # Errors
/// When the database fails.
pub async fn last(
    db: &mut PgConnection,
    workload: WorkloadId,
    by: UserId,
    since: OffsetDateTime,
) -> Result<Option<Step>, StoreError> {
    let row = sqlx::query!(
        "SELECT number, action, about, back FROM map_steps
         WHERE workload_id = $1 AND made_by = $2 AND made_at >= $3 ORDER BY number DESC LIMIT 1",
        workload.0,
        by.0,
        since
    );
    let Some(row) = row.fetch_optional(db).await? else {
        return Ok(None);
    };
    Ok(Some(Step {
        number: row.number,
        action: row.action,
        about: row.about,
        back: from_json(row.back, "map_steps", "back")?,
    }))
}

/// A step as it is made.
#[derive(Clone, Copy, Debug)]
pub struct NewStep<'s> {
    /// What was done, as the change log calls it.
    pub action: &'s str,
    /// The name of what was drawn.
    pub about: &'s str,
    /// What takes it back.
    pub back: &'s [Undo],
}

/// Keeps a step; older ones of the same person beyond `most` are forgotten.
///
/// # Errors
/// When the database fails.
pub async fn push(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    (step, at): (NewStep<'_>, OffsetDateTime),
    most: i64,
) -> Result<(), StoreError> {
    let by = permit.user().0;
    sqlx::query!(
        "INSERT INTO map_steps (workload_id, made_by, made_at, action, about, back) VALUES ($1, $2, $3, $4, $5, $6)",
        workload.0,
        by,
        at,
        step.action,
        step.about,
        to_json(&step.back, "map_steps", "back")?
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "DELETE FROM map_steps WHERE workload_id = $1 AND made_by = $2 AND number <=
             (SELECT number FROM map_steps WHERE workload_id = $1 AND made_by = $2
              ORDER BY number DESC OFFSET $3 LIMIT 1)",
        workload.0,
        by,
        most
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a step; `false` where it is not there any more.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    number: i64,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM map_steps WHERE workload_id = $1 AND made_by = $2 AND number = $3",
        workload.0,
        permit.user().0,
        number
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}
