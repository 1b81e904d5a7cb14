//! What of the inventory stands on a map, and what somebody does not want there.

use std::collections::BTreeMap;

use domain::{ComponentId, PartId, Permit, WorkloadId, access::Assess};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// What was decided of each component: the part that it is, or nothing where it is not wanted. A part that was taken off
/// decides nothing.
///
/// # Errors
/// When the database fails.
pub async fn decided(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<BTreeMap<ComponentId, Option<PartId>>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT c.component_id, c.part_id FROM map_components c
           LEFT JOIN map_parts p ON p.id = c.part_id
           WHERE c.workload_id = $1 AND p.removed_at IS NULL"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (ComponentId(row.component_id), row.part_id.map(PartId)))
        .collect())
}

/// Keeps which parts components are; nothing where one is not wanted. Only components of the workload are kept.
///
/// # Errors
/// When the database fails.
pub async fn decide(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    decisions: &[(ComponentId, Option<PartId>)],
    at: OffsetDateTime,
) -> Result<u64, StoreError> {
    let components: Vec<_> = decisions.iter().map(|(id, _)| id.0).collect();
    let parts: Vec<_> = decisions
        .iter()
        .map(|(_, part)| part.map(|p| p.0))
        .collect();
    let done = sqlx::query!(
        "INSERT INTO map_components (component_id, workload_id, part_id, decided_by, decided_at)
         SELECT c.id, $1, n.part_id, $4, $5
         FROM unnest($2::uuid[], $3::uuid[]) AS n(component_id, part_id)
         JOIN components c ON c.id = n.component_id AND c.workload_id = $1
         ON CONFLICT (component_id) DO UPDATE SET part_id = excluded.part_id, decided_by = $4, decided_at = $5",
        workload.0,
        &components,
        &parts as &[Option<uuid::Uuid>],
        permit.user().0,
        at
    );
    Ok(done.execute(db).await?.rows_affected())
}

/// Forgets what was decided of a component: it is proposed again. `false` where nothing was.
///
/// # Errors
/// When the database fails.
pub async fn forget(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
    component: ComponentId,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM map_components WHERE workload_id = $1 AND component_id = $2",
        workload.0,
        component.0
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}
