//! Risks that workloads have of their own.

use std::collections::BTreeSet;

use domain::{CheckId, OwnRisk, Permit, PillarId, RiskId, WorkloadId, access::Treat};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::parse};

/// A workload's own risk as it stands.
#[derive(Clone, Debug)]
pub struct Stored {
    /// What it is.
    pub risk: OwnRisk,
    /// Who found it.
    pub created_by: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// Who closed it, when and why.
    pub closed: Option<Closed>,
    /// For optimistic writes.
    pub version: i32,
}

/// Why a risk is none any more.
#[derive(Clone, Debug)]
pub struct Closed {
    /// Who said so.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// Why.
    pub reason: String,
}

/// All own risks of a workload by number, closed ones too.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT r.number, r.title, r.description, r.pillar, r.likelihood, r.impact, r.checks, c.name AS created_by,
                  r.created_at, x.name AS "closer?", r.closed_at, r.closing_reason, r.version
           FROM own_risks r JOIN users c ON c.id = r.created_by LEFT JOIN users x ON x.id = r.closed_by
           WHERE r.workload_id = $1 ORDER BY r.number"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let checks = row.checks.iter();
            let checks = checks.map(|id| parse::<CheckId>(id, "own_risks", "checks"));
            let closed = row.closer.zip(row.closed_at).map(|(by, at)| Closed {
                by,
                at,
                reason: row.closing_reason,
            });
            Ok(Stored {
                risk: OwnRisk {
                    id: RiskId::own(u32::try_from(row.number).unwrap_or(0)),
                    title: row.title,
                    text: row.description,
                    pillar: parse(&row.pillar, "own_risks", "pillar")?,
                    likelihood: u32::try_from(row.likelihood).unwrap_or(1),
                    impact: u32::try_from(row.impact).unwrap_or(1),
                    checks: checks.collect::<Result<_, _>>()?,
                },
                created_by: row.created_by,
                created_at: row.created_at,
                closed,
                version: row.version,
            })
        })
        .collect()
}

/// What the own risks of some workloads are called, closed ones too.
///
/// # Errors
/// When the database fails.
pub async fn titles(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<((WorkloadId, RiskId), String)>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT workload_id, number, title FROM own_risks WHERE workload_id = ANY ($1)",
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let id = RiskId::own(u32::try_from(row.number).unwrap_or(0));
            ((WorkloadId(row.workload_id), id), row.title)
        })
        .collect())
}

/// A workload's own risk to be written.
#[derive(Clone, Debug)]
pub struct NewOwnRisk<'a> {
    /// What it is called.
    pub title: &'a str,
    /// What happens, and to whom.
    pub text: &'a str,
    /// The pillar whose level it can cap.
    pub pillar: &'a PillarId,
    /// 1…5.
    pub likelihood: i16,
    /// 1…5.
    pub impact: i16,
    /// Checks that mitigate it.
    pub checks: &'a BTreeSet<CheckId>,
}

impl NewOwnRisk<'_> {
    fn checks(&self) -> Vec<String> {
        self.checks.iter().map(ToString::to_string).collect()
    }
}

/// Adds a risk under the next number, which it returns.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &mut PgConnection,
    permit: &Permit<Treat>,
    workload: WorkloadId,
    new: NewOwnRisk<'_>,
    at: OffsetDateTime,
) -> Result<RiskId, StoreError> {
    // Two people who add one at a time must not take the same number.
    sqlx::query!(
        "SELECT id FROM workloads WHERE id = $1 FOR UPDATE",
        workload.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let number = sqlx::query_scalar!(
        "INSERT INTO own_risks (workload_id, number, title, description, pillar, likelihood, impact, checks,
                                created_by, created_at, updated_at)
         SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $9
         FROM own_risks WHERE workload_id = $1
         RETURNING number",
        workload.0,
        new.title,
        new.text,
        new.pillar.as_str(),
        new.likelihood,
        new.impact,
        &new.checks(),
        permit.user().0,
        at
    )
    .fetch_one(db)
    .await?;
    Ok(RiskId::own(u32::try_from(number).unwrap_or(0)))
}

/// Changes an open risk; false where it is closed, not there, or not in that version.
///
/// # Errors
/// When the database fails.
pub async fn update(
    db: &mut PgConnection,
    _permit: &Permit<Treat>,
    (workload, number): (WorkloadId, u32),
    expected: i32,
    new: NewOwnRisk<'_>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE own_risks SET title = $4, description = $5, pillar = $6, likelihood = $7, impact = $8, checks = $9,
                              updated_at = $10, version = version + 1
         WHERE workload_id = $1 AND number = $2 AND version = $3 AND closed_at IS NULL",
        workload.0,
        i32::try_from(number).unwrap_or(0),
        expected,
        new.title,
        new.text,
        new.pillar.as_str(),
        new.likelihood,
        new.impact,
        &new.checks(),
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes a risk, or opens it again without a reason; false where it is so already, not there, or not in that version.
///
/// # Errors
/// When the database fails.
pub async fn close(
    db: &mut PgConnection,
    permit: &Permit<Treat>,
    (workload, number): (WorkloadId, u32),
    expected: i32,
    reason: Option<&str>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE own_risks SET closing_reason = coalesce($4, ''), closed_by = CASE WHEN $4::text IS NOT NULL THEN $5::uuid END,
                              closed_at = CASE WHEN $4::text IS NOT NULL THEN $6::timestamptz END,
                              updated_at = $6, version = version + 1
         WHERE workload_id = $1 AND number = $2 AND version = $3 AND (closed_at IS NULL) = ($4::text IS NOT NULL)",
        workload.0,
        i32::try_from(number).unwrap_or(0),
        expected,
        reason,
        permit.user().0,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
