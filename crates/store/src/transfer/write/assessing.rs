//! Assessments, their answers, notes, reviews and milestones.

use domain::{AssessmentId, WorkloadId};
use sqlx::PgConnection;

use super::{super::parts::Rows, json};
use crate::StoreError;

pub(super) async fn assessments(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &Rows,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO assessments (id, workload_id, number, framework_id, framework_version, state, submitted_by, submitted_at,
                                  created_at, updated_at, version)
         SELECT id, $1, number, framework_id, framework_version, state, submitted_by, submitted_at, created_at, updated_at, version
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, number integer, framework_id text, framework_version text, state text,
             submitted_by uuid, submitted_at timestamptz, created_at timestamptz, updated_at timestamptz, version integer)",
        workload.0,
        json(&rows.assessments, "assessments")?
    )
    .execute(&mut *db)
    .await?;
    // Only of this workload's assessments: a row that names another's leads nowhere.
    sqlx::query!(
        "INSERT INTO reviews (id, assessment_id, kind, comment, by_user, at)
         SELECT r.id, a.id, r.kind, r.comment, r.by_user, r.at
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, assessment_id uuid, kind text, comment text, by_user uuid, at timestamptz)
         LEFT JOIN assessments a ON a.id = r.assessment_id AND a.workload_id = $1",
        workload.0,
        json(&rows.reviews, "reviews")?
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO milestones (id, workload_id, assessment_id, number, framework_id, framework_version, snapshot, evaluation,
                                 input_hash, comment, approved_by, approved_at)
         SELECT r.id, $1, a.id, r.number, r.framework_id, r.framework_version, r.snapshot, r.evaluation, r.input_hash, r.comment,
                r.approved_by, r.approved_at
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, assessment_id uuid, number integer, framework_id text,
             framework_version text, snapshot jsonb, evaluation jsonb, input_hash text, comment text, approved_by uuid,
             approved_at timestamptz)
         LEFT JOIN assessments a ON a.id = r.assessment_id AND a.workload_id = $1",
        workload.0,
        json(&rows.milestones, "milestones")?
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn answers(
    db: &mut PgConnection,
    open: AssessmentId,
    rows: &Rows,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO answers (assessment_id, criterion, state, reason, reason_text, provenance, version, answered_by, answered_at,
                              own_reason)
         SELECT $1, criterion, state, reason, reason_text, provenance, version, answered_by, answered_at, own_reason
         FROM jsonb_to_recordset($2::jsonb) AS r(criterion text, state text, reason text, reason_text text, provenance text,
             version integer, answered_by uuid, answered_at timestamptz, own_reason text)",
        open.0,
        json(&rows.answers, "answers")?
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO check_notes (assessment_id, check_id, note, owner_id, version, updated_by, updated_at)
         SELECT $1, check_id, note, owner_id, version, updated_by, updated_at
         FROM jsonb_to_recordset($2::jsonb) AS r(check_id text, note text, owner_id uuid, version integer, updated_by uuid,
             updated_at timestamptz)",
        open.0,
        json(&rows.notes, "check_notes")?
    )
    .execute(db)
    .await?;
    Ok(())
}
