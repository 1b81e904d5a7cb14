//! Submissions, verdicts and milestones.

use domain::{
    AssessmentId, AssessmentState, FrameworkId, MilestoneId, Permit, UserId, WorkloadId,
    access::Review,
};
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{StoreError, rows::parse};

/// A submission or verdict.
#[derive(Clone, Debug)]
pub struct ReviewRow {
    /// `submit`, `withdraw`, `approve`, `send_back`.
    pub kind: String,
    /// What they said.
    pub comment: String,
    /// Who.
    pub by_user: Uuid,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
    /// The assessment's number.
    pub number: i32,
}

/// Submissions and verdicts of a workload, newest first: all, or so many of them.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    workload: WorkloadId,
    limit: Option<i64>,
) -> Result<Vec<ReviewRow>, StoreError> {
    Ok(sqlx::query_as!(
        ReviewRow,
        "SELECT r.kind, r.comment, r.by_user, u.name AS by_name, r.at, a.number
         FROM reviews r JOIN assessments a ON a.id = r.assessment_id JOIN users u ON u.id = r.by_user
         WHERE a.workload_id = $1 ORDER BY r.at DESC, r.id LIMIT $2",
        workload.0,
        limit
    )
    .fetch_all(db)
    .await?)
}

/// A step in an assessment's life.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// Its id.
    pub id: Uuid,
    /// `submit`, `withdraw`, `approve`, `send_back`.
    pub kind: &'a str,
    /// What they said.
    pub comment: &'a str,
    /// Who.
    pub by: UserId,
    /// When.
    pub at: OffsetDateTime,
}

/// Moves an assessment on from a state and notes the step; false where it is not in that state.
///
/// # Errors
/// When the database fails.
pub async fn step(
    db: &mut PgConnection,
    assessment: AssessmentId,
    (from, to): (AssessmentState, AssessmentState),
    step: Step<'_>,
) -> Result<bool, StoreError> {
    let submitted = to == AssessmentState::InReview;
    let kept = to == AssessmentState::Approved;
    let done = sqlx::query!(
        "UPDATE assessments SET state = $3, updated_at = $4, version = version + 1,
                submitted_by = CASE WHEN $6 THEN submitted_by WHEN $7 THEN $5::uuid END,
                submitted_at = CASE WHEN $6 THEN submitted_at WHEN $7 THEN $4::timestamptz END
         WHERE id = $1 AND state = $2",
        assessment.0,
        from.as_str(),
        to.as_str(),
        step.at,
        step.by.0,
        kept,
        submitted
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "INSERT INTO reviews (id, assessment_id, kind, comment, by_user, at) VALUES ($1, $2, $3, $4, $5, $6)",
        step.id,
        assessment.0,
        step.kind,
        step.comment,
        step.by.0,
        step.at
    )
    .execute(db)
    .await?;
    Ok(true)
}

/// A snapshot of an approved assessment.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// Which.
    pub id: MilestoneId,
    /// From 1.
    pub number: i32,
    /// Which framework.
    pub framework: FrameworkId,
    /// Which version of it.
    pub framework_version: String,
    /// Answers, notes, proof and circumstances: JSON of the services' snapshot.
    pub snapshot: Value,
    /// The numbers that followed: JSON of the domain's evaluation.
    pub evaluation: Value,
    /// SHA-256 of what the numbers follow from.
    pub input_hash: String,
    /// What the reviewer said.
    pub comment: String,
    /// Who approved.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
}

/// All milestones of a workload, newest first.
///
/// # Errors
/// When the database fails.
pub async fn milestones(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<Milestone>, StoreError> {
    let rows = sqlx::query!(
        "SELECT m.id, m.number, m.framework_id, m.framework_version, m.snapshot, m.evaluation, m.input_hash, m.comment,
                u.name AS by_name, m.approved_at
         FROM milestones m JOIN users u ON u.id = m.approved_by WHERE m.workload_id = $1 ORDER BY m.number DESC",
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Milestone {
                id: MilestoneId(row.id),
                number: row.number,
                framework: parse(&row.framework_id, "milestones", "framework_id")?,
                framework_version: row.framework_version,
                snapshot: row.snapshot,
                evaluation: row.evaluation,
                input_hash: row.input_hash,
                comment: row.comment,
                by_name: row.by_name,
                at: row.approved_at,
            })
        })
        .collect()
}

/// A milestone without what it keeps.
#[derive(Clone, Debug)]
pub struct MilestoneHead {
    /// From 1.
    pub number: i32,
    /// Which framework.
    pub framework: String,
    /// Which version of it.
    pub framework_version: String,
    /// SHA-256 of what the numbers follow from.
    pub input_hash: String,
    /// What the reviewer said.
    pub comment: String,
    /// Who approved.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
}

/// All milestones of a workload without their answers and numbers, newest first.
///
/// # Errors
/// When the database fails.
pub async fn milestone_heads(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<MilestoneHead>, StoreError> {
    Ok(sqlx::query_as!(
        MilestoneHead,
        "SELECT m.number, m.framework_id AS framework, m.framework_version, m.input_hash, m.comment, u.name AS by_name,
                m.approved_at AS at
         FROM milestones m JOIN users u ON u.id = m.approved_by WHERE m.workload_id = $1 ORDER BY m.number DESC",
        workload.0
    )
    .fetch_all(db)
    .await?)
}

/// A milestone to be taken.
#[derive(Clone, Debug)]
pub struct NewMilestone<'a> {
    /// Its id.
    pub id: MilestoneId,
    /// Of which assessment.
    pub assessment: AssessmentId,
    /// From 1.
    pub number: i32,
    /// Which framework.
    pub framework: &'a FrameworkId,
    /// Which version of it.
    pub framework_version: &'a str,
    /// See [`Milestone`].
    pub snapshot: Value,
    /// See [`Milestone`].
    pub evaluation: Value,
    /// See [`Milestone`].
    pub input_hash: &'a str,
    /// What the reviewer said.
    pub comment: &'a str,
}

/// Takes a milestone.
///
/// # Errors
/// When the database fails.
pub async fn add_milestone(
    db: &mut PgConnection,
    permit: &Permit<Review>,
    workload: WorkloadId,
    new: NewMilestone<'_>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO milestones (id, workload_id, assessment_id, number, framework_id, framework_version, snapshot,
                                 evaluation, input_hash, comment, approved_by, approved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        new.id.0,
        workload.0,
        new.assessment.0,
        new.number,
        new.framework.as_str(),
        new.framework_version,
        new.snapshot,
        new.evaluation,
        new.input_hash,
        new.comment,
        permit.user().0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
