//! What a kilowatt-hour comes to.

use domain::{Permit, WorkloadId, access::SetBudget, cost::Factors};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{budgets::Of, meets_one};
use crate::StoreError;

/// Factors as they stand.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The numbers.
    pub factors: Factors,
    /// Where they are from.
    pub source: String,
    /// For optimistic writes.
    pub version: i32,
}

/// The factors of one.
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut PgConnection, of: Of) -> Result<Option<Stored>, StoreError> {
    let (workload, team) = of.columns();
    let row = sqlx::query!(
        "SELECT pue, intensity, embodied, source, version FROM cost_factors WHERE workload_id = $1 OR team_id = $2",
        workload,
        team
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Stored {
        factors: Factors {
            pue: row.pue,
            intensity: row.intensity,
            embodied: row.embodied,
        },
        source: row.source,
        version: row.version,
    }))
}

/// The factors that hold for a workload: its own, else its team's.
///
/// # Errors
/// When the database fails.
pub async fn of_workload(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Option<Factors>, StoreError> {
    let row = sqlx::query_as!(
        Factors,
        "SELECT f.pue, f.intensity, f.embodied FROM workloads w JOIN cost_factors f ON f.workload_id = w.id OR f.team_id = w.team_id
         WHERE w.id = $1 ORDER BY f.workload_id NULLS LAST LIMIT 1",
        workload.0
    );
    Ok(row.fetch_optional(db).await?)
}

/// Sets factors over the expected version (0: none yet); false where others stand.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut PgConnection,
    permit: &Permit<SetBudget>,
    (id, of): (Uuid, Of),
    (factors, source): (Factors, &str),
    expected: i32,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let (workload, team) = of.columns();
    let write = if expected == 0 {
        sqlx::query!(
            "INSERT INTO cost_factors (id, workload_id, team_id, pue, intensity, embodied, source, set_by, set_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            id,
            workload,
            team,
            factors.pue,
            factors.intensity,
            factors.embodied,
            source,
            permit.user().0,
            at
        )
    } else {
        sqlx::query!(
            "UPDATE cost_factors SET pue = $3, intensity = $4, embodied = $5, source = $6, set_by = $7, set_at = $8,
                    version = version + 1
             WHERE (workload_id = $1 OR team_id = $2) AND version = $9",
            workload,
            team,
            factors.pue,
            factors.intensity,
            factors.embodied,
            source,
            permit.user().0,
            at,
            expected
        )
    };
    meets_one(db, write).await
}

/// Removes factors of the expected version; false where there are no such.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    db: &mut PgConnection,
    _permit: &Permit<SetBudget>,
    of: Of,
    expected: i32,
) -> Result<bool, StoreError> {
    let (workload, team) = of.columns();
    let write = sqlx::query!(
        "DELETE FROM cost_factors WHERE (workload_id = $1 OR team_id = $2) AND version = $3",
        workload,
        team,
        expected
    );
    meets_one(db, write).await
}
