//! What people did about risks and actions before their workload came here. It is no part of the change log, which tells
//! only of what was done here.

use domain::WorkloadId;
use sqlx::PgConnection;

use crate::{StoreError, change_log::Logged};

/// Something that was done in another installation, as the file said.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The organisation in whose installation it was done.
    pub origin: String,
    /// What; its number is its place among what was imported, and owners in it are names.
    pub told: Logged,
}

/// Makes of each row what it tells.
macro_rules! imported {
    ($rows:expr) => {{
        let rows = $rows.into_iter().map(|row| Imported {
            origin: row.origin,
            told: Logged {
                number: row.number,
                at: row.at,
                actor: row.actor,
                action: row.action,
                subject: row.subject,
                details: row.details,
            },
        });
        rows.collect()
    }};
}

/// What was done about a risk, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_subject(
    db: &mut PgConnection,
    workload: WorkloadId,
    subject: &str,
    limit: i64,
) -> Result<Vec<Imported>, StoreError> {
    let rows = sqlx::query!(
        "SELECT number, origin, at, actor, action, subject, details FROM imported_history
         WHERE workload_id = $1 AND subject = $2 ORDER BY number DESC LIMIT $3",
        workload.0,
        subject,
        limit
    );
    Ok(imported!(rows.fetch_all(db).await?))
}

/// What was done about the actions of a workload's plan, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_actions(
    db: &mut PgConnection,
    workload: WorkloadId,
    limit: i64,
) -> Result<Vec<Imported>, StoreError> {
    let rows = sqlx::query!(
        "SELECT number, origin, at, actor, action, subject, details FROM imported_history
         WHERE workload_id = $1 AND action LIKE 'action.%' ORDER BY number DESC LIMIT $2",
        workload.0,
        limit
    );
    Ok(imported!(rows.fetch_all(db).await?))
}

/// Everything that was done before a workload came here, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_workload(
    db: &mut PgConnection,
    workload: WorkloadId,
    limit: i64,
    offset: i64,
) -> Result<Vec<Imported>, StoreError> {
    let rows = sqlx::query!(
        "SELECT number, origin, at, actor, action, subject, details FROM imported_history
         WHERE workload_id = $1 ORDER BY number DESC LIMIT $2 OFFSET $3",
        workload.0,
        limit,
        offset
    );
    Ok(imported!(rows.fetch_all(db).await?))
}

/// How much was done before a workload came here.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &mut PgConnection, workload: WorkloadId) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM imported_history WHERE workload_id = $1"#,
        workload.0
    );
    Ok(count.fetch_one(db).await?)
}
