//! Teams and the organisation.

use domain::{Readable, TeamId, Tier};
use sqlx::PgConnection;
use time::Date;

use crate::{
    StoreError,
    workloads::{team_filter, tier},
};

/// A workload's numbers as a group's sample needs them.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its team.
    pub team: TeamId,
    /// How much it mattered.
    pub tier: Tier,
    /// The framework version that it answered.
    pub version: String,
    /// Whether anything was answered.
    pub assessed: bool,
    /// Indices as exact fractions: assured, claimed, possible.
    pub indices: [Option<String>; 3],
    /// Met, proven, conflicts, high, critical, open actions, effort.
    pub counts: [i32; 7],
    /// Whether a milestone was taken on that day.
    pub milestone: bool,
}

/// Each workload that was in use on a day with its newest sample up to that day, by team.
///
/// # Errors
/// When the database fails.
pub async fn known(db: &mut PgConnection, day: Date) -> Result<Vec<Known>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT w.team_id, s.tier, s.framework_version, s.assessed, s.assured, s.claimed, s.possible, s.met, s.proven,
                  s.conflicts, s.high, s.critical, s.open_actions, s.effort_days,
                  EXISTS (SELECT 1 FROM milestones m
                          WHERE m.workload_id = w.id AND (m.approved_at AT TIME ZONE 'UTC')::date = $1) AS "milestone!"
           FROM workloads w
           JOIN LATERAL (SELECT * FROM workload_samples b WHERE b.workload_id = w.id AND b.day <= $1
                         ORDER BY b.day DESC LIMIT 1) s ON true
           WHERE w.archived_at IS NULL OR (w.archived_at AT TIME ZONE 'UTC')::date > $1
           ORDER BY w.team_id, w.id"#,
        day
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Known {
                team: TeamId(row.team_id),
                tier: tier(row.tier)?,
                version: row.framework_version,
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
        })
        .collect()
}

/// A group's numbers on a day, by one framework version.
#[derive(Clone, Debug)]
pub struct GroupSample {
    /// The team; none for the organisation.
    pub team: Option<TeamId>,
    /// The day.
    pub day: Date,
    /// The framework version.
    pub version: String,
    /// `Σ t` of the assessed workloads.
    pub weight: i32,
    /// `Σ t·index` as exact fractions: assured, claimed, possible.
    pub sums: [String; 3],
    /// Assessed workloads, and those without answers.
    pub workloads: [i32; 2],
    /// Met, proven, conflicts, high, critical, open actions, effort.
    pub counts: [i32; 7],
    /// Milestones of that day.
    pub milestones: i32,
}

/// Writes the samples of a day in place of those that were there.
///
/// # Errors
/// When the database fails.
pub async fn keep_groups(
    db: &mut PgConnection,
    day: Date,
    samples: &[GroupSample],
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM group_samples WHERE day = $1", day)
        .execute(&mut *db)
        .await?;
    for sample in samples {
        let [assured, claimed, possible] = &sample.sums;
        let [assessed, not_assessed] = sample.workloads;
        let [
            met,
            proven,
            conflicts,
            high,
            critical,
            open_actions,
            effort_days,
        ] = sample.counts;
        sqlx::query!(
            "INSERT INTO group_samples
                 (team_id, day, framework_version, weight, assured, claimed, possible, assessed, not_assessed, met, proven,
                  conflicts, high, critical, open_actions, effort_days, milestones)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
            sample.team.map(|id| id.0),
            day,
            sample.version,
            sample.weight,
            assured,
            claimed,
            possible,
            assessed,
            not_assessed,
            met,
            proven,
            conflicts,
            high,
            critical,
            open_actions,
            effort_days,
            sample.milestones
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The samples of the organisation (without teams) or of some teams since a day, by day.
///
/// # Errors
/// When the database fails.
pub async fn of_groups(
    db: &mut PgConnection,
    readable: &Readable,
    since: Date,
) -> Result<Vec<GroupSample>, StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        "SELECT team_id, day, framework_version, weight, assured, claimed, possible, assessed, not_assessed, met, proven,
                conflicts, high, critical, open_actions, effort_days, milestones
         FROM group_samples WHERE $1::uuid[] IS NULL AND team_id IS NULL AND day >= $2
         UNION ALL
         SELECT team_id, day, framework_version, weight, assured, claimed, possible, assessed, not_assessed, met, proven,
                conflicts, high, critical, open_actions, effort_days, milestones
         FROM group_samples WHERE team_id = ANY ($1) AND day >= $2",
        teams.as_deref(),
        since
    )
    .fetch_all(db)
    .await?;
    let broken = StoreError::Inconsistent {
        table: "group_samples",
        column: "day",
    };
    let mut samples = Vec::with_capacity(rows.len());
    for row in rows {
        let found = (|| {
            Some(GroupSample {
                team: row.team_id.map(TeamId),
                day: row.day?,
                version: row.framework_version?,
                weight: row.weight?,
                sums: [row.assured?, row.claimed?, row.possible?],
                workloads: [row.assessed?, row.not_assessed?],
                counts: [
                    row.met?,
                    row.proven?,
                    row.conflicts?,
                    row.high?,
                    row.critical?,
                    row.open_actions?,
                    row.effort_days?,
                ],
                milestones: row.milestones?,
            })
        })();
        match found {
            Some(sample) => samples.push(sample),
            None => return Err(broken),
        }
    }
    samples.sort_by(|a, b| (a.day, &a.version).cmp(&(b.day, &b.version)));
    Ok(samples)
}
