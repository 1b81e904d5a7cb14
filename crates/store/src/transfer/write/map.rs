//! The map.

use domain::WorkloadId;
use sqlx::PgConnection;

use super::{super::parts::Rows, json};
use crate::StoreError;

/// The map, after the inventory that stands on it.
pub(super) async fn map(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &Rows,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO map_parts (id, workload_id, kind, layer, name, note, pin_column, pin_row, created_by, created_at, removed_by,
                                removed_at, version)
         SELECT id, $1, kind, layer, name, note, pin_column, pin_row, created_by, created_at, removed_by, removed_at, version
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, kind text, layer text, name text, note text, pin_column smallint,
             pin_row smallint, created_by uuid, created_at timestamptz, removed_by uuid, removed_at timestamptz, version integer)",
        workload.0,
        json(&rows.map_parts, "map_parts")?
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO map_calls (id, workload_id, from_part, to_part, kind, created_by, created_at)
         SELECT id, $1, from_part, to_part, kind, created_by, created_at
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, from_part uuid, to_part uuid, kind text, created_by uuid,
             created_at timestamptz)",
        workload.0,
        json(&rows.map_calls, "map_calls")?
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO map_components (component_id, workload_id, part_id, decided_by, decided_at)
         SELECT c.id, $1, r.part_id, r.decided_by, r.decided_at
         FROM jsonb_to_recordset($2::jsonb) AS r(component_id uuid, part_id uuid, decided_by uuid, decided_at timestamptz)
         JOIN components c ON c.id = r.component_id AND c.workload_id = $1",
        workload.0,
        json(&rows.map_places, "map_components")?
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO map_bearings (workload_id, part_id, check_id, sits, said_by, said_at)
         SELECT $1, part_id, check_id, sits, said_by, said_at
         FROM jsonb_to_recordset($2::jsonb) AS r(part_id uuid, check_id text, sits boolean, said_by uuid, said_at timestamptz)",
        workload.0,
        json(&rows.map_bearings, "map_bearings")?
    )
    .execute(db)
    .await?;
    Ok(())
}
