//! What is here already that an import would meet.

use std::collections::BTreeMap;

use domain::{AssessmentId, PillarId, TeamId, WorkloadId};
use sqlx::PgConnection;

use crate::{StoreError, rows::from_json};

/// A team that is here.
#[derive(Clone, Debug)]
pub struct Here {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Person-days a month.
    pub capacity_days: i32,
    /// Pillar priorities that differ from the organisation's.
    pub priorities: BTreeMap<PillarId, u32>,
}

/// All teams.
///
/// # Errors
/// When the database fails.
pub async fn teams_here(db: &mut PgConnection) -> Result<Vec<Here>, StoreError> {
    let rows = sqlx::query!("SELECT id, name, capacity_days, priorities FROM teams ORDER BY id")
        .fetch_all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Here {
                id: TeamId(row.id),
                name: row.name,
                capacity_days: row.capacity_days,
                priorities: from_json(row.priorities, "teams", "priorities")?,
            })
        })
        .collect()
}

/// How many workloads there are, archived ones too.
///
/// # Errors
/// When the database fails.
pub async fn workloads_here(db: &mut PgConnection) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM workloads"#)
            .fetch_one(db)
            .await?,
    )
}

/// The name of a workload with this id, or with this name in this team, and of one that has this assessment.
///
/// # Errors
/// When the database fails.
pub async fn assessment_there(
    db: &mut PgConnection,
    workload: WorkloadId,
    (team, name): (TeamId, &str),
    assessment: AssessmentId,
) -> Result<Option<String>, StoreError> {
    let name = sqlx::query_scalar!(
        "SELECT name FROM workloads
         WHERE id = $1 OR (team_id = $2 AND name = $3)
            OR id IN (SELECT workload_id FROM assessments WHERE id = $4) LIMIT 1",
        workload.0,
        team.0,
        name,
        assessment.0
    )
    .fetch_optional(db)
    .await?;
    Ok(name)
}
