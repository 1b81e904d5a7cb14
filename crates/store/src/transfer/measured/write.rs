//! Telemetry and amounts in.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Administer, WorkloadId};
use serde_json::Value;
use sqlx::PgConnection;
use time::{OffsetDateTime, UtcOffset};

use super::super::parts::{CostDayPart, SeriesPart, TelemetryPart, TraceDayPart};
use crate::{
    StoreError,
    rows::to_json,
    signals::{
        partitions::{self, Table},
        rollups::{self, Hour},
        series::keep_states,
    },
};

/// What a workload's telemetry came to. All rules are asked to look at it.
///
/// # Errors
/// When the database fails.
pub async fn add_telemetry(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: WorkloadId,
    rows: &[TelemetryPart],
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO signal_workloads AS w (workload_id, dirty_since, judged_at, last_at, points, spans, logs, dropped, cost_from)
         SELECT $1, $3::timestamptz, judged_at, last_at, points, spans, logs, dropped, cost_from
         FROM jsonb_to_recordset($2::jsonb) AS r(judged_at timestamptz, last_at timestamptz, points bigint, spans bigint,
             logs bigint, dropped jsonb, cost_from timestamptz)
         ON CONFLICT (workload_id) DO UPDATE SET judged_at = excluded.judged_at, last_at = excluded.last_at,
             points = excluded.points, spans = excluded.spans, logs = excluded.logs, dropped = excluded.dropped,
             cost_from = excluded.cost_from, dirty_since = excluded.dirty_since, changed = NULL",
        workload.0,
        to_json(&rows, "signal_workloads", "row")?,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Series of a workload; what each is called here, by its number in the file.
///
/// # Errors
/// When the database fails.
pub async fn add_series(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: WorkloadId,
    rows: &[SeriesPart],
) -> Result<BTreeMap<i64, i64>, StoreError> {
    let keys: Vec<_> = rows.iter().map(|row| row.key.0.clone()).collect();
    let names: Vec<_> = rows.iter().map(|row| row.name.clone()).collect();
    let kinds: Vec<_> = rows.iter().map(|row| row.kind.clone()).collect();
    let units: Vec<_> = rows.iter().map(|row| row.unit.clone()).collect();
    let firsts: Vec<_> = rows.iter().map(|row| row.first_at).collect();
    let labels = rows
        .iter()
        .map(|row| to_json(&row.labels, "signal_series", "labels"))
        .collect::<Result<Vec<Value>, _>>()?;
    let added = sqlx::query!(
        "INSERT INTO signal_series (workload_id, key, name, kind, unit, labels, first_at)
         SELECT $1, n.* FROM unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::timestamptz[]) AS n
         RETURNING key, id",
        workload.0,
        &keys,
        &names,
        &kinds,
        &units,
        &labels,
        &firsts
    )
    .fetch_all(&mut *db)
    .await?;
    let ids: BTreeMap<Vec<u8>, i64> = added.into_iter().map(|row| (row.key, row.id)).collect();
    let (mut here, mut of, mut at, mut states) =
        (BTreeMap::new(), Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let Some(id) = ids.get(&row.key.0).copied() else {
            continue;
        };
        here.insert(row.id, id);
        if let Some((last_at, state)) = row.last_at.zip(row.state.as_ref()) {
            of.push(id);
            at.push(last_at);
            states.push(state.0.clone());
        }
    }
    keep_states(db, &of, &at, &states).await?;
    Ok(here)
}

/// Hours of series that are here.
///
/// # Errors
/// When the database fails.
pub async fn add_hours(
    db: &mut PgConnection,
    _permit: &Administer,
    hours: &[Hour],
) -> Result<(), StoreError> {
    let day = |hour: &Hour| hour.hour.to_offset(UtcOffset::UTC).date();
    let days: BTreeSet<_> = hours.iter().map(day).collect();
    partitions::make(db, Table::Hours, days).await?;
    rollups::keep_hours(db, hours).await
}

/// Counts of traces.
///
/// # Errors
/// When the database fails.
pub async fn add_trace_days(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: WorkloadId,
    rows: &[TraceDayPart],
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO signal_trace_days (workload_id, day, marks, traces)
         SELECT $1, day, marks, traces
         FROM jsonb_to_recordset($2::jsonb) AS r(day date, marks integer, traces bigint)",
        workload.0,
        to_json(&rows, "signal_trace_days", "row")?
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Amounts by day; their months are added up when all are there.
///
/// # Errors
/// When the database fails.
pub async fn add_cost_days(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: WorkloadId,
    rows: &[CostDayPart],
) -> Result<(), StoreError> {
    // Only files of this workload: one that names another's leads nowhere, and the row has no origin.
    sqlx::query!(
        "INSERT INTO cost_days (workload_id, day, quantity, series, reading_id, model, feature, currency, amount)
         SELECT $1, r.day, r.quantity, r.series, d.id, r.model, r.feature, r.currency, r.amount
         FROM jsonb_to_recordset($2::jsonb) AS r(day date, quantity text, series text, reading uuid, model text,
             feature text, currency text, amount double precision)
         LEFT JOIN readings d ON d.id = r.reading AND d.workload_id = $1",
        workload.0,
        to_json(&rows, "cost_days", "row")?
    )
    .execute(db)
    .await?;
    Ok(())
}
