//! Calls between the parts of a map. Calls of a part that was taken off wait for it.

use domain::{
    CallId, PartId, Permit, WorkloadId,
    access::Assess,
    map::{Call, CallKind},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::parse};

/// The calls of a workload's map.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<Call>, StoreError> {
    let rows = sqlx::query!(
        "SELECT c.id, c.from_part, c.to_part, c.kind FROM map_calls c
         JOIN map_parts f ON f.id = c.from_part AND f.removed_at IS NULL
         JOIN map_parts t ON t.id = c.to_part AND t.removed_at IS NULL
         WHERE c.workload_id = $1 ORDER BY c.id",
        workload.0
    )
    .fetch_all(db)
    .await?;
    let calls = rows.into_iter().map(|row| {
        Ok(Call {
            id: CallId(row.id),
            from: PartId(row.from_part),
            to: PartId(row.to_part),
            kind: parse(&row.kind, "map_calls", "kind")?,
        })
    });
    calls.collect()
}

/// Draws calls; those that are there already stay. How many are new.
///
/// # Errors
/// When the database fails: `map_calls_from_part_fkey` or `map_calls_to_part_fkey` where a part is not of this map.
pub async fn add(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    new: &[Call],
    at: OffsetDateTime,
) -> Result<u64, StoreError> {
    let ids: Vec<_> = new.iter().map(|call| call.id.0).collect();
    let from: Vec<_> = new.iter().map(|call| call.from.0).collect();
    let to: Vec<_> = new.iter().map(|call| call.to.0).collect();
    let kinds: Vec<_> = new
        .iter()
        .map(|call| CallKind::as_str(call.kind).to_owned())
        .collect();
    let done = sqlx::query!(
        "INSERT INTO map_calls (id, workload_id, from_part, to_part, kind, created_by, created_at)
         SELECT n.id, $1, n.from_part, n.to_part, n.kind, $6, $7
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) AS n(id, from_part, to_part, kind)
         ON CONFLICT (workload_id, from_part, to_part, kind) DO NOTHING",
        workload.0,
        &ids,
        &from,
        &to,
        &kinds,
        permit.user().0,
        at
    );
    Ok(done.execute(db).await?.rows_affected())
}

/// Erases a call; `false` where it is not there.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
    id: CallId,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM map_calls WHERE workload_id = $1 AND id = $2",
        workload.0,
        id.0
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}
