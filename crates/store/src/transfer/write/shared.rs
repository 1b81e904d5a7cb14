//! Shared services: what a workload answers for others, and whose answers it takes over.

use domain::{Administer, WorkloadId};
use sqlx::PgConnection;

use super::{
    super::parts::{Rows, SubscriptionPart},
    json,
};
use crate::StoreError;

/// What the workload answers for others; subscriptions come when all workloads are there.
pub(super) async fn platform(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &Rows,
) -> Result<(), StoreError> {
    let Some(part) = &rows.platform else {
        return Ok(());
    };
    let offers: Vec<_> = part.offers.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "INSERT INTO platforms (workload_id, version, updated_by, updated_at) VALUES ($1, $2, $3, $4)",
        workload.0,
        part.version,
        part.updated_by.0,
        part.updated_at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO platform_offers (platform_id, criterion) SELECT $1, unnest($2::text[])",
        workload.0,
        &offers
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes over what platforms answer; the first of them that is not here, by its name.
///
/// # Errors
/// When the database fails.
pub async fn add_subscriptions(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: WorkloadId,
    subscriptions: &[SubscriptionPart],
) -> Result<Option<String>, StoreError> {
    let done = sqlx::query_scalar!(
        "INSERT INTO platform_subscriptions (consumer_id, platform_id, since, subscribed_by)
         SELECT $1, p.workload_id, r.since, r.subscribed_by
         FROM jsonb_to_recordset($2::jsonb) AS r(platform_id uuid, since timestamptz, subscribed_by uuid)
         JOIN platforms p ON p.workload_id = r.platform_id RETURNING platform_id",
        workload.0,
        json(subscriptions, "platform_subscriptions")?
    )
    .fetch_all(db)
    .await?;
    let missing = |s: &&SubscriptionPart| !done.contains(&s.platform_id.0);
    let missing = subscriptions.iter().find(missing);
    Ok(missing.map(|s| s.platform_name.to_string()))
}
