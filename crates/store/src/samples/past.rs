//! What the numbers of a day in the past were made of.

use domain::{Readable, TeamId, Tier, WorkloadId};
use sqlx::PgConnection;
use time::Date;

use crate::{
    StoreError,
    workloads::{team_filter, tier},
};

/// A workload's numbers as they were on a day.
#[derive(Clone, Debug)]
pub struct PastIndex {
    /// Which.
    pub workload: WorkloadId,
    /// Its name today.
    pub name: String,
    /// Its team.
    pub team: TeamId,
    /// Its team's name.
    pub team_name: String,
    /// How much it mattered then.
    pub tier: Tier,
    /// The framework version that it answered.
    pub version: String,
    /// SHA-256 of what the numbers followed from.
    pub input_hash: String,
    /// Whether anything was answered.
    pub assessed: bool,
    /// Indices as exact fractions: assured, claimed, possible.
    pub indices: [Option<String>; 3],
    /// Criteria answered `met`.
    pub met: i32,
    /// Of those, proven.
    pub proven: i32,
    /// Effort of open actions in person-days.
    pub effort_days: i32,
}

/// Each readable workload that was in use on a day, with its newest sample up to that day: what the samples of its team and
/// of the organisation were added up from.
///
/// # Errors
/// When the database fails.
pub async fn indices_on(
    db: &mut PgConnection,
    readable: &Readable,
    day: Date,
) -> Result<Vec<PastIndex>, StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        "SELECT w.id, w.name, w.team_id, t.name AS team_name, s.tier, s.framework_version, s.input_hash, s.assessed,
                s.assured, s.claimed, s.possible, s.met, s.proven, s.effort_days
         FROM workloads w
         JOIN teams t ON t.id = w.team_id
         JOIN LATERAL (SELECT * FROM workload_samples b WHERE b.workload_id = w.id AND b.day <= $2
                       ORDER BY b.day DESC LIMIT 1) s ON true
         WHERE ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
           AND (w.archived_at IS NULL OR (w.archived_at AT TIME ZONE 'UTC')::date > $2)
         ORDER BY lower(t.name), t.id, lower(w.name), w.id",
        teams.as_deref(),
        day
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PastIndex {
                workload: WorkloadId(row.id),
                name: row.name,
                team: TeamId(row.team_id),
                team_name: row.team_name,
                tier: tier(row.tier)?,
                version: row.framework_version,
                input_hash: row.input_hash,
                assessed: row.assessed,
                indices: [row.assured, row.claimed, row.possible],
                met: row.met,
                proven: row.proven,
                effort_days: row.effort_days,
            })
        })
        .collect()
}
