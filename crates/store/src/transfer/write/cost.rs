//! Budgets, and factors of carbon.

use domain::{Administer, WorkloadId};
use sqlx::PgConnection;

use super::{
    super::parts::{AssumptionPart, BudgetPart, FactorsPart},
    json,
};
use crate::StoreError;

/// Adds budgets of a workload; without one, of the teams that they name.
///
/// # Errors
/// When the database fails.
pub async fn add_budgets(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: Option<WorkloadId>,
    budgets: &[BudgetPart],
) -> Result<(), StoreError> {
    let rows = json(budgets, "budgets")?;
    sqlx::query!(
        "INSERT INTO budgets (id, workload_id, team_id, currency, hundredths, set_by, set_at, version)
         SELECT id, $1::uuid, CASE WHEN $1::uuid IS NULL THEN team_id END, currency, hundredths, set_by, set_at, version
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, team_id uuid, currency text, hundredths bigint, set_by uuid,
             set_at timestamptz, version integer)",
        workload.map(|id| id.0),
        rows
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO budget_marks (budget_id, month, step)
         SELECT r.id, m.month, m.step FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, marks jsonb)
         CROSS JOIN LATERAL jsonb_to_recordset(r.marks) AS m(month date, step text)",
        rows
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds factors of a workload; without one, of the teams that they name.
///
/// # Errors
/// When the database fails.
pub async fn add_factors(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: Option<WorkloadId>,
    factors: &[FactorsPart],
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO cost_factors (id, workload_id, team_id, pue, intensity, embodied, source, set_by, set_at, version)
         SELECT id, $1::uuid, CASE WHEN $1::uuid IS NULL THEN team_id END, pue, intensity, embodied, source, set_by, set_at,
                version
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, team_id uuid, pue double precision, intensity double precision,
             embodied double precision, source text, set_by uuid, set_at timestamptz, version integer)",
        workload.map(|id| id.0),
        json(factors, "cost_factors")?
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds what a workload's calculators assume.
pub(super) async fn assumptions(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &[AssumptionPart],
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO cost_assumptions (workload_id, currency, given, set_by, set_at, version)
         SELECT $1, currency, given, set_by, set_at, version
         FROM jsonb_to_recordset($2::jsonb) AS r(currency text, given jsonb, set_by uuid, set_at timestamptz, version integer)",
        workload.0,
        json(rows, "cost_assumptions")?
    )
    .execute(db)
    .await?;
    Ok(())
}
