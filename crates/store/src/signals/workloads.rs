//! What a workload's telemetry needs next.

use std::collections::BTreeSet;

use domain::{TeamId, WorkloadId};
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
    /// The earliest hour that anything which costs was folded into: it is booked anew from there.
    pub earliest: Option<OffsetDateTime>,
    /// What of it rules read, by name.
    pub came: BTreeSet<String>,
}

/// What changed since rules looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// More than is known.
    Everything,
    /// What has these names.
    Only(BTreeSet<String>),
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

/// Adds what was folded, and asks for the rules that read it to look; nobody where neither they nor costs do.
///
/// # Errors
/// When the database fails.
pub async fn touch(
    db: &mut PgConnection,
    workload: WorkloadId,
    new: &Folded,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let came: Vec<String> = new.came.iter().cloned().collect();
    let matters = !came.is_empty() || new.earliest.is_some();
    sqlx::query!(
        "INSERT INTO signal_workloads AS w (workload_id, dirty_since, last_at, points, spans, logs, dropped, cost_from, changed)
         VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (workload_id) DO UPDATE SET
             cost_from = least(w.cost_from, $7), last_at = $2,
             dirty_since = CASE WHEN $9 THEN coalesce(w.dirty_since, $2) ELSE w.dirty_since END,
             changed = CASE WHEN NOT $9 THEN w.changed WHEN w.last_at IS NULL THEN NULL WHEN w.dirty_since IS NULL THEN $8
                 WHEN w.changed IS NOT NULL THEN ARRAY(SELECT DISTINCT unnest(w.changed || $8)) END,
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
        new.earliest,
        &came,
        matters
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
            came: BTreeSet::new(),
        },
    }))
}

/// Workloads with telemetry that no rule has judged, and those that not all rules have looked at since a time: what
/// they know grows old. The longest waiting first, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn due(
    db: &mut PgConnection,
    (dirty_before, all_before): (OffsetDateTime, OffsetDateTime),
    most: i64,
) -> Result<Vec<WorkloadId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT workload_id FROM signal_workloads
         WHERE dirty_since <= $1 OR coalesce(all_judged_at, judged_at) < $2
         ORDER BY coalesce(dirty_since, all_judged_at, judged_at) LIMIT $3",
        dirty_before,
        all_before,
        most
    );
    Ok(ids
        .fetch_all(db)
        .await?
        .into_iter()
        .map(WorkloadId)
        .collect())
}

/// Notes that the rules look now, and says at what: at everything where not all of them have looked since a time; none
/// where somebody else has just done it. Do it before they do: what is folded meanwhile asks anew.
///
/// # Errors
/// When the database fails.
pub async fn judged(
    db: &mut PgConnection,
    workload: WorkloadId,
    (at, all_before): (OffsetDateTime, OffsetDateTime),
) -> Result<Option<Changed>, StoreError> {
    let row = sqlx::query!(
        "SELECT dirty_since, all_judged_at, changed FROM signal_workloads WHERE workload_id = $1 FOR UPDATE",
        workload.0
    );
    let Some(row) = row.fetch_optional(&mut *db).await? else {
        return Ok(None);
    };
    let long_ago = row.all_judged_at.is_none_or(|then| then < all_before);
    if row.dirty_since.is_none() && !long_ago {
        return Ok(None);
    }
    let changed = match row.changed.filter(|_| !long_ago) {
        Some(names) => Changed::Only(names.into_iter().collect()),
        None => Changed::Everything,
    };
    sqlx::query!(
        "UPDATE signal_workloads SET dirty_since = NULL, changed = NULL, judged_at = $2,
             all_judged_at = CASE WHEN $3 THEN $2 ELSE all_judged_at END
         WHERE workload_id = $1",
        workload.0,
        at,
        changed == Changed::Everything
    )
    .execute(db)
    .await?;
    Ok(Some(changed))
}

/// Asks all rules to look at a workload.
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
         ON CONFLICT (workload_id) DO UPDATE SET dirty_since = coalesce(w.dirty_since, $2), changed = NULL",
        workload.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Asks the rules that read something to look at a workload that ever had telemetry.
///
/// # Errors
/// When the database fails.
pub async fn ask_for(
    db: &mut PgConnection,
    workload: WorkloadId,
    name: &str,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE signal_workloads SET dirty_since = coalesce(dirty_since, $3),
             changed = CASE WHEN dirty_since IS NULL THEN ARRAY[$2::text] WHEN changed IS NULL OR $2::text = ANY (changed)
                 THEN changed ELSE array_append(changed, $2::text) END
         WHERE workload_id = $1 AND last_at IS NOT NULL",
        workload.0,
        name,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes a workload of which rules know something: they look at it again as time passes.
///
/// # Errors
/// When the database fails.
pub async fn know(
    db: &mut PgConnection,
    workload: WorkloadId,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO signal_workloads (workload_id, judged_at, all_judged_at) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING",
        workload.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Asks all rules to look at a workload, or at those of a team, that anything came in for.
///
/// # Errors
/// When the database fails.
pub async fn ask_of(
    db: &mut PgConnection,
    (workload, team): (Option<WorkloadId>, Option<TeamId>),
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE signal_workloads s SET dirty_since = coalesce(s.dirty_since, $3), changed = NULL
         FROM workloads w WHERE w.id = s.workload_id AND (w.id = $1 OR w.team_id = $2)",
        workload.map(|id| id.0),
        team.map(|id| id.0),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Asks all rules to look at every workload that anything came in for.
///
/// # Errors
/// When the database fails.
pub async fn touch_all(db: &mut PgConnection, at: OffsetDateTime) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO signal_workloads AS w (workload_id, dirty_since)
         SELECT known.workload_id, $1::timestamptz FROM (
             SELECT workload_id FROM verdicts UNION SELECT workload_id FROM readings
             UNION SELECT workload_id FROM signal_workloads) AS known
         ON CONFLICT (workload_id) DO UPDATE SET dirty_since = coalesce(w.dirty_since, $1), changed = NULL",
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
