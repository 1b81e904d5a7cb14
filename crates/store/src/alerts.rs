//! What changed for the worse: from one sample of a workload to the next, and events that are alerts too.

use domain::{Readable, WorkloadId};
use serde_json::Value;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{StoreError, workloads::team_filter};

/// A sample, as much of it as is compared.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its day.
    pub day: Date,
    /// The framework version that was answered.
    pub version: String,
    /// Assured index as an exact fraction.
    pub assured: Option<String>,
    /// Claimed criteria whose proof had ended.
    pub ended: i32,
    /// Each risk's residuals: JSON of the domain's share.
    pub risks: Option<Value>,
}

/// A workload's sample of a day with the one before it.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Whose.
    pub workload: WorkloadId,
    /// The one before.
    pub before: Side,
    /// That of the day.
    pub after: Side,
}

/// Samples of a day that were written at an instant (of one workload, or of all) and differ from the ones before them.
///
/// # Errors
/// When the database fails.
pub async fn pairs(
    db: &mut PgConnection,
    (day, at): (Date, OffsetDateTime),
    only: Option<WorkloadId>,
) -> Result<Vec<Pair>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.workload_id, s.framework_version, s.assured, s.ended, s.risks,
                  p.day AS before_day, p.framework_version AS before_version, p.assured AS before_assured,
                  p.ended AS before_ended,
                  (SELECT q.risks FROM workload_samples q
                   WHERE q.workload_id = s.workload_id AND q.day <= p.day AND q.risks IS NOT NULL
                   ORDER BY q.day DESC LIMIT 1) AS before_risks
           FROM workload_samples s
           JOIN LATERAL (SELECT b.* FROM workload_samples b WHERE b.workload_id = s.workload_id AND b.day < s.day
                         ORDER BY b.day DESC LIMIT 1) p ON true
           WHERE s.day = $1 AND s.taken_at = $2 AND s.input_hash <> p.input_hash
             AND ($3::uuid IS NULL OR s.workload_id = $3)
           ORDER BY s.workload_id"#,
        day,
        at,
        only.map(|id| id.0)
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Pair {
            workload: WorkloadId(row.workload_id),
            before: Side {
                day: row.before_day,
                version: row.before_version,
                assured: row.before_assured,
                ended: row.before_ended,
                risks: row.before_risks,
            },
            after: Side {
                day,
                version: row.framework_version,
                assured: row.assured,
                ended: row.ended,
                risks: row.risks,
            },
        })
        .collect())
}

/// An alert.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Of which workload.
    pub workload: WorkloadId,
    /// On which day.
    pub day: Date,
    /// `assured_fell`, `proof_ended`, `critical_risk`; of events `conflict`, `budget_passed`.
    pub kind: String,
    /// The figures; of events their content.
    pub details: Value,
}

/// The first days that alerts are told of.
#[derive(Clone, Copy, Debug)]
pub struct Since {
    /// Of all but conflicts.
    pub worse: Date,
    /// Of conflicts.
    pub conflicts: Date,
}

/// Writes the alerts of the samples of a day that were written at an instant (of one workload, or of all), in place of
/// those that were there.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    (day, at): (Date, OffsetDateTime),
    only: Option<WorkloadId>,
    alerts: &[Alert],
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM alerts a USING workload_samples s
         WHERE a.day = $1 AND s.workload_id = a.workload_id AND s.day = $1 AND s.taken_at = $2
           AND ($3::uuid IS NULL OR s.workload_id = $3)",
        day,
        at,
        only.map(|id| id.0)
    )
    .execute(&mut *db)
    .await?;
    for alert in alerts {
        sqlx::query!(
            "INSERT INTO alerts (workload_id, day, kind, details) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workload_id, day, kind) DO UPDATE SET details = excluded.details",
            alert.workload.0,
            day,
            alert.kind,
            alert.details
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Alerts since a day, the newest first, and how many there are; of one workload, or of all that may be read. A conflict
/// is told of as long as its workload has any, a budget once all of it was spent.
///
/// # Errors
/// When the database fails.
pub async fn since(
    db: &mut PgConnection,
    (readable, workload): (&Readable, Option<WorkloadId>),
    since: Since,
    (most, skipped): (i64, i64),
) -> Result<(Vec<Alert>, i64), StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        r#"SELECT a.workload_id AS "workload_id!", a.day AS "day!", a.kind AS "kind!", a.details AS "details!",
                  count(*) OVER () AS "all!"
           FROM (SELECT workload_id, day, kind, details, workload_id AS id FROM alerts WHERE day >= $1
                 UNION ALL
                 SELECT e.workload_id, (e.at AT TIME ZONE 'UTC')::date, e.kind, e.content, e.id FROM notice_events e
                 WHERE (e.kind = 'budget_passed' AND e.content ->> 'step' = '100'
                        AND e.at >= $1::date::timestamp AT TIME ZONE 'UTC')
                    OR (e.kind = 'conflict' AND e.at >= $6::date::timestamp AT TIME ZONE 'UTC'
                        AND EXISTS (SELECT 1 FROM results r WHERE r.workload_id = e.workload_id AND r.conflicts > 0))) a
           JOIN workloads w ON w.id = a.workload_id
           WHERE w.archived_at IS NULL AND ($2::uuid[] IS NULL OR w.team_id = ANY ($2))
             AND ($3::uuid IS NULL OR w.id = $3)
           ORDER BY a.day DESC,
                    CASE a.kind WHEN 'critical_risk' THEN 0 WHEN 'budget_passed' THEN 1 WHEN 'assured_fell' THEN 2
                                WHEN 'conflict' THEN 3 ELSE 4 END,
                    w.tier, lower(w.name), w.id, a.id
           LIMIT $4 OFFSET $5"#,
        since.worse,
        teams.as_deref(),
        workload.map(|id| id.0),
        most,
        skipped,
        since.conflicts
    )
    .fetch_all(db)
    .await?;
    let all = rows.first().map_or(0, |row| row.all);
    let alerts = rows.into_iter().map(|row| Alert {
        workload: WorkloadId(row.workload_id),
        day: row.day,
        kind: row.kind,
        details: row.details,
    });
    Ok((alerts.collect(), all))
}
