//! What people did about risks and actions, out and in.

use domain::WorkloadId;
use sqlx::PgConnection;

use super::parts::HistoryPart;
use crate::{
    StoreError,
    rows::{from_json, to_json},
};

/// What was done before the workload came here, and since. Owners, who are ids in the change log, become names.
pub(super) async fn read(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<HistoryPart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(h) ORDER BY h.number), '[]') AS "rows!" FROM (
               SELECT row_number() OVER (ORDER BY t.here, t.number) AS number, t.origin, t.at, t.actor, t.action, t.subject,
                      t.details
               FROM (
                   SELECT false AS here, number, origin, at, actor, action, subject, details
                   FROM imported_history WHERE workload_id = $1
                   UNION ALL
                   SELECT true, l.number, o.name, l.at, u.name, l.action, l.subject,
                          CASE WHEN p.id IS NULL THEN l.details ELSE l.details || jsonb_build_object('owner', p.name) END
                   FROM change_log l CROSS JOIN organisation o
                   LEFT JOIN users u ON u.id = l.actor
                   LEFT JOIN users p ON p.id = CASE
                       WHEN l.details ->> 'owner' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                       THEN (l.details ->> 'owner')::uuid END
                   WHERE l.chain = $1 AND l.action ~ '^(action|risk|own_risk)[.]'
               ) AS t
           ) AS h"#,
        workload.0
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "imported_history", "row")
}

/// What was done before the workload came here; its change log begins with the import.
pub(super) async fn add(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &[HistoryPart],
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO imported_history (workload_id, number, origin, at, actor, action, subject, details)
         SELECT $1, number, origin, at, actor, action, subject, details
         FROM jsonb_to_recordset($2::jsonb) AS r(number bigint, origin text, at timestamptz, actor text, action text,
             subject text, details jsonb)",
        workload.0,
        to_json(&rows, "imported_history", "row")?
    )
    .execute(db)
    .await?;
    Ok(())
}
