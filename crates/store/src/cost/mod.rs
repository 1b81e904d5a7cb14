//! What workloads cost: amounts by day and month, budgets, factors of carbon.

pub mod all;
pub mod assumptions;
pub mod budgets;
pub mod days;
pub mod factors;
pub mod groups;
pub mod months;

use sqlx::{PgConnection, Postgres, postgres::PgArguments, query::Query};

use crate::StoreError;

/// Runs a write that is meant for one row; false where it met none, since another version stands there.
async fn meets_one(
    db: &mut PgConnection,
    write: Query<'_, Postgres, PgArguments>,
) -> Result<bool, StoreError> {
    let done = write.execute(db).await?;
    Ok(done.rows_affected() == 1)
}
