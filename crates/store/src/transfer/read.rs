//! Rows out. Each table is one query that gives JSON, which the types then read: what can't be read can't be written.

use domain::{EvidenceId, Readable, TeamId, WorkloadId};
use sqlx::PgConnection;

use super::parts::{OrganisationPart, TeamPart, ThresholdPart, WorkloadPart};
use crate::{StoreError, rows::from_json, workloads::team_filter};

/// Makes all later reads of the transaction see the same moment.
///
/// # Errors
/// When the database fails.
pub async fn hold_still(db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .execute(db)
        .await?;
    Ok(())
}

/// All workloads that somebody may read, archived ones too, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn ids(
    db: &mut PgConnection,
    readable: &Readable,
) -> Result<Vec<WorkloadId>, StoreError> {
    let teams = team_filter(readable);
    let ids = sqlx::query_scalar!(
        "SELECT id FROM workloads WHERE $1::uuid[] IS NULL OR team_id = ANY ($1) ORDER BY created_at, id",
        teams.as_deref()
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(WorkloadId).collect())
}

/// The organisation.
///
/// # Errors
/// When the database fails.
pub async fn organisation(db: &mut PgConnection) -> Result<Option<OrganisationPart>, StoreError> {
    let row = sqlx::query_scalar!(r#"SELECT to_jsonb(o) AS "row!" FROM organisation o"#)
        .fetch_optional(db)
        .await?;
    row.map(|row| from_json(row, "organisation", "row"))
        .transpose()
}

/// A team.
///
/// # Errors
/// When the database fails.
pub async fn team(db: &mut PgConnection, id: TeamId) -> Result<Option<TeamPart>, StoreError> {
    let row = sqlx::query_scalar!(
        r#"SELECT to_jsonb(t) AS "row!" FROM teams t WHERE id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| from_json(row, "teams", "row")).transpose()
}

/// All teams, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn teams(db: &mut PgConnection) -> Result<Vec<TeamPart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY created_at, id), '[]') AS "rows!" FROM teams t"#
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "teams", "row")
}

/// Rules' numbers that differ from the framework's.
///
/// # Errors
/// When the database fails.
pub async fn thresholds(db: &mut PgConnection) -> Result<Vec<ThresholdPart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY rule), '[]') AS "rows!" FROM rule_thresholds t"#
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "rule_thresholds", "row")
}

/// A workload's own row.
///
/// # Errors
/// When the database fails.
pub async fn workload(
    db: &mut PgConnection,
    id: WorkloadId,
) -> Result<Option<WorkloadPart>, StoreError> {
    let row = sqlx::query_scalar!(
        r#"SELECT to_jsonb(w) AS "row!" FROM workloads w WHERE id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| from_json(row, "workloads", "row"))
        .transpose()
}

/// A document's file.
///
/// # Errors
/// When the database fails.
pub async fn file(db: &mut PgConnection, id: EvidenceId) -> Result<Option<Vec<u8>>, StoreError> {
    let bytes = sqlx::query_scalar!(
        "SELECT b.bytes FROM evidence e JOIN blobs b ON b.sha256 = e.sha256
         WHERE e.id = $1 AND e.file_name IS NOT NULL",
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(bytes)
}
