//! Writing a workload's rows of the register.

use domain::{RiskScore, WorkloadId};
use serde::Serialize;
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
    let rows: Vec<_> = rows.iter().map(Written::of).collect();
    let rows = serde_json::to_value(&rows).map_err(|source| StoreError::Json {
        table: "risk_rows",
        column: "*",
        source,
    })?;
    write(db, workload, &rows).await
}

/// All rows in one statement: a workload has a dozen or more, and thousands of workloads are prepared in a row.
async fn write(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &serde_json::Value,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO risk_rows AS r (workload_id, risk, title, pillar, likelihood, impact, inherent_band, claimed_band,
             assured_band, claimed, assured, claimed_exact, assured_exact, assured_likelihood, findings, reopened,
             treatment, owner_id, expires_on, approved, version)
         SELECT $1, n.*
         FROM jsonb_to_recordset($2) AS n (risk text, title text, pillar text, likelihood smallint, impact smallint,
             inherent_band smallint, claimed_band smallint, assured_band smallint, claimed float8, assured float8,
             claimed_exact text, assured_exact text, assured_likelihood smallint, findings integer[], reopened boolean,
             treatment text, owner_id uuid, expires_on date, approved boolean, version integer)
         ON CONFLICT (workload_id, risk) DO UPDATE SET
             title = EXCLUDED.title, pillar = EXCLUDED.pillar, likelihood = EXCLUDED.likelihood,
             impact = EXCLUDED.impact, inherent_band = EXCLUDED.inherent_band, claimed_band = EXCLUDED.claimed_band,
             assured_band = EXCLUDED.assured_band, claimed = EXCLUDED.claimed, assured = EXCLUDED.assured,
             claimed_exact = EXCLUDED.claimed_exact, assured_exact = EXCLUDED.assured_exact,
             assured_likelihood = EXCLUDED.assured_likelihood, findings = EXCLUDED.findings,
             reopened = EXCLUDED.reopened, treatment = EXCLUDED.treatment, owner_id = EXCLUDED.owner_id,
             expires_on = EXCLUDED.expires_on, approved = EXCLUDED.approved, version = EXCLUDED.version
         WHERE (r.title, r.pillar, r.likelihood, r.impact, r.claimed_exact, r.assured_exact, r.findings, r.reopened,
                r.treatment, r.owner_id, r.expires_on, r.approved, r.version)
             IS DISTINCT FROM (EXCLUDED.title, EXCLUDED.pillar, EXCLUDED.likelihood, EXCLUDED.impact,
                EXCLUDED.claimed_exact, EXCLUDED.assured_exact, EXCLUDED.findings, EXCLUDED.reopened,
                EXCLUDED.treatment, EXCLUDED.owner_id, EXCLUDED.expires_on, EXCLUDED.approved, EXCLUDED.version)",
        workload.0,
        rows
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A row as the statement reads it; the fields are the columns.
#[derive(Serialize)]
struct Written<'a> {
    risk: &'a str,
    title: Option<&'a str>,
    pillar: &'a str,
    likelihood: i16,
    impact: i16,
    inherent_band: i16,
    claimed_band: i16,
    assured_band: i16,
    claimed: f64,
    assured: f64,
    claimed_exact: String,
    assured_exact: String,
    assured_likelihood: i16,
    findings: [i32; 5],
    reopened: bool,
    treatment: &'a str,
    owner_id: Option<uuid::Uuid>,
    expires_on: Option<String>,
    approved: Option<bool>,
    version: i32,
}

impl<'a> Written<'a> {
    fn of(row: &Kept<'a>) -> Self {
        let score = row.score;
        let (claimed, assured) = (&score.residual.claimed, &score.residual.assured);
        let treatment = row.treatment;
        Self {
            risk: score.id.as_str(),
            title: score.own.as_deref(),
            pillar: score.pillar.as_str(),
            likelihood: small(i64::from(score.likelihood)),
            impact: small(i64::from(score.impact)),
            inherent_band: rank(score.band),
            claimed_band: rank(claimed.band),
            assured_band: rank(assured.band),
            claimed: claimed.score.to_f64(),
            assured: assured.score.to_f64(),
            claimed_exact: claimed.score.to_string(),
            assured_exact: assured.score.to_string(),
            assured_likelihood: small(assured.likelihood.rounded()),
            findings: row.findings.map(|n| i32::try_from(n).unwrap_or(i32::MAX)),
            reopened: !score.reopened_by.is_empty(),
            treatment: treatment.map_or("", |t| t.treatment.as_str()),
            owner_id: treatment.and_then(|t| t.owner.as_ref()).map(|(id, _)| id.0),
            expires_on: treatment
                .and_then(|t| t.expires_on)
                .map(|day| day.to_string()),
            approved: treatment.and_then(Treatment::decided),
            version: treatment.map_or(0, |t| t.version),
        }
    }
}

/// Likelihoods and impacts are 1 to 5.
fn small(n: i64) -> i16 {
    i16::try_from(n.clamp(1, 5)).unwrap_or(1)
}
