//! Writing a workload's rows of the register.

use domain::{RiskScore, WorkloadId};
use sqlx::PgConnection;

use super::rank;
use crate::{StoreError, decisions::Treatment};

/// A row to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// The numbers.
    pub score: &'a RiskScore,
    /// Open findings on its checks by severity, the least first.
    pub findings: [u32; 5],
    /// The decision, where there is one.
    pub treatment: Option<&'a Treatment>,
}

/// Keeps a workload's rows, and drops those of risks that apply no more, where the summary that is kept is of this
/// revision: so rows and summary are of the same numbers.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    workload: WorkloadId,
    revision: i64,
    rows: &[Kept<'_>],
) -> Result<(), StoreError> {
    let current = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM results WHERE workload_id = $1 AND computed_revision = $2) AS "is!""#,
        workload.0,
        revision
    )
    .fetch_one(&mut *db)
    .await?;
    if !current {
        return Ok(());
    }
    let ids: Vec<_> = rows.iter().map(|r| r.score.id.to_string()).collect();
    sqlx::query!(
        "DELETE FROM risk_rows WHERE workload_id = $1 AND risk <> ALL ($2)",
        workload.0,
        &ids
    )
    .execute(&mut *db)
    .await?;
    for row in rows {
        write(db, workload, row).await?;
    }
    Ok(())
}

async fn write(
    db: &mut PgConnection,
    workload: WorkloadId,
    row: &Kept<'_>,
) -> Result<(), StoreError> {
    let score = row.score;
    let (claimed, assured) = (&score.residual.claimed, &score.residual.assured);
    let findings = row.findings.map(|n| i32::try_from(n).unwrap_or(i32::MAX));
    let treatment = row.treatment;
    sqlx::query!(
        "INSERT INTO risk_rows AS r (workload_id, risk, title, pillar, likelihood, impact, inherent_band, claimed_band,
             assured_band, claimed, assured, claimed_exact, assured_exact, assured_likelihood, findings, reopened,
             treatment, owner_id, expires_on, approved, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
         ON CONFLICT (workload_id, risk) DO UPDATE SET
             title = $3, pillar = $4, likelihood = $5, impact = $6, inherent_band = $7, claimed_band = $8,
             assured_band = $9, claimed = $10, assured = $11, claimed_exact = $12, assured_exact = $13,
             assured_likelihood = $14, findings = $15, reopened = $16, treatment = $17, owner_id = $18,
             expires_on = $19, approved = $20, version = $21
         WHERE (r.title, r.pillar, r.likelihood, r.impact, r.claimed_exact, r.assured_exact, r.findings, r.reopened,
                r.treatment, r.owner_id, r.expires_on, r.approved, r.version)
             IS DISTINCT FROM ($3, $4, $5, $6, $12, $13, $15, $16, $17, $18, $19, $20, $21)",
        workload.0,
        score.id.as_str(),
        score.own,
        score.pillar.as_str(),
        small(i64::from(score.likelihood)),
        small(i64::from(score.impact)),
        rank(score.band),
        rank(claimed.band),
        rank(assured.band),
        claimed.score.to_f64(),
        assured.score.to_f64(),
        claimed.score.to_string(),
        assured.score.to_string(),
        small(assured.likelihood.rounded()),
        &findings[..],
        !score.reopened_by.is_empty(),
        treatment.map_or("", |t| t.treatment.as_str()),
        treatment.and_then(|t| t.owner.as_ref()).map(|(id, _)| id.0),
        treatment.and_then(|t| t.expires_on),
        treatment.and_then(Treatment::decided),
        treatment.map_or(0, |t| t.version)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Likelihoods and impacts are 1 to 5.
fn small(n: i64) -> i16 {
    i16::try_from(n.clamp(1, 5)).unwrap_or(1)
}
