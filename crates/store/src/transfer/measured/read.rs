//! Telemetry and amounts out.

use domain::{ReadingId, WorkloadId};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::super::parts::{CostDayPart, HourPart, Packed, Real, SeriesPart, TelemetryPart};
use crate::{
    StoreError,
    rows::{from_json, parse},
    signals::rollups::Hour,
};

/// What a workload's telemetry came to; nothing where none ever came.
///
/// # Errors
/// When the database fails.
pub async fn telemetry(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<TelemetryPart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(s)), '[]') AS "rows!" FROM signal_workloads s WHERE workload_id = $1"#,
        workload.0
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "signal_workloads", "row")
}

/// The series of a workload after one, in the order of their ids, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn series(
    db: &mut PgConnection,
    workload: WorkloadId,
    after: i64,
    most: i64,
) -> Result<Vec<SeriesPart>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.id, s.key, s.name, s.kind, s.unit, s.labels, s.first_at, t.last_at AS "last_at?", t.state AS "state?"
           FROM signal_series s LEFT JOIN signal_states t ON t.series_id = s.id
           WHERE s.workload_id = $1 AND s.id > $2 ORDER BY s.id LIMIT $3"#,
        workload.0,
        after,
        most
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SeriesPart {
                id: row.id,
                key: Packed(row.key),
                name: row.name,
                kind: row.kind,
                unit: row.unit,
                labels: from_json(row.labels, "signal_series", "labels")?,
                first_at: row.first_at,
                last_at: row.last_at,
                state: row.state.map(Packed),
            })
        })
        .collect()
}

/// The hours of a series after one, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn hours(
    db: &mut PgConnection,
    series: i64,
    after: OffsetDateTime,
    most: i64,
) -> Result<Vec<HourPart>, StoreError> {
    let rows = sqlx::query_as!(
        Hour,
        "SELECT series_id AS series, hour, minutes, points, count, sum, min, max, last, last_at, resets, gaps,
                distribution
         FROM signal_hours WHERE series_id = $1 AND hour > $2 ORDER BY hour LIMIT $3",
        series,
        after,
        most
    );
    let rows = rows.fetch_all(db).await?;
    Ok(rows.into_iter().map(HourPart::from).collect())
}

/// The amounts of a workload after a day: of whole days, about as many as are asked for.
///
/// # Errors
/// When the database fails.
pub async fn cost_days(
    db: &mut PgConnection,
    workload: WorkloadId,
    after: Option<Date>,
    about: i64,
) -> Result<Vec<CostDayPart>, StoreError> {
    let rows = sqlx::query!(
        "SELECT day, quantity, series, reading_id, model, feature, currency, amount FROM cost_days
         WHERE workload_id = $1 AND ($2::date IS NULL OR day > $2) AND day <= (
             SELECT max(day) FROM (SELECT day FROM cost_days WHERE workload_id = $1 AND ($2::date IS NULL OR day > $2)
                                   ORDER BY day LIMIT $3) AS next)
         ORDER BY day, quantity, series, reading_id, model, feature, currency, amount",
        workload.0,
        after,
        about
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(CostDayPart {
                day: row.day,
                quantity: parse(&row.quantity, "cost_days", "quantity")?,
                series: row.series,
                reading: row.reading_id.map(ReadingId),
                model: row.model,
                feature: row.feature,
                currency: row.currency,
                amount: Real(row.amount),
            })
        })
        .collect()
}
