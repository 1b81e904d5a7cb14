//! What telemetry and files named as parts of a workload; a person says what they are.

use domain::{
    ComponentId, Permit, WorkloadId,
    access::Assess,
    evidence::{Component, ComponentKind},
    views::signals::ComponentStanding,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    StoreError,
    rows::{from_json, parse, to_json},
};

/// A component as it stands.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Which.
    pub id: ComponentId,
    /// What was seen last.
    pub content: Component,
    /// Where: telemetry, or the kind of file.
    pub origin: String,
    /// When it was first seen.
    pub first_at: OffsetDateTime,
    /// When it was last seen.
    pub last_at: OffsetDateTime,
    /// What a person says of it.
    pub standing: ComponentStanding,
    /// Why.
    pub remark: String,
    /// Who said so.
    pub by_name: Option<String>,
    /// For optimistic writes.
    pub version: i32,
}

/// All components of a workload by kind and name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT c.id, c.content, c.origin, c.first_at, c.last_at, c.standing, c.remark, u.name AS "by_name?", c.version
           FROM components c LEFT JOIN users u ON u.id = c.reviewed_by
           WHERE c.workload_id = $1 ORDER BY c.kind, c.name"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Stored {
                id: ComponentId(row.id),
                content: from_json(row.content, "components", "content")?,
                origin: row.origin,
                first_at: row.first_at,
                last_at: row.last_at,
                standing: parse(&row.standing, "components", "standing")?,
                remark: row.remark,
                by_name: row.by_name,
                version: row.version,
            })
        })
        .collect()
}

/// Notes components that were seen; what a person said of them stays.
///
/// # Errors
/// When the database fails.
pub async fn see(
    db: &mut PgConnection,
    workload: WorkloadId,
    origin: &str,
    seen: &[(Uuid, &Component)],
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let ids: Vec<_> = seen.iter().map(|(id, _)| *id).collect();
    let kinds: Vec<_> = seen
        .iter()
        .map(|(_, c)| kind(c.kind))
        .collect::<Result<_, _>>()?;
    let names: Vec<_> = seen.iter().map(|(_, c)| c.name.to_string()).collect();
    let contents: Vec<_> = seen
        .iter()
        .map(|(_, c)| to_json(c, "components", "content"))
        .collect::<Result<_, _>>()?;
    sqlx::query!(
        "INSERT INTO components (id, workload_id, kind, name, origin, first_at, last_at, content)
         SELECT DISTINCT ON (n.kind, n.name) n.id, $1, n.kind, n.name, $2, $3, $3, n.content
         FROM unnest($4::uuid[], $5::text[], $6::text[], $7::jsonb[]) AS n(id, kind, name, content)
         ON CONFLICT (workload_id, kind, name) DO UPDATE SET
             last_at = greatest(components.last_at, $3), origin = excluded.origin, content = excluded.content",
        workload.0,
        origin,
        at,
        &ids,
        &kinds,
        &names,
        &contents
    )
    .execute(db)
    .await?;
    Ok(())
}

fn kind(kind: ComponentKind) -> Result<String, StoreError> {
    match to_json(&kind, "components", "kind")? {
        serde_json::Value::String(name) => Ok(name),
        _ => Err(StoreError::Inconsistent {
            table: "components",
            column: "kind",
        }),
    }
}

/// Keeps what a person says of a component; `false` where it is not there or was changed meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn review(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    (id, version): (ComponentId, i32),
    (standing, remark): (ComponentStanding, &str),
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let reviewed = standing != ComponentStanding::Unreviewed;
    let done = sqlx::query!(
        "UPDATE components SET standing = $4, remark = $5, version = version + 1,
             reviewed_by = CASE WHEN $6 THEN $7::uuid END, reviewed_at = CASE WHEN $6 THEN $8::timestamptz END
         WHERE workload_id = $1 AND id = $2 AND version = $3",
        workload.0,
        id.0,
        version,
        standing.as_str(),
        remark,
        reviewed,
        permit.user().0,
        at
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}
