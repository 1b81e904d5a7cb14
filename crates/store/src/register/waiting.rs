//! Acceptances that wait for somebody.

use domain::{RiskId, TeamId, UserId, WorkloadId};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::band;
use crate::{StoreError, rows::parse};

/// An acceptance that somebody asked for.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Whose.
    pub workload: WorkloadId,
    /// The workload's name.
    pub workload_name: String,
    /// Its team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
    /// Of which risk.
    pub risk: RiskId,
    /// What a risk of the workload's own is called.
    pub title: Option<String>,
    /// The assured residual, exact.
    pub assured: domain::Exact,
    /// Its band.
    pub band: domain::Band,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: OffsetDateTime,
    /// Why.
    pub note: String,
    /// The last day on which it would hold.
    pub until: Date,
    /// For optimistic writes.
    pub version: i32,
}

/// Acceptances in active workloads of these teams (none: of all) that this person did not ask for, the greatest assured
/// residual first, and how many there are.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    db: &mut PgConnection,
    teams: Option<&[TeamId]>,
    me: UserId,
    today: Date,
    limit: i64,
) -> Result<(Vec<Waiting>, i64), StoreError> {
    let teams: Option<Vec<_>> = teams.map(|teams| teams.iter().map(|t| t.0).collect());
    let rows = sqlx::query!(
        r#"SELECT t.workload_id, w.name AS workload_name, w.team_id, m.name AS team_name, t.risk, r.title,
                  r.assured_exact, r.assured_band, a.name AS asked_by, t.asked_at AS "asked_at!", t.note,
                  t.expires_on AS "until!", t.version, count(*) OVER () AS "total!"
           FROM treatments t
           JOIN workloads w ON w.id = t.workload_id AND w.archived_at IS NULL
           JOIN teams m ON m.id = w.team_id
           JOIN users a ON a.id = t.asked_by
           JOIN risk_rows r ON r.workload_id = t.workload_id AND r.risk = t.risk
           WHERE t.treatment = 'accept' AND t.approved_by IS NULL AND t.rejected_by IS NULL AND t.expires_on >= $3
             AND t.asked_by <> $2 AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
           ORDER BY r.assured DESC, t.asked_at, t.workload_id, t.risk LIMIT $4"#,
        teams.as_deref(),
        me.0,
        today,
        limit
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let found = rows.into_iter().map(|row| {
        Ok(Waiting {
            workload: WorkloadId(row.workload_id),
            workload_name: row.workload_name,
            team: TeamId(row.team_id),
            team_name: row.team_name,
            risk: parse(&row.risk, "treatments", "risk")?,
            title: row.title,
            assured: parse(&row.assured_exact, "risk_rows", "assured_exact")?,
            band: band(row.assured_band),
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            note: row.note,
            until: row.until,
            version: row.version,
        })
    });
    Ok((found.collect::<Result<_, StoreError>>()?, total))
}
