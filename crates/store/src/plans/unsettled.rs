//! Plans that are to follow an answer which changed elsewhere.

use std::collections::BTreeSet;

use domain::{CriterionId, WorkloadId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::parse};

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Criteria whose actions lists showed as done before.
    pub fulfilled: BTreeSet<CriterionId>,
    /// Criteria whose answers changed.
    pub criteria: BTreeSet<CriterionId>,
}

/// Marks plans, with what lists showed of them as done and the criteria whose answers changed. What a mark from before
/// says was shown stays; criteria add up.
///
/// # Errors
/// When the database fails.
pub async fn mark(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
    criteria: &[CriterionId],
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let criteria: Vec<String> = criteria.iter().map(ToString::to_string).collect();
    // In one order: two platforms that many stand on must not wait for each other.
    sqlx::query!(
        "INSERT INTO plan_unsettled (workload_id, fulfilled, criteria, since)
         SELECT w.id, ARRAY(SELECT p.criterion FROM plan_rows p WHERE p.workload_id = w.id AND p.standing = 'met'),
                $2::text[], $3::timestamptz
         FROM unnest($1::uuid[]) AS w(id) ORDER BY w.id
         ON CONFLICT (workload_id) DO UPDATE
         SET criteria = ARRAY(SELECT DISTINCT unnest(plan_unsettled.criteria || excluded.criteria))",
        &ids,
        &criteria,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The workloads whose plans are marked, the longest waiting first; not so many that all else waits for them.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection) -> Result<Vec<WorkloadId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT workload_id FROM plan_unsettled ORDER BY since, workload_id LIMIT 200"
    );
    Ok(ids
        .fetch_all(db)
        .await?
        .into_iter()
        .map(WorkloadId)
        .collect())
}

/// Takes a mark away; what it said, none where somebody else was faster.
///
/// # Errors
/// When the database fails.
pub async fn take(db: &mut PgConnection, workload: WorkloadId) -> Result<Option<Mark>, StoreError> {
    let taken = sqlx::query!(
        "DELETE FROM plan_unsettled WHERE workload_id = $1 RETURNING fulfilled, criteria",
        workload.0
    );
    let Some(taken) = taken.fetch_optional(db).await? else {
        return Ok(None);
    };
    let read =
        |ids: &[String], column: &'static str| -> Result<BTreeSet<CriterionId>, StoreError> {
            ids.iter()
                .map(|id| parse(id, "plan_unsettled", column))
                .collect()
        };
    Ok(Some(Mark {
        fulfilled: read(&taken.fulfilled, "fulfilled")?,
        criteria: read(&taken.criteria, "criteria")?,
    }))
}
