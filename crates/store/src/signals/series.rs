//! Series of telemetry and their last points.

use std::collections::BTreeMap;

use domain::WorkloadId;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::from_json};

/// A series as it is first seen.
#[derive(Clone, Debug)]
pub struct NewSeries {
    /// Hash of name, kind and labels.
    pub key: Vec<u8>,
    /// Its name, as sent.
    pub name: String,
    /// Gauge, counter or distribution.
    pub kind: String,
    /// Its unit; empty where the sender names none.
    pub unit: String,
    /// Its labels.
    pub labels: serde_json::Value,
}

/// A series as it stands.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Which.
    pub id: i64,
    /// Its name, as sent.
    pub name: String,
    /// Gauge, counter or distribution.
    pub kind: String,
    /// Its unit.
    pub unit: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// When it was first seen.
    pub first_at: OffsetDateTime,
    /// Its last point.
    pub last_at: Option<OffsetDateTime>,
}

/// The ids of series by their keys, those that are there.
///
/// # Errors
/// When the database fails.
pub async fn find(
    db: &mut PgConnection,
    workload: WorkloadId,
    keys: &[Vec<u8>],
) -> Result<Vec<(Vec<u8>, i64)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT key, id FROM signal_series WHERE workload_id = $1 AND key = ANY($2)",
        workload.0,
        keys
    );
    Ok(rows
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|row| (row.key, row.id))
        .collect())
}

/// How many series a workload has.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &mut PgConnection, workload: WorkloadId) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM signal_series WHERE workload_id = $1"#,
        workload.0
    );
    Ok(count.fetch_one(db).await?)
}

/// Keeps series that are new; their ids by key.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &mut PgConnection,
    workload: WorkloadId,
    new: &[NewSeries],
    at: OffsetDateTime,
) -> Result<Vec<(Vec<u8>, i64)>, StoreError> {
    let keys: Vec<Vec<u8>> = new.iter().map(|s| s.key.clone()).collect();
    let names: Vec<String> = new.iter().map(|s| s.name.clone()).collect();
    let kinds: Vec<String> = new.iter().map(|s| s.kind.clone()).collect();
    let units: Vec<String> = new.iter().map(|s| s.unit.clone()).collect();
    let labels: Vec<serde_json::Value> = new.iter().map(|s| s.labels.clone()).collect();
    let rows = sqlx::query!(
        "INSERT INTO signal_series (workload_id, key, name, kind, unit, labels, first_at)
         SELECT $1, n.key, n.name, n.kind, n.unit, n.labels, $7
         FROM unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::jsonb[]) AS n(key, name, kind, unit, labels)
         ON CONFLICT (workload_id, key) DO UPDATE SET first_at = least(signal_series.first_at, $7)
         RETURNING key, id",
        workload.0,
        &keys,
        &names,
        &kinds,
        &units,
        &labels,
        at
    );
    Ok(rows
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|row| (row.key, row.id))
        .collect())
}

/// The series of a workload with one of these names.
///
/// # Errors
/// When the database fails.
pub async fn named(
    db: &mut PgConnection,
    workload: WorkloadId,
    names: &[String],
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.id, s.name, s.kind, s.unit, s.labels, s.first_at, t.last_at AS "last_at?"
           FROM signal_series s LEFT JOIN signal_states t ON t.series_id = s.id
           WHERE s.workload_id = $1 AND s.name = ANY($2) ORDER BY s.id"#,
        workload.0,
        names
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Stored {
                id: row.id,
                name: row.name,
                kind: row.kind,
                unit: row.unit,
                labels: from_json(row.labels, "signal_series", "labels")?,
                first_at: row.first_at,
                last_at: row.last_at,
            })
        })
        .collect()
}

/// The names that a workload's series have, each once, in order.
///
/// # Errors
/// When the database fails.
pub async fn names_there(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<String>, StoreError> {
    let names = sqlx::query_scalar!(
        "SELECT DISTINCT name FROM signal_series WHERE workload_id = $1 ORDER BY name",
        workload.0
    );
    Ok(names.fetch_all(db).await?)
}

/// The names of some series by their ids.
///
/// # Errors
/// When the database fails.
pub async fn names_of(
    db: &mut PgConnection,
    ids: &[i64],
) -> Result<Vec<(i64, String)>, StoreError> {
    let rows = sqlx::query!("SELECT id, name FROM signal_series WHERE id = ANY($1)", ids);
    Ok(rows
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect())
}

/// The names of a workload's series: how many of each, since when, until when.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name, as sent.
    pub name: String,
    /// Gauge, counter or distribution.
    pub kind: String,
    /// Its unit.
    pub unit: String,
    /// How many series have it.
    pub series: i64,
    /// When it was first seen.
    pub first_at: OffsetDateTime,
    /// The last point of any of them.
    pub last_at: Option<OffsetDateTime>,
}

/// The names of a workload's series, by name.
///
/// # Errors
/// When the database fails.
pub async fn names(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<Name>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.name, min(s.kind) AS "kind!", min(s.unit) AS "unit!", count(*) AS "series!",
                  min(s.first_at) AS "first_at!", max(t.last_at) AS last_at
           FROM signal_series s LEFT JOIN signal_states t ON t.series_id = s.id
           WHERE s.workload_id = $1 GROUP BY s.name ORDER BY s.name"#,
        workload.0
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows
        .map(|row| Name {
            name: row.name,
            kind: row.kind,
            unit: row.unit,
            series: row.series,
            first_at: row.first_at,
            last_at: row.last_at,
        })
        .collect())
}

/// A series with its last value and how much of it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The series.
    pub series: Stored,
    /// Its last value, where there is one.
    pub last: Option<f64>,
    /// Points of all hours that are kept.
    pub points: i64,
}

/// The series of a workload by name, at most as many as asked for; those after one where it is given.
///
/// # Errors
/// When the database fails.
pub async fn kept(
    db: &mut PgConnection,
    workload: WorkloadId,
    (after, limit): (Option<(&str, i64)>, i64),
) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.id, s.name, s.kind, s.unit, s.labels, s.first_at, t.last_at AS "last_at?", newest.last AS "last?",
                  kept.points AS "points!"
           FROM signal_series s LEFT JOIN signal_states t ON t.series_id = s.id
           LEFT JOIN LATERAL (
               SELECT last FROM signal_hours WHERE series_id = s.id ORDER BY hour DESC LIMIT 1
           ) AS newest ON true
           CROSS JOIN LATERAL (
               SELECT coalesce(sum(points), 0)::bigint AS points FROM signal_hours WHERE series_id = s.id
           ) AS kept
           WHERE s.workload_id = $1 AND ($3::text IS NULL OR (s.name, s.id) > ($3, $4::bigint))
           ORDER BY s.name, s.id LIMIT $2"#,
        workload.0,
        limit,
        after.map(|(name, _)| name),
        after.map(|(_, id)| id)
    )
    .fetch_all(db)
    .await?;
    let kept = rows.into_iter().map(|row| {
        Ok(Kept {
            series: Stored {
                id: row.id,
                name: row.name,
                kind: row.kind,
                unit: row.unit,
                labels: from_json(row.labels, "signal_series", "labels")?,
                first_at: row.first_at,
                last_at: row.last_at,
            },
            last: row.last,
            points: row.points,
        })
    });
    kept.collect()
}

/// The states of series, as far as they have one.
///
/// # Errors
/// When the database fails.
pub async fn states(db: &mut PgConnection, ids: &[i64]) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT series_id, state FROM signal_states WHERE series_id = ANY($1)",
        ids
    );
    Ok(rows
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|row| (row.series_id, row.state))
        .collect())
}

/// Keeps the states of series.
///
/// # Errors
/// When the database fails.
pub async fn keep_states(
    db: &mut PgConnection,
    ids: &[i64],
    at: &[OffsetDateTime],
    states: &[Vec<u8>],
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO signal_states (series_id, last_at, state)
         SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bytea[])
         ON CONFLICT (series_id) DO UPDATE SET last_at = excluded.last_at, state = excluded.state",
        ids,
        at,
        states
    )
    .execute(db)
    .await?;
    Ok(())
}
