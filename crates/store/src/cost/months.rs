//! Amounts of one workload by month.

use domain::{
    WorkloadId,
    cost::{Month, Quantity},
};
use sqlx::PgConnection;

use crate::{StoreError, rows::parse};

/// What a workload came to in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What is counted.
    pub quantity: Quantity,
    /// The currency of money, else empty.
    pub currency: String,
    /// The model; empty where nothing names it.
    pub model: String,
    /// The feature; empty where nothing names it.
    pub feature: String,
    /// How much.
    pub amount: f64,
}

/// The amounts of a workload in a month.
///
/// # Errors
/// When the database fails.
pub async fn of_workload(
    db: &mut PgConnection,
    workload: WorkloadId,
    month: Month,
) -> Result<Vec<Part>, StoreError> {
    let rows = sqlx::query!(
        "SELECT quantity, currency, model, feature, amount FROM cost_months WHERE workload_id = $1 AND month = $2
         ORDER BY quantity, currency, amount DESC, model, feature",
        workload.0,
        month.first()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Part {
                quantity: parse(&row.quantity, "cost_months", "quantity")?,
                currency: row.currency,
                model: row.model,
                feature: row.feature,
                amount: row.amount,
            })
        })
        .collect()
}

/// The months of a workload with anything in them, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn known(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<Month>, StoreError> {
    let rows = sqlx::query_scalar!(
        "SELECT month FROM cost_totals WHERE workload_id = $1 ORDER BY month DESC",
        workload.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Month::of).collect())
}
