//! What is old enough goes.

use store::signals::{batches, partitions, partitions::Table, traces};
use time::Duration;

use crate::{Error, Services};

/// For how long a retry of the same bytes is recognised.
const RETRIES: Duration = Duration::days(3);

/// Drops telemetry that is kept no longer, and forgets batches that nobody will send again.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn upkeep(services: &Services) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let limits = services.signals.0.limits;
    // Rules look back further than traces are kept: what they ask of a day stays as counts.
    let traces_from = services.today() - Duration::days(limits.trace_days);
    traces::condense(&mut tx, traces_from).await?;
    traces::forget(&mut tx, services.today() - Duration::days(limits.hour_days)).await?;
    let kept = [
        (Table::Minutes, limits.minute_days),
        (Table::Hours, limits.hour_days),
        (Table::Traces, limits.trace_days),
    ];
    for (table, days) in kept {
        let parts =
            partitions::drop_before(&mut tx, table, services.today() - Duration::days(days))
                .await?;
        if parts > 0 {
            tracing::info!(?table, parts, "dropped old telemetry");
        }
    }
    batches::forget(&mut tx, services.now() - RETRIES).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(())
}
