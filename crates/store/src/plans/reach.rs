//! When workloads reach their target levels.

use domain::{Readable, TeamId, Tier, WorkloadId};
use sqlx::PgConnection;

use crate::{StoreError, workloads::team_filter};

/// Where one workload's plan leads, as its team adds it up.
#[derive(Clone, Debug)]
pub struct End {
    /// Its team.
    pub team: TeamId,
    /// Whether anything was answered.
    pub assessed: bool,
    /// `reached`, `planned`, `never`.
    pub standing: String,
    /// The team's person-days until its level is there; none where nothing must be done for it any more.
    pub until_effort: Option<u32>,
    /// Person-days that are left to do.
    pub effort_days: u32,
}

impl End {
    fn of(
        team: uuid::Uuid,
        assessed: bool,
        standing: String,
        until: Option<i32>,
        left: i64,
    ) -> Self {
        Self {
            team: TeamId(team),
            assessed,
            standing,
            until_effort: until.and_then(|days| u32::try_from(days).ok()),
            effort_days: u32::try_from(left).unwrap_or(u32::MAX),
        }
    }
}

/// Where the plan of one workload leads.
#[derive(Clone, Debug)]
pub struct Ending {
    /// Which.
    pub workload: WorkloadId,
    /// Its name.
    pub name: String,
    /// How much it matters.
    pub tier: Tier,
    /// The level that it should have.
    pub target: u8,
    /// The claimed level.
    pub level: Option<u8>,
    /// What its team adds up.
    pub end: End,
}

/// Where the plans of all workloads lead that are not archived, in no order: thousands of them are only added up.
///
/// # Errors
/// When the database fails.
pub async fn ends(db: &mut PgConnection, readable: &Readable) -> Result<Vec<End>, StoreError> {
    let rows = sqlx::query!(
        "SELECT w.team_id, e.assessed, e.standing, e.until_effort, e.effort_days
         FROM workloads w JOIN plan_ends e ON e.workload_id = w.id
         WHERE w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1))",
        team_filter(readable) as Option<Vec<uuid::Uuid>>
    )
    .fetch_all(db)
    .await?;
    let end = rows.into_iter().map(|r| {
        End::of(
            r.team_id,
            r.assessed,
            r.standing,
            r.until_effort,
            r.effort_days,
        )
    });
    Ok(end.collect())
}

/// Where the plans of all workloads lead that are not archived, by name; only of one where it is given.
///
/// # Errors
/// When the database fails.
pub async fn endings(
    db: &mut PgConnection,
    readable: &Readable,
    workload: Option<WorkloadId>,
) -> Result<Vec<Ending>, StoreError> {
    let rows = sqlx::query!(
        "SELECT w.id, w.name, w.team_id, w.tier, e.assessed, e.target, e.level, e.standing,
                  e.until_effort, e.effort_days
           FROM workloads w JOIN plan_ends e ON e.workload_id = w.id
           WHERE w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1)) AND ($2::uuid IS NULL OR w.id = $2)
           ORDER BY lower(w.name), w.id",
        team_filter(readable) as Option<Vec<uuid::Uuid>>,
        workload.map(|id| id.0)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let broken = StoreError::Inconsistent {
                table: "workloads",
                column: "tier",
            };
            let tier = u8::try_from(row.tier).ok();
            Ok(Ending {
                workload: WorkloadId(row.id),
                name: row.name,
                tier: tier.and_then(|n| Tier::try_from(n).ok()).ok_or(broken)?,
                target: u8::try_from(row.target).unwrap_or(0),
                level: row.level.and_then(|level| u8::try_from(level).ok()),
                end: End::of(
                    row.team_id,
                    row.assessed,
                    row.standing,
                    row.until_effort,
                    row.effort_days,
                ),
            })
        })
        .collect()
}

/// Teams that somebody may read, with their person-days a month, by name.
///
/// # Errors
/// When the database fails.
pub async fn capacities(
    db: &mut PgConnection,
    readable: &Readable,
) -> Result<Vec<(TeamId, String, u32)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, name, capacity_days FROM teams WHERE ($1::uuid[] IS NULL OR id = ANY ($1)) ORDER BY lower(name), id",
        team_filter(readable) as Option<Vec<uuid::Uuid>>
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let capacity = u32::try_from(row.capacity_days).unwrap_or(0);
            (TeamId(row.id), row.name, capacity)
        })
        .collect())
}
