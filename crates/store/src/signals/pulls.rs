//! What the console fetches from the installation's Prometheus.

use domain::{Permit, WorkloadId, access::EditWorkload};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// What is fetched for a workload.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The workload.
    pub workload: WorkloadId,
    /// Label matchers.
    pub selector: String,
    /// Until when everything was fetched.
    pub fetched_until: Option<OffsetDateTime>,
    /// Why the last try failed, or what its source left out; empty where all is well.
    pub failure: String,
    /// When that was.
    pub tried_at: Option<OffsetDateTime>,
    /// For optimistic writes.
    pub version: i32,
}

/// What is fetched for a workload, if anything is.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Option<Stored>, StoreError> {
    let row = sqlx::query!(
        "SELECT selector, fetched_until, failure, tried_at, version FROM signal_pulls WHERE workload_id = $1",
        workload.0
    );
    Ok(row.fetch_optional(db).await?.map(|row| Stored {
        workload,
        selector: row.selector,
        fetched_until: row.fetched_until,
        failure: row.failure,
        tried_at: row.tried_at,
        version: row.version,
    }))
}

/// Workloads that nobody fetched for since a time, the longest ago first.
///
/// # Errors
/// When the database fails.
pub async fn due(
    db: &mut PgConnection,
    before: OffsetDateTime,
    most: i64,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query!(
        "SELECT p.workload_id, p.selector, p.fetched_until, p.failure, p.tried_at, p.version
         FROM signal_pulls p JOIN workloads w ON w.id = p.workload_id
         WHERE w.archived_at IS NULL AND coalesce(p.tried_at, '-infinity') < $1
         ORDER BY p.tried_at NULLS FIRST LIMIT $2",
        before,
        most
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows
        .map(|row| Stored {
            workload: WorkloadId(row.workload_id),
            selector: row.selector,
            fetched_until: row.fetched_until,
            failure: row.failure,
            tried_at: row.tried_at,
            version: row.version,
        })
        .collect())
}

/// Sets what is fetched; `false` where somebody was faster. Version 0: nothing is fetched yet.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut PgConnection,
    permit: &Permit<EditWorkload>,
    (workload, version): (WorkloadId, i32),
    selector: &str,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = if version == 0 {
        sqlx::query!(
            "INSERT INTO signal_pulls (workload_id, selector, changed_by, changed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workload_id) DO NOTHING",
            workload.0,
            selector,
            permit.user().0,
            at
        )
        .execute(db)
        .await?
    } else {
        sqlx::query!(
            "UPDATE signal_pulls SET selector = $3, changed_by = $4, changed_at = $5, version = version + 1,
                 fetched_until = NULL, tried_at = NULL, failure = ''
             WHERE workload_id = $1 AND version = $2",
            workload.0,
            version,
            selector,
            permit.user().0,
            at
        )
        .execute(db)
        .await?
    };
    Ok(done.rows_affected() == 1)
}

/// Fetches nothing any more; `false` where somebody was faster.
///
/// # Errors
/// When the database fails.
pub async fn stop(
    db: &mut PgConnection,
    _permit: &Permit<EditWorkload>,
    (workload, version): (WorkloadId, i32),
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM signal_pulls WHERE workload_id = $1 AND version = $2",
        workload.0,
        version
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// Notes how a try went.
///
/// # Errors
/// When the database fails.
pub async fn tried(
    db: &mut PgConnection,
    (workload, version): (WorkloadId, i32),
    until: Option<OffsetDateTime>,
    failure: &str,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE signal_pulls SET fetched_until = coalesce($3, fetched_until), failure = $4, tried_at = $5
         WHERE workload_id = $1 AND version = $2",
        workload.0,
        version,
        until,
        failure,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
