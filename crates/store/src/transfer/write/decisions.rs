//! Proof, and what people decided.

use domain::WorkloadId;
use sqlx::PgConnection;

use super::{super::parts::Rows, json};
use crate::StoreError;

pub(super) async fn proof(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &Rows,
) -> Result<(), StoreError> {
    let evidence = json(&rows.evidence, "evidence")?;
    sqlx::query!(
        "INSERT INTO evidence (id, workload_id, check_id, title, sha256, file_name, media_type, url, effective, valid_until,
                               added_by, received_at)
         SELECT id, $1, check_id, title, sha256, file_name, media_type, url, effective, valid_until, added_by, received_at
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, check_id text, title text, sha256 text, file_name text, media_type text,
             url text, effective date, valid_until date, added_by uuid, received_at timestamptz)",
        workload.0,
        evidence
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO evidence_criteria (evidence_id, criterion)
         SELECT r.id, c.criterion
         FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, criteria jsonb)
         CROSS JOIN LATERAL jsonb_array_elements_text(r.criteria) AS c(criterion)",
        evidence
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO attestations (id, workload_id, criterion, statement, by_user, at)
         SELECT id, $1, criterion, statement, by_user, at
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, criterion text, statement text, by_user uuid, at timestamptz)",
        workload.0,
        json(&rows.attestations, "attestations")?
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn decisions(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &Rows,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO treatments (workload_id, risk, treatment, owner_id, note, asked_by, asked_at, expires_on, approved_by,
                                 approved_at, rejected_by, rejected_at, rejection, updated_at, version)
         SELECT $1, risk, treatment, owner_id, note, asked_by, asked_at, expires_on, approved_by, approved_at, rejected_by,
                rejected_at, rejection, updated_at, version
         FROM jsonb_to_recordset($2::jsonb) AS r(risk text, treatment text, owner_id uuid, note text, asked_by uuid,
             asked_at timestamptz, expires_on date, approved_by uuid, approved_at timestamptz, rejected_by uuid,
             rejected_at timestamptz, rejection text, updated_at timestamptz, version integer)",
        workload.0,
        json(&rows.treatments, "treatments")?
    )
    .execute(&mut *db)
    .await?;
    let actions = json(&rows.actions, "actions")?;
    sqlx::query!(
        "INSERT INTO actions (workload_id, criterion, state, owner_id, due_on, note, effort_days, effort_reason, closed_by,
                              closed_at, reopened_at, updated_at, version)
         SELECT $1, criterion, state, owner_id, due_on, note, effort_days, effort_reason, closed_by, closed_at, reopened_at,
                updated_at, version
         FROM jsonb_to_recordset($2::jsonb) AS r(criterion text, state text, owner_id uuid, due_on date, note text,
             effort_days integer, effort_reason text, closed_by text, closed_at timestamptz, reopened_at timestamptz,
             updated_at timestamptz, version integer)",
        workload.0,
        actions
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO action_requires (workload_id, criterion, requires)
         SELECT $1, r.criterion, q.requires
         FROM jsonb_to_recordset($2::jsonb) AS r(criterion text, requires jsonb)
         CROSS JOIN LATERAL jsonb_array_elements_text(r.requires) AS q(requires)",
        workload.0,
        actions
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO own_risks (workload_id, number, title, description, pillar, likelihood, impact, checks, created_by,
                                created_at, closed_by, closed_at, closing_reason, updated_at, version)
         SELECT $1, number, title, description, pillar, likelihood, impact, ARRAY(SELECT jsonb_array_elements_text(r.checks)),
                created_by, created_at, closed_by, closed_at, closing_reason, updated_at, version
         FROM jsonb_to_recordset($2::jsonb) AS r(number integer, title text, description text, pillar text, likelihood smallint,
             impact smallint, checks jsonb, created_by uuid, created_at timestamptz, closed_by uuid, closed_at timestamptz,
             closing_reason text, updated_at timestamptz, version integer)",
        workload.0,
        json(&rows.own_risks, "own_risks")?
    )
    .execute(db)
    .await?;
    Ok(())
}
