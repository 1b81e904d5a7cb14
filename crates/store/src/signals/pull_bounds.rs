//! What every pull of a team must also ask for.

use domain::{TeamId, WorkloadId, access::Administer};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// A team's bound.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Label matchers.
    pub matchers: String,
    /// Who set it.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
    /// For optimistic writes.
    pub version: i32,
}

/// A team's bound, if it has one.
///
/// # Errors
/// When the database fails.
pub async fn of_team(db: &mut PgConnection, team: TeamId) -> Result<Option<Stored>, StoreError> {
    let row = sqlx::query!(
        "SELECT b.matchers, u.name AS by_name, b.changed_at, b.version
         FROM pull_bounds b JOIN users u ON u.id = b.changed_by WHERE b.team_id = $1",
        team.0
    );
    Ok(row.fetch_optional(db).await?.map(|row| Stored {
        matchers: row.matchers,
        by_name: row.by_name,
        at: row.changed_at,
        version: row.version,
    }))
}

/// The matchers of the team that a workload is in, if it has any.
///
/// # Errors
/// When the database fails.
pub async fn of_workload(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Option<String>, StoreError> {
    let matchers = sqlx::query_scalar!(
        "SELECT b.matchers FROM pull_bounds b JOIN workloads w ON w.team_id = b.team_id WHERE w.id = $1",
        workload.0
    );
    Ok(matchers.fetch_optional(db).await?)
}

/// Sets a team's bound; `false` where somebody was faster. Version 0: it has none yet.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut PgConnection,
    permit: &Administer,
    (team, version): (TeamId, i32),
    matchers: &str,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = if version == 0 {
        sqlx::query!(
            "INSERT INTO pull_bounds (team_id, matchers, changed_by, changed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (team_id) DO NOTHING",
            team.0,
            matchers,
            permit.user().0,
            at
        )
        .execute(db)
        .await?
    } else {
        sqlx::query!(
            "UPDATE pull_bounds SET matchers = $3, changed_by = $4, changed_at = $5, version = version + 1
             WHERE team_id = $1 AND version = $2",
            team.0,
            version,
            matchers,
            permit.user().0,
            at
        )
        .execute(db)
        .await?
    };
    Ok(done.rows_affected() == 1)
}

/// Takes a team's bound away; `false` where somebody was faster.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    db: &mut PgConnection,
    _permit: &Administer,
    (team, version): (TeamId, i32),
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM pull_bounds WHERE team_id = $1 AND version = $2",
        team.0,
        version
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}
