//! Milestones of the time before there were samples.

use domain::{MilestoneId, WorkloadId};
use serde_json::Value;
use sqlx::PgConnection;
use time::Date;

use crate::{StoreError, samples::Taking};

/// A milestone whose day has no sample.
#[derive(Clone, Debug)]
pub struct OldMilestone {
    /// Which.
    pub id: MilestoneId,
    /// Whose.
    pub workload: WorkloadId,
    /// Its day.
    pub day: Date,
    /// The numbers: JSON of the domain's evaluation.
    pub evaluation: Value,
}

/// Milestones whose days have no sample of their workload, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn unsampled_milestones(
    db: &mut PgConnection,
    most: i64,
) -> Result<Vec<OldMilestone>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT m.id, m.workload_id, (m.approved_at AT TIME ZONE 'UTC')::date AS "day!", m.evaluation
           FROM milestones m
           WHERE NOT EXISTS (SELECT 1 FROM workload_samples s
                             WHERE s.workload_id = m.workload_id AND s.day = (m.approved_at AT TIME ZONE 'UTC')::date)
           ORDER BY m.approved_at DESC, m.id LIMIT $1"#,
        most
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OldMilestone {
            id: MilestoneId(row.id),
            workload: WorkloadId(row.workload_id),
            day: row.day,
            evaluation: row.evaluation,
        })
        .collect())
}

/// What a milestone's sample says.
#[derive(Clone, Debug)]
pub struct MilestoneNumbers {
    /// Indices as exact fractions: assured, claimed, possible.
    pub indices: [Option<String>; 3],
    /// Levels: assured, claimed, possible.
    pub levels: [Option<i16>; 3],
    /// In scope, answered, met, proven, conflicts.
    pub counts: [i32; 5],
    /// Open risks: high or critical, and critical.
    pub open_risks: [i32; 2],
    /// Actions of the plan, and their effort.
    pub plan: [i32; 2],
    /// Each risk's residuals: JSON of the domain's share.
    pub risks: Value,
}

/// Writes a milestone's numbers as its day's sample, where there is none.
///
/// # Errors
/// When the database fails.
pub async fn add_of_milestone(
    db: &mut PgConnection,
    milestone: MilestoneId,
    taking: Taking,
    numbers: &MilestoneNumbers,
) -> Result<(), StoreError> {
    let [assured, claimed, possible] = &numbers.indices;
    let [level_assured, level_claimed, level_possible] = numbers.levels;
    let [in_scope, answered, met, proven, conflicts] = numbers.counts;
    let [high, critical] = numbers.open_risks;
    let [open_actions, effort_days] = numbers.plan;
    sqlx::query!(
        "INSERT INTO workload_samples
             (workload_id, day, source, taken_at, framework_version, score_spec, input_hash, tier, assessed,
              assured, claimed, possible, level_assured, level_claimed, level_possible, in_scope, answered, met, proven,
              conflicts, high, critical, ended, open_actions, effort_days, risks)
         SELECT m.workload_id, $2, 'milestone', $3, m.framework_version, $4, m.input_hash, w.tier, true,
                $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18, $19, $20
         FROM milestones m JOIN workloads w ON w.id = m.workload_id WHERE m.id = $1
         ON CONFLICT DO NOTHING",
        milestone.0,
        taking.day,
        taking.at,
        taking.score_spec,
        assured.as_deref(),
        claimed.as_deref(),
        possible.as_deref(),
        level_assured,
        level_claimed,
        level_possible,
        in_scope,
        answered,
        met,
        proven,
        conflicts,
        high,
        critical,
        open_actions,
        effort_days,
        numbers.risks
    )
    .execute(db)
    .await?;
    Ok(())
}
