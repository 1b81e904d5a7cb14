//! Teams.

use std::collections::BTreeMap;

use domain::{
    Administer, Name, Permit, PillarId, Readable, TeamId, UserId,
    access::{ManageTeam, Read},
    views::accounts::TeamRow,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows, workloads::team_filter};

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Person-days a month for the plan.
    pub capacity_days: i32,
    /// Pillar priorities that differ from the organisation's.
    pub priorities: BTreeMap<PillarId, u32>,
    /// Grows with each change.
    pub version: i32,
}

/// Adds a team.
///
/// # Errors
/// When the name is taken (`teams_name_key`) or the database fails.
pub async fn insert(
    db: &mut PgConnection,
    _permit: &Administer,
    id: TeamId,
    name: &Name,
    capacity_days: i32,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO teams (id, name, capacity_days, created_at) VALUES ($1, $2, $3, $4)",
        id.0,
        name.as_str(),
        capacity_days,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A team that may be read.
///
/// # Errors
/// When the database fails.
pub async fn find(
    db: &mut PgConnection,
    permit: &Permit<Read>,
) -> Result<Option<Team>, StoreError> {
    let id = permit.team();
    let row = sqlx::query!(
        "SELECT name, capacity_days, priorities, version FROM teams WHERE id = $1",
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let priorities = rows::from_json(row.priorities, "teams", "priorities")?;
        Ok(Team {
            id,
            name: row.name,
            capacity_days: row.capacity_days,
            priorities,
            version: row.version,
        })
    })
    .transpose()
}

/// Holds a team until the end of the transaction, so that its members change one after the other; false if there is
/// none.
///
/// # Errors
/// When the database fails.
pub async fn lock(db: &mut PgConnection, permit: &Permit<ManageTeam>) -> Result<bool, StoreError> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM teams WHERE id = $1 FOR NO KEY UPDATE",
        permit.team().0
    )
    .fetch_optional(db)
    .await?;
    Ok(id.is_some())
}

/// How many teams may be read that have a text in their name.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &mut PgConnection, readable: &Readable, q: &str) -> Result<i64, StoreError> {
    let teams = team_filter(readable);
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM teams t
           WHERE ($1::uuid[] IS NULL OR t.id = ANY ($1)) AND ($2 = '' OR position(lower($2) IN lower(t.name)) > 0)"#,
        teams.as_deref(),
        q
    )
    .fetch_one(db)
    .await?)
}

/// So many of these teams after so many others, by name, each with the reader's role.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    reader: UserId,
    (readable, q): (&Readable, &str),
    (most, skipped): (i64, i64),
) -> Result<Vec<TeamRow>, StoreError> {
    let teams = team_filter(readable);
    // Counted are only those that are shown.
    let found = sqlx::query!(
        r#"SELECT t.id, t.name, own.role AS "role?",
               (SELECT count(*) FROM members m WHERE m.team_id = t.id) AS "members!",
               (SELECT count(*) FROM workloads w WHERE w.team_id = t.id AND w.archived_at IS NULL) AS "workloads!"
           FROM (SELECT s.id, s.name FROM teams s
                 WHERE ($2::uuid[] IS NULL OR s.id = ANY ($2)) AND ($3 = '' OR position(lower($3) IN lower(s.name)) > 0)
                 ORDER BY lower(s.name), s.id LIMIT $4 OFFSET $5) t
           LEFT JOIN members own ON own.team_id = t.id AND own.user_id = $1
           ORDER BY lower(t.name), t.id"#,
        reader.0,
        teams.as_deref(),
        q,
        most,
        skipped
    )
    .fetch_all(db)
    .await?;
    let found = found.into_iter().map(|row| {
        Ok(TeamRow {
            id: TeamId(row.id),
            name: row.name,
            members: row.members,
            workloads: row.workloads,
            role: rows::parse_opt(row.role.as_deref(), "members", "role")?,
            figures: None,
        })
    });
    found.collect()
}

/// The names of the teams that may be read, in order.
///
/// # Errors
/// When the database fails.
pub async fn names(
    db: &mut PgConnection,
    readable: &Readable,
) -> Result<Vec<(TeamId, String)>, StoreError> {
    let teams = team_filter(readable);
    let found = sqlx::query!(
        "SELECT id, name FROM teams WHERE $1::uuid[] IS NULL OR id = ANY ($1) ORDER BY lower(name), id",
        teams.as_deref()
    )
    .fetch_all(db)
    .await?;
    Ok(found
        .into_iter()
        .map(|row| (TeamId(row.id), row.name))
        .collect())
}

/// Changes name and capacity; false if the version is not the one that was seen. The plans follow from the capacity, so
/// the team's workloads' results become stale.
///
/// # Errors
/// When the name is taken (`teams_name_key`) or the database fails.
pub async fn update(
    db: &mut PgConnection,
    permit: &Permit<ManageTeam>,
    name: &Name,
    capacity_days: i32,
    version: i32,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE teams SET name = $3, capacity_days = $4, version = version + 1 WHERE id = $1 AND version = $2",
        permit.team().0,
        version,
        name.as_str(),
        capacity_days
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    mark_stale(db, permit).await?;
    Ok(true)
}

/// Changes the priorities; false if the version is not the one that was seen. The team's workloads' results become
/// stale.
///
/// # Errors
/// When the database fails.
pub async fn set_priorities(
    db: &mut PgConnection,
    permit: &Permit<ManageTeam>,
    priorities: &BTreeMap<PillarId, u32>,
    version: i32,
) -> Result<bool, StoreError> {
    let priorities = rows::to_json(priorities, "teams", "priorities")?;
    let done = sqlx::query!(
        "UPDATE teams SET priorities = $3, version = version + 1 WHERE id = $1 AND version = $2",
        permit.team().0,
        version,
        priorities
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    mark_stale(db, permit).await?;
    Ok(true)
}

/// In the order of the organisation's change of priorities: the two can't wait for each other.
async fn mark_stale(db: &mut PgConnection, permit: &Permit<ManageTeam>) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH locked AS (
             SELECT r.workload_id FROM results r JOIN workloads w ON w.id = r.workload_id
             WHERE w.team_id = $1 ORDER BY r.workload_id FOR NO KEY UPDATE OF r
         )
         UPDATE results SET revision = revision + 1 FROM locked WHERE results.workload_id = locked.workload_id",
        permit.team().0
    )
    .execute(db)
    .await?;
    Ok(())
}
