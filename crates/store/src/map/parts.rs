//! Parts of maps.

use domain::{
    Layer, PartId, Permit, WorkloadId,
    access::Assess,
    map::{PartKind, PartName, PartNote, Pin, Shape},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::parse};

/// A part as it stands.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Which.
    pub id: PartId,
    /// What it is.
    pub kind: PartKind,
    /// In which layer.
    pub layer: Layer,
    /// Its name.
    pub name: String,
    /// What there is to know about it.
    pub note: String,
    /// Where somebody put it.
    pub pin: Option<Pin>,
    /// For optimistic writes.
    pub version: i32,
}

impl Stored {
    /// All that a hand can change of it.
    pub fn shape(&self) -> Shape {
        Shape {
            kind: self.kind,
            layer: self.layer,
            name: self.name.clone(),
            note: self.note.clone(),
            pin: self.pin,
        }
    }
}

/// The parts of a workload's map, by name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, kind, layer, name, note, pin_column, pin_row, version FROM map_parts
         WHERE workload_id = $1 AND removed_at IS NULL ORDER BY name, id",
        workload.0
    )
    .fetch_all(db)
    .await?;
    let stored = rows.into_iter().map(|row| {
        Ok(Stored {
            id: PartId(row.id),
            kind: parse(&row.kind, "map_parts", "kind")?,
            layer: layer(&row.layer)?,
            name: row.name,
            note: row.note,
            pin: pin(row.pin_column, row.pin_row),
            version: row.version,
        })
    });
    stored.collect()
}

fn layer(text: &str) -> Result<Layer, StoreError> {
    let found = Layer::ALL.into_iter().find(|layer| layer.as_str() == text);
    found.ok_or(StoreError::Inconsistent {
        table: "map_parts",
        column: "layer",
    })
}

fn pin(column: Option<i16>, row: Option<i16>) -> Option<Pin> {
    Pin::new(u8::try_from(column?).ok()?, u8::try_from(row?).ok()?)
}

/// A part to be put on a map.
#[derive(Clone, Debug)]
pub struct NewPart<'a> {
    /// Which.
    pub id: PartId,
    /// What it is.
    pub kind: PartKind,
    /// In which layer.
    pub layer: Layer,
    /// Its name.
    pub name: &'a PartName,
    /// What there is to know about it.
    pub note: &'a PartNote,
}

impl NewPart<'_> {
    /// As it will stand.
    pub fn shape(&self) -> Shape {
        Shape {
            kind: self.kind,
            layer: self.layer,
            name: self.name.to_string(),
            note: self.note.to_string(),
            pin: None,
        }
    }
}

/// Puts parts on the map.
///
/// # Errors
/// When the database fails: `map_parts_name_key` where one of the kind and name is there.
pub async fn add(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    new: &[NewPart<'_>],
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let ids: Vec<_> = new.iter().map(|part| part.id.0).collect();
    let kinds: Vec<_> = new
        .iter()
        .map(|part| part.kind.as_str().to_owned())
        .collect();
    let layers: Vec<_> = new
        .iter()
        .map(|part| part.layer.as_str().to_owned())
        .collect();
    let names: Vec<_> = new.iter().map(|part| part.name.to_string()).collect();
    let notes: Vec<_> = new.iter().map(|part| part.note.to_string()).collect();
    sqlx::query!(
        "INSERT INTO map_parts (id, workload_id, kind, layer, name, note, created_by, created_at)
         SELECT n.id, $1, n.kind, n.layer, n.name, n.note, $7, $8
         FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) AS n(id, kind, layer, name, note)",
        workload.0,
        &ids,
        &kinds,
        &layers,
        &names,
        &notes,
        permit.user().0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a part becomes.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// What it is.
    pub kind: PartKind,
    /// In which layer.
    pub layer: Layer,
    /// Its name.
    pub name: &'a PartName,
    /// What there is to know about it.
    pub note: &'a PartNote,
}

/// Changes a part as the writer saw it; `false` where it is not there in that version. In another layer it loses its pin.
///
/// # Errors
/// When the database fails: `map_parts_name_key` where one of the kind and name is there.
pub async fn change(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
    (id, version): (PartId, i32),
    change: Change<'_>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE map_parts SET kind = $4, layer = $5, name = $6, note = $7, version = version + 1,
             pin_column = CASE WHEN layer = $5 THEN pin_column END, pin_row = CASE WHEN layer = $5 THEN pin_row END
         WHERE workload_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL",
        workload.0,
        id.0,
        version,
        change.kind.as_str(),
        change.layer.as_str(),
        change.name.as_str(),
        change.note.as_str()
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// Puts a part into a cell of a layer, or lets it be laid out again; `false` where it is not there in that version.
///
/// # Errors
/// When the database fails.
pub async fn pin_to(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
    (id, version): (PartId, i32),
    (layer, pin): (Layer, Option<Pin>),
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE map_parts SET layer = $4, pin_column = $5, pin_row = $6, version = version + 1
         WHERE workload_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL",
        workload.0,
        id.0,
        version,
        layer.as_str(),
        pin.map(|pin| i16::from(pin.column)),
        pin.map(|pin| i16::from(pin.row))
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// Gives a part the shape that it had before; `false` where it is not there in that version.
///
/// # Errors
/// When the database fails: `map_parts_name_key` where another of the kind and name is there.
pub async fn turn_back(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
    (id, version): (PartId, i32),
    was: &Shape,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE map_parts SET kind = $4, layer = $5, name = $6, note = $7, pin_column = $8, pin_row = $9,
             version = version + 1
         WHERE workload_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL",
        workload.0,
        id.0,
        version,
        was.kind.as_str(),
        was.layer.as_str(),
        was.name.as_str(),
        was.note.as_str(),
        was.pin.map(|pin| i16::from(pin.column)),
        was.pin.map(|pin| i16::from(pin.row))
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// Lets every part be laid out again; how many had a place.
///
/// # Errors
/// When the database fails.
pub async fn unpin(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "UPDATE map_parts SET pin_column = NULL, pin_row = NULL, version = version + 1
         WHERE workload_id = $1 AND pin_column IS NOT NULL AND removed_at IS NULL",
        workload.0
    );
    Ok(done.execute(db).await?.rows_affected())
}

/// Takes a part off the map as the writer saw it; `false` where it is not there in that version.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    (id, version): (PartId, i32),
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE map_parts SET removed_by = $4, removed_at = $5, version = version + 1
         WHERE workload_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL",
        workload.0,
        id.0,
        version,
        permit.user().0,
        at
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// Puts a part back that was taken off; its name, or nothing where it is not there or was never off.
///
/// # Errors
/// When the database fails: `map_parts_name_key` where another of the kind and name took its place.
pub async fn restore(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
    id: PartId,
) -> Result<Option<String>, StoreError> {
    let name = sqlx::query_scalar!(
        "UPDATE map_parts SET removed_by = NULL, removed_at = NULL, version = version + 1
         WHERE workload_id = $1 AND id = $2 AND removed_at IS NOT NULL RETURNING name",
        workload.0,
        id.0
    );
    Ok(name.fetch_optional(db).await?)
}

/// A part that was taken off.
#[derive(Clone, Debug)]
pub struct Removed {
    /// Which.
    pub id: PartId,
    /// What it was.
    pub kind: PartKind,
    /// Its name.
    pub name: String,
    /// Who took it off.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
}

/// What was taken off since an instant, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn removed(
    db: &mut PgConnection,
    workload: WorkloadId,
    since: OffsetDateTime,
) -> Result<Vec<Removed>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT p.id, p.kind, p.name, u.name AS by_name, p.removed_at AS "at!"
           FROM map_parts p JOIN users u ON u.id = p.removed_by
           WHERE p.workload_id = $1 AND p.removed_at >= $2 ORDER BY p.removed_at DESC, p.id LIMIT 20"#,
        workload.0,
        since
    )
    .fetch_all(db)
    .await?;
    let removed = rows.into_iter().map(|row| {
        Ok(Removed {
            id: PartId(row.id),
            kind: parse(&row.kind, "map_parts", "kind")?,
            name: row.name,
            by_name: row.by_name,
            at: row.at,
        })
    });
    removed.collect()
}
