//! What a workload's telemetry needs next.

use domain::WorkloadId;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::from_json};

/// What was folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Points of series.
    pub points: i64,
    /// Spans.
    pub spans: i64,
    /// Log records.
    pub logs: i64,
    /// What was left out, by reason.
    pub dropped: serde_json::Map<String, serde_json::Value>,
    /// The earliest hour that anything was folded into: what it costs is booked anew from there.
    pub earliest: Option<OffsetDateTime>,
}

/// A workload's telemetry in numbers.
#[derive(Clone, Debug)]
pub struct Stored {
    /// When the last batch was folded.
    pub last_at: Option<OffsetDateTime>,
    /// When rules last looked.
    pub judged_at: Option<OffsetDateTime>,
    /// What came in since the beginning.
    pub folded: Folded,
}

/// Adds what was folded, and asks for the rules to look.
///
/// # Errors
/// When the database fails.
pub async fn touch(
    db: &mut PgConnection,
    workload: WorkloadId,
    new: &Folded,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO signal_workloads AS w (workload_id, dirty_since, last_at, points, spans, logs, dropped, cost_from)
         VALUES ($1, $2, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (workload_id) DO UPDATE SET
             cost_from = least(w.cost_from, $7), dirty_since = coalesce(w.dirty_since, $2), last_at = $2,
             points = w.points + $3, spans = w.spans + $4, logs = w.logs + $5,
             dropped = (SELECT coalesce(jsonb_object_agg(reason, n), '{}') FROM (
                 SELECT reason, sum(n::bigint) AS n
                 FROM (SELECT * FROM jsonb_each_text(w.dropped) UNION ALL SELECT * FROM jsonb_each_text($6)) AS merged(reason, n)
                 GROUP BY reason) AS sums)",
        workload.0,
        at,
        new.points,
        new.spans,
        new.logs,
        serde_json::Value::Object(new.dropped.clone()),
        new.earliest
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A workload's telemetry in numbers; none where nothing ever came.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Option<Stored>, StoreError> {
    let row = sqlx::query!(
        "SELECT last_at, judged_at, points, spans, logs, dropped FROM signal_workloads WHERE workload_id = $1",
        workload.0
    );
    let Some(row) = row.fetch_optional(db).await? else {
        return Ok(None);
    };
    Ok(Some(Stored {
        last_at: row.last_at,
        judged_at: row.judged_at,
        folded: Folded {
            points: row.points,
            spans: row.spans,
            logs: row.logs,
            dropped: from_json(row.dropped, "signal_workloads", "dropped")?,
            earliest: None,
        },
    }))
}

/// Workloads with telemetry that no rule has judged, and those that rules have not looked at since a time: what
/// they know grows old. The longest waiting first, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn due(
    db: &mut PgConnection,
    (dirty_before, judged_before): (OffsetDateTime, OffsetDateTime),
    most: i64,
) -> Result<Vec<WorkloadId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT workload_id FROM signal_workloads
         WHERE dirty_since <= $1 OR judged_at < $2 ORDER BY coalesce(dirty_since, judged_at) LIMIT $3",
        dirty_before,
        judged_before,
        most
    );
    Ok(ids
        .fetch_all(db)
        .await?
        .into_iter()
        .map(WorkloadId)
        .collect())
}

/// Notes that the rules have looked. Do it before they do: what is folded meanwhile asks anew.
///
/// # Errors
/// When the database fails.
pub async fn judged(
    db: &mut PgConnection,
    workload: WorkloadId,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE signal_workloads SET dirty_since = NULL, judged_at = $2 WHERE workload_id = $1",
        workload.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Asks the rules to look at a workload.
///
/// # Errors
/// When the database fails.
pub async fn ask(
    db: &mut PgConnection,
    workload: WorkloadId,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO signal_workloads AS w (workload_id, dirty_since) VALUES ($1, $2)
         ON CONFLICT (workload_id) DO UPDATE SET dirty_since = coalesce(w.dirty_since, $2)",
        workload.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Asks the rules to look at every workload that anything came in for.
///
/// # Errors
/// When the database fails.
pub async fn touch_all(db: &mut PgConnection, at: OffsetDateTime) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO signal_workloads AS w (workload_id, dirty_since)
         SELECT known.workload_id, $1::timestamptz FROM (
             SELECT workload_id FROM verdicts UNION SELECT workload_id FROM readings
             UNION SELECT workload_id FROM signal_workloads) AS known
         ON CONFLICT (workload_id) DO UPDATE SET dirty_since = coalesce(w.dirty_since, $1)",
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
