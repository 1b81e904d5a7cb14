//! What people decide about a finding.

use domain::{FindingId, Permit, WorkloadId, access::Treat};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::StoreError;

/// A decision about a finding.
#[derive(Clone, Copy, Debug)]
pub enum Decision {
    /// It counts again.
    Open,
    /// Not before that day is over.
    AcceptUntil(Date),
    /// It is no problem.
    FalsePositive,
    /// It was fixed that day; seen again in a later run, it is open again.
    Fixed(Date),
}

/// Decides about a finding as the writer saw it; `false` where it is not there in that version, or is to be called fixed
/// where a run has found it so.
///
/// # Errors
/// When the database fails.
pub async fn triage(
    db: &mut PgConnection,
    permit: &Permit<Treat>,
    workload: WorkloadId,
    (id, version): (FindingId, i32),
    (decision, remark): (Decision, &str),
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let (triage, until, fixed) = match decision {
        Decision::Open => (None, None, None),
        Decision::AcceptUntil(day) => (Some("accepted"), Some(day), None),
        Decision::FalsePositive => (Some("false_positive"), None, None),
        Decision::Fixed(day) => (Some("fixed"), None, Some(day)),
    };
    // What a run found fixed stays so, whatever is said of it, and nobody calls it fixed: what a person called fixed,
    // another word opens again.
    let done = sqlx::query!(
        "UPDATE findings SET triage = $4, triage_until = $5, remark = $6, triaged_by = $7, triaged_at = $8,
                             fixed_day = CASE WHEN $9::date IS NULL AND triage = 'fixed' THEN NULL
                                              ELSE coalesce(fixed_day, $9) END,
                             version = version + 1
         WHERE workload_id = $1 AND id = $2 AND version = $3
           AND ($9::date IS NULL OR fixed_day IS NULL OR triage IS NOT DISTINCT FROM 'fixed')",
        workload.0,
        id.0,
        version,
        triage,
        until,
        remark,
        permit.user().0,
        at,
        fixed
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
