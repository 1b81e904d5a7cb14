//! What people assume in the calculators of a workload.

use std::collections::BTreeMap;

use domain::{Permit, WorkloadId, access::SetBudget};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::meets_one;
use crate::StoreError;

/// Assumptions as they stand.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    /// Texts by the names of the form's fields.
    pub given: BTreeMap<String, String>,
    /// For optimistic writes; 0 for none.
    pub version: i32,
}

/// The assumptions of a workload in a currency; nothing where nobody kept any.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut PgConnection,
    workload: WorkloadId,
    currency: &str,
) -> Result<Stored, StoreError> {
    let row = sqlx::query!(
        "SELECT given, version FROM cost_assumptions WHERE workload_id = $1 AND currency = $2",
        workload.0,
        currency
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else {
        return Ok(Stored::default());
    };
    let given = BTreeMap::deserialize(&row.given).map_err(|source| StoreError::Json {
        table: "cost_assumptions",
        column: "given",
        source,
    })?;
    Ok(Stored {
        given,
        version: row.version,
    })
}

/// Keeps assumptions over the expected version (0: none yet); false where others stand.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut PgConnection,
    permit: &Permit<SetBudget>,
    (workload, currency): (WorkloadId, &str),
    given: &BTreeMap<String, String>,
    expected: i32,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let given: Value = json!(given);
    let write = if expected == 0 {
        sqlx::query!(
            "INSERT INTO cost_assumptions (workload_id, currency, given, set_by, set_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            workload.0,
            currency,
            given,
            permit.user().0,
            at
        )
    } else {
        sqlx::query!(
            "UPDATE cost_assumptions SET given = $3, set_by = $4, set_at = $5, version = version + 1
             WHERE workload_id = $1 AND currency = $2 AND version = $6",
            workload.0,
            currency,
            given,
            permit.user().0,
            at,
            expected
        )
    };
    meets_one(db, write).await
}

/// Forgets assumptions of the expected version; false where there are no such.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    db: &mut PgConnection,
    _permit: &Permit<SetBudget>,
    (workload, currency): (WorkloadId, &str),
    expected: i32,
) -> Result<bool, StoreError> {
    let write = sqlx::query!(
        "DELETE FROM cost_assumptions WHERE workload_id = $1 AND currency = $2 AND version = $3",
        workload.0,
        currency,
        expected
    );
    meets_one(db, write).await
}
