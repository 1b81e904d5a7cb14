//! What telemetry and files named as parts of a workload; a person says what they are.

use std::collections::{BTreeMap, btree_map::Entry};

use domain::{
    ComponentId, Permit, WorkloadId,
    access::Assess,
    evidence::{Component, ComponentKind},
    views::signals::ComponentStanding,
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
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

/// A component of a row with all columns of one.
macro_rules! stored {
    ($row:ident) => {
        Ok(Stored {
            id: ComponentId($row.id),
            content: from_json($row.content, "components", "content")?,
            origin: $row.origin,
            first_at: $row.first_at,
            last_at: $row.last_at,
            standing: parse(&$row.standing, "components", "standing")?,
            remark: $row.remark,
            by_name: $row.by_name,
            version: $row.version,
        })
    };
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
    rows.into_iter().map(|row| stored!(row)).collect()
}

/// The components after one in the same order, at most so many, and kind and name of the last of them; from the first on
/// where none is given.
///
/// # Errors
/// When the database fails.
pub async fn following(
    db: &mut PgConnection,
    workload: WorkloadId,
    (after, limit): (Option<&(String, String)>, i64),
) -> Result<(Vec<Stored>, Option<(String, String)>), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT c.id, c.kind, c.name, c.content, c.origin, c.first_at, c.last_at, c.standing, c.remark,
                  u.name AS "by_name?", c.version
           FROM components c LEFT JOIN users u ON u.id = c.reviewed_by
           WHERE c.workload_id = $1 AND ($2::text IS NULL OR (c.kind, c.name) > ($2, $3::text))
           ORDER BY c.kind, c.name LIMIT $4"#,
        workload.0,
        after.map(|(kind, _)| kind.as_str()),
        after.map(|(_, name)| name.as_str()),
        limit
    )
    .fetch_all(db)
    .await?;
    let last = rows.last();
    let last = last.map(|row| (row.kind.clone(), row.name.clone()));
    let found = rows.into_iter().map(|row| stored!(row));
    Ok((found.collect::<Result<_, StoreError>>()?, last))
}

/// Telemetry names the same again and again: what is known already is not written more often than this.
const AGAIN: Duration = Duration::minutes(1);

/// Where components of telemetry come from, as the table has it; else the kind of file.
pub const TELEMETRY: &str = "telemetry";

/// Notes components that were seen; what a person said of them stays, and what is known of them adds up
/// ([`Component::again`]).
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
    let once = once(seen)?;
    if origin == TELEMETRY && says_nothing_new(db, workload, &once, at).await? {
        return Ok(());
    }
    let (mut ids, mut kinds, mut names) = (Vec::new(), Vec::new(), Vec::new());
    let mut contents = Vec::new();
    for ((kind, name), (id, component)) in &once {
        ids.push(*id);
        kinds.push(kind.clone());
        names.push((*name).to_owned());
        contents.push(to_json(component, "components", "content")?);
    }
    sqlx::query!(
        "INSERT INTO components (id, workload_id, kind, name, origin, first_at, last_at, content)
         SELECT n.id, $1, n.kind, n.name, $2, $3, $3, n.content
         FROM unnest($4::uuid[], $5::text[], $6::text[], $7::jsonb[]) AS n(id, kind, name, content)
         ON CONFLICT (workload_id, kind, name) DO NOTHING",
        workload.0,
        origin,
        at,
        &ids,
        &kinds,
        &names,
        &contents
    )
    .execute(&mut *db)
    .await?;
    // Locked, so that no piece of another transaction is lost; in one order, so that none waits in a circle.
    let known = sqlx::query!(
        "SELECT c.kind, c.name, c.origin, c.content FROM components c
         JOIN unnest($2::text[], $3::text[]) AS n(kind, name) ON n.kind = c.kind AND n.name = c.name
         WHERE c.workload_id = $1 ORDER BY c.kind, c.name FOR NO KEY UPDATE OF c",
        workload.0,
        &kinds,
        &names
    )
    .fetch_all(&mut *db)
    .await?;
    let (mut kinds, mut names, mut contents) = (Vec::new(), Vec::new(), Vec::new());
    for row in known {
        let Some((_, new)) = once.get(&(row.kind.clone(), row.name.as_str())) else {
            continue;
        };
        let same = origin != TELEMETRY && row.origin == origin;
        // What another version of the program wrote and this one can't read keeps nobody from seeing it anew.
        let old = from_json::<Component>(row.content, "components", "content");
        let whole = old.map_or_else(|_| new.clone(), |old| old.again(new, same));
        contents.push(to_json(&whole, "components", "content")?);
        kinds.push(row.kind);
        names.push(row.name);
    }
    // Spans say less than a file: what a file named keeps its origin.
    sqlx::query!(
        "UPDATE components c SET last_at = greatest(c.last_at, $3), content = n.content,
             origin = CASE WHEN $2 = $7::text THEN c.origin ELSE $2 END
         FROM unnest($4::text[], $5::text[], $6::jsonb[]) AS n(kind, name, content)
         WHERE c.workload_id = $1 AND c.kind = n.kind AND c.name = n.name",
        workload.0,
        origin,
        at,
        &kinds,
        &names,
        &contents,
        TELEMETRY
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Components by kind and name, with the ids of new ones.
type Once<'c> = BTreeMap<(String, &'c str), (Uuid, Component)>;

/// Several batches, or several objects of a file, can name the same.
fn once<'c>(seen: &[(Uuid, &'c Component)]) -> Result<Once<'c>, StoreError> {
    let mut once = Once::new();
    for (id, component) in seen {
        let key = (kind(component.kind)?, component.name.as_str());
        match once.entry(key) {
            Entry::Vacant(free) => {
                free.insert((*id, (*component).clone()));
            }
            Entry::Occupied(mut known) => {
                let whole = known.get().1.again(component, false);
                known.get_mut().1 = whole;
            }
        }
    }
    Ok(once)
}

/// Whether everything is there, seen a moment ago, and known as it is seen now.
async fn says_nothing_new(
    db: &mut PgConnection,
    workload: WorkloadId,
    once: &Once<'_>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let (kinds, names): (Vec<_>, Vec<_>) = once
        .keys()
        .map(|(kind, name)| (kind.clone(), (*name).to_owned()))
        .unzip();
    let known = sqlx::query!(
        "SELECT c.kind, c.name, c.content, c.last_at FROM components c
         JOIN unnest($2::text[], $3::text[]) AS n(kind, name) ON n.kind = c.kind AND n.name = c.name
         WHERE c.workload_id = $1",
        workload.0,
        &kinds,
        &names
    )
    .fetch_all(db)
    .await?;
    if known.len() < once.len() {
        return Ok(false);
    }
    Ok(known.into_iter().all(|row| {
        let new = once.get(&(row.kind, row.name.as_str()));
        let old = from_json::<Component>(row.content, "components", "content");
        let (Some((_, new)), Ok(old)) = (new, old) else {
            return false;
        };
        at - row.last_at < AGAIN && old.again(new, false) == old
    }))
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
