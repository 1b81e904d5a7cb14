//! Prepared numbers: stale in the transaction that changes what they follow from, computed anew by the next reader.

use domain::WorkloadId;
use serde_json::Value;
use sqlx::PgConnection;
use time::Date;

use crate::StoreError;

/// Notes that a workload's numbers follow from something that has just changed.
///
/// # Errors
/// When the database fails.
pub async fn touch(db: &mut PgConnection, workload: WorkloadId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE results SET revision = revision + 1 WHERE workload_id = $1",
        workload.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Which numbers of a workload: they change only together with one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    /// The workload.
    pub workload: WorkloadId,
    /// The revision that they were computed from.
    pub revision: i64,
    /// The last day on which they are true.
    pub true_until: Option<Date>,
}

/// The prepared numbers of some workloads, each with the edition that it is.
///
/// # Errors
/// When the database fails.
pub async fn summaries(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<(Edition, Value)>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT workload_id, computed_revision, true_until, summary AS "summary!" FROM results
           WHERE workload_id = ANY ($1) AND summary IS NOT NULL"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let edition = |workload, revision, true_until| Edition {
        workload: WorkloadId(workload),
        revision,
        true_until,
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            let edition = edition(row.workload_id, row.computed_revision, row.true_until);
            (edition, row.summary)
        })
        .collect())
}

/// Prepared numbers of a workload.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The revision that a computation from now on will be of.
    pub revision: i64,
    /// The numbers, where they are true on this day.
    pub fresh: Option<Value>,
}

/// The numbers of a workload on a day.
///
/// # Errors
/// When the database fails.
pub async fn lookup(
    db: &mut PgConnection,
    workload: WorkloadId,
    today: Date,
) -> Result<Option<Prepared>, StoreError> {
    let row = sqlx::query!(
        "SELECT revision, computed_revision, true_until, summary FROM results WHERE workload_id = $1",
        workload.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| {
        let fresh =
            row.computed_revision == row.revision && row.true_until.is_none_or(|day| day >= today);
        Prepared {
            revision: row.revision,
            fresh: row.summary.filter(|_| fresh),
        }
    }))
}

/// Workloads whose numbers are not true on a day, with their revisions, in the order in which rows are locked:
/// two readers that compute the same rows must not wait for each other in a circle.
///
/// # Errors
/// When the database fails.
pub async fn stale(
    db: &mut PgConnection,
    today: Date,
) -> Result<Vec<(WorkloadId, i64)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT workload_id, revision FROM results WHERE computed_revision < revision OR true_until < $1
         ORDER BY workload_id",
        today
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (WorkloadId(row.workload_id), row.revision))
        .collect())
}

/// Keeps computed numbers, unless newer ones are there.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    workload: WorkloadId,
    revision: i64,
    true_until: Option<Date>,
    summary: &Value,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE results SET computed_revision = $2, true_until = $3, summary = $4
         WHERE workload_id = $1 AND computed_revision <= $2",
        workload.0,
        revision,
        true_until,
        summary
    )
    .execute(db)
    .await?;
    Ok(())
}
