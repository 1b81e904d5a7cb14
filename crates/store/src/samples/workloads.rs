//! Workloads, and the risks in their samples.

use domain::{RiskId, WorkloadId};
use sqlx::PgConnection;
use time::Date;

use crate::{StoreError, rows::parse_opt};

/// A workload's numbers on a day.
#[derive(Clone, Debug)]
pub struct WorkloadSample {
    /// The day.
    pub day: Date,
    /// `daily` or `milestone`.
    pub source: String,
    /// The framework version that it answered.
    pub version: String,
    /// SHA-256 of what the numbers follow from.
    pub input_hash: String,
    /// Whether anything was answered.
    pub assessed: bool,
    /// Indices as exact fractions: assured, claimed, possible.
    pub indices: [Option<String>; 3],
    /// Met, proven, conflicts, high, critical, open actions, effort.
    pub counts: [i32; 7],
    /// The number of the milestone that was taken on that day.
    pub milestone: Option<i32>,
}

/// The samples of a workload since a day, by day.
///
/// # Errors
/// When the database fails.
pub async fn of_workload(
    db: &mut PgConnection,
    workload: WorkloadId,
    since: Date,
) -> Result<Vec<WorkloadSample>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.day, s.source, s.framework_version, s.input_hash, s.assessed, s.assured, s.claimed, s.possible, s.met,
                  s.proven, s.conflicts, s.high, s.critical, s.open_actions, s.effort_days,
                  (SELECT max(m.number) FROM milestones m
                   WHERE m.workload_id = s.workload_id AND (m.approved_at AT TIME ZONE 'UTC')::date = s.day) AS milestone
           FROM workload_samples s WHERE s.workload_id = $1 AND s.day >= $2 ORDER BY s.day"#,
        workload.0,
        since
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| WorkloadSample {
            day: row.day,
            source: row.source,
            version: row.framework_version,
            input_hash: row.input_hash,
            assessed: row.assessed,
            indices: [row.assured, row.claimed, row.possible],
            counts: [
                row.met,
                row.proven,
                row.conflicts,
                row.high,
                row.critical,
                row.open_actions,
                row.effort_days,
            ],
            milestone: row.milestone,
        })
        .collect())
}

/// A risk's assured residual at some time.
#[derive(Clone, Debug)]
pub struct PastRisk {
    /// Of which workload.
    pub workload: WorkloadId,
    /// Which risk.
    pub risk: RiskId,
    /// The day.
    pub day: Date,
    /// Whether the workload answers the same framework version now.
    pub alike: bool,
    /// The number of the milestone, where it is of one.
    pub milestone: Option<i32>,
    /// The residual as an exact fraction.
    pub assured: String,
}

/// The risks of some workloads as their newest samples up to a day have them.
///
/// # Errors
/// When the database fails.
pub async fn risks_on(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
    day: Date,
) -> Result<Vec<PastRisk>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    // The newest sample says the day and the version, the newest that has risks says which: they stayed the same since.
    let rows = sqlx::query!(
        r#"SELECT w.id, s.day, s.framework_version = a.framework_version AS "alike!", k ->> 'id' AS risk,
                  k ->> 'assured' AS assured
           FROM unnest($1::uuid[]) AS w (id)
           JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved'
           JOIN LATERAL (SELECT b.day, b.framework_version FROM workload_samples b WHERE b.workload_id = w.id AND b.day <= $2
                         ORDER BY b.day DESC LIMIT 1) s ON true
           JOIN LATERAL (SELECT b.risks FROM workload_samples b
                         WHERE b.workload_id = w.id AND b.day <= s.day AND b.risks IS NOT NULL
                         ORDER BY b.day DESC LIMIT 1) r ON true
           CROSS JOIN LATERAL jsonb_array_elements(r.risks) k"#,
        &ids,
        day
    )
    .fetch_all(db)
    .await?;
    let past = rows.into_iter().map(|row| {
        let risk = parse_opt(row.risk.as_deref(), "workload_samples", "risks")?;
        Ok(risk
            .zip(row.id)
            .zip(row.assured)
            .map(|((risk, workload), assured)| PastRisk {
                workload: WorkloadId(workload),
                risk,
                day: row.day,
                alike: row.alike,
                milestone: None,
                assured,
            }))
    });
    past.filter_map(Result::transpose).collect()
}

/// The risks of some workloads as their last milestones have them.
///
/// # Errors
/// When the database fails.
pub async fn risks_of_milestones(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<PastRisk>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT w.id, m.number, (m.approved_at AT TIME ZONE 'UTC')::date AS "day!",
                  m.framework_version = a.framework_version AS "alike!", k ->> 'id' AS risk,
                  k #>> '{residual,assured,score}' AS assured
           FROM unnest($1::uuid[]) AS w (id)
           JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved'
           JOIN LATERAL (SELECT * FROM milestones b WHERE b.workload_id = w.id ORDER BY b.number DESC LIMIT 1) m ON true
           CROSS JOIN LATERAL jsonb_array_elements(m.evaluation -> 'risks') k"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let past = rows.into_iter().map(|row| {
        let risk = parse_opt(row.risk.as_deref(), "milestones", "evaluation")?;
        Ok(risk
            .zip(row.id)
            .zip(row.assured)
            .map(|((risk, workload), assured)| PastRisk {
                workload: WorkloadId(workload),
                risk,
                day: row.day,
                alike: row.alike,
                milestone: Some(row.number),
                assured,
            }))
    });
    past.filter_map(Result::transpose).collect()
}
