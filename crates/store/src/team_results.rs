//! Prepared numbers of teams, and which of them no longer follow from their workloads'.

use domain::{Readable, TeamId, Tier, WorkloadId};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    StoreError, register,
    results::{Edition, Now},
    workloads::{team_filter, tier},
};

/// A team with the edition of its prepared numbers; 0 where there are none yet.
#[derive(Clone, Debug)]
pub struct TeamEdition {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Person-days a month.
    pub capacity: u32,
    /// Which numbers.
    pub edition: i64,
    /// Whether they follow from its workloads' as these are now.
    pub fresh: bool,
}

/// The teams that may be read, by name.
///
/// # Errors
/// When the database fails.
pub async fn editions(
    db: &mut PgConnection,
    readable: &Readable,
    now: Now<'_>,
) -> Result<Vec<TeamEdition>, StoreError> {
    let teams = team_filter(readable);
    // What changed is rare: both sets are made once, not looked up for each team.
    let rows = sqlx::query!(
        r#"WITH stale AS (
               SELECT team_id FROM team_changes
               UNION
               SELECT w.team_id FROM workloads w JOIN (
                   SELECT workload_id FROM results WHERE computed_revision < revision
                   UNION SELECT workload_id FROM results WHERE true_until < $2
                   UNION SELECT workload_id FROM results WHERE computed_with < $3 OR computed_with > $3
               ) r ON r.workload_id = w.id
           )
           SELECT t.id, t.name, t.capacity_days, g.edition, s.team_id IS NULL AS "fresh!"
           FROM teams t JOIN team_results g ON g.team_id = t.id LEFT JOIN stale s ON s.team_id = t.id
           WHERE $1::uuid[] IS NULL OR t.id = ANY ($1)
           ORDER BY lower(t.name), t.id"#,
        teams.as_deref(),
        now.today,
        now.with
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TeamEdition {
            id: TeamId(row.id),
            name: row.name,
            capacity: u32::try_from(row.capacity_days).unwrap_or(0),
            edition: row.edition,
            fresh: row.fresh,
        })
        .collect())
}

/// The prepared numbers of some teams, with their editions.
///
/// # Errors
/// When the database fails.
pub async fn numbers(
    db: &mut PgConnection,
    teams: &[TeamId],
) -> Result<Vec<(TeamId, i64, Value)>, StoreError> {
    let ids: Vec<_> = teams.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT team_id, edition, numbers AS "numbers!" FROM team_results
           WHERE team_id = ANY ($1) AND numbers IS NOT NULL"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (TeamId(row.team_id), row.edition, row.numbers))
        .collect())
}

/// Teams that something changed in, in the order of their ids.
///
/// # Errors
/// When the database fails.
pub async fn changed(db: &mut PgConnection) -> Result<Vec<TeamId>, StoreError> {
    let ids = sqlx::query_scalar!("SELECT DISTINCT team_id FROM team_changes ORDER BY team_id")
        .fetch_all(db)
        .await?;
    Ok(ids.into_iter().map(TeamId).collect())
}

/// What a computation of a team's numbers answers for.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The team's capacity.
    pub capacity: u32,
    /// The changes that it has seen.
    pub changes: Vec<i64>,
}

/// Takes a team for computing, until the end of the transaction; none where somebody else has it or nothing changed.
/// What is read afterwards in this transaction is at least as new as the changes.
///
/// # Errors
/// When the database fails.
pub async fn take(db: &mut PgConnection, team: TeamId) -> Result<Option<Taken>, StoreError> {
    let found = sqlx::query!(
        "SELECT t.capacity_days FROM team_results g JOIN teams t ON t.id = g.team_id
         WHERE g.team_id = $1 FOR NO KEY UPDATE OF g SKIP LOCKED",
        team.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let changes = sqlx::query_scalar!("SELECT id FROM team_changes WHERE team_id = $1", team.0)
        .fetch_all(db)
        .await?;
    Ok((!changes.is_empty()).then(|| Taken {
        capacity: u32::try_from(found.capacity_days).unwrap_or(0),
        changes,
    }))
}

/// Keeps a team's numbers, and how many of its risks stand where, and forgets the changes that they include.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    team: TeamId,
    numbers: &Value,
    included: &[i64],
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE team_results SET edition = edition + 1, numbers = $2 WHERE team_id = $1",
        team.0,
        numbers
    )
    .execute(&mut *db)
    .await?;
    register::keep_counts(&mut *db, team).await?;
    sqlx::query!("DELETE FROM team_changes WHERE id = ANY ($1)", included)
        .execute(db)
        .await?;
    Ok(())
}

/// A workload of a team, with the numbers that are prepared for it.
#[derive(Clone, Copy, Debug)]
pub struct MemberRow {
    /// Which.
    pub id: WorkloadId,
    /// How much it matters.
    pub tier: Tier,
    /// Its prepared numbers, where they are true now.
    pub fresh: Option<Edition>,
}

/// The workloads of a team that are not in the archive, in the order of their ids.
///
/// # Errors
/// When the database fails.
pub async fn members(
    db: &mut PgConnection,
    team: TeamId,
    now: Now<'_>,
) -> Result<Vec<MemberRow>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT w.id, w.tier, r.computed_revision, r.true_until,
                  (r.share IS NOT NULL AND r.computed_revision = r.revision
                   AND (r.true_until IS NULL OR r.true_until >= $2) AND r.computed_with = $3) AS "fresh!"
           FROM workloads w JOIN results r ON r.workload_id = w.id
           WHERE w.team_id = $1 AND w.archived_at IS NULL ORDER BY w.id"#,
        team.0,
        now.today,
        now.with
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let edition = Edition {
                workload: WorkloadId(row.id),
                revision: row.computed_revision,
                true_until: row.true_until,
            };
            Ok(MemberRow {
                id: WorkloadId(row.id),
                tier: tier(row.tier)?,
                fresh: row.fresh.then_some(edition),
            })
        })
        .collect()
}
