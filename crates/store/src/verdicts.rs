//! What rules say of workloads.

use domain::{Permit, RuleId, WorkloadId, access::Assess, rule::Verdict};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    StoreError,
    rows::{from_json, parse, to_json},
};

/// A verdict as it stands.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Of which rule.
    pub rule: RuleId,
    /// The verdict.
    pub verdict: Verdict,
    /// When it came to be.
    pub judged_at: OffsetDateTime,
    /// What a person said to it.
    pub decision: Option<Decided>,
}

/// What a person said to a verdict.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Whether they follow it.
    pub accepted: bool,
    /// Why.
    pub remark: String,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
}

/// All verdicts of a workload.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT v.rule, v.content, v.judged_at, v.decision, v.remark, v.decided_at, u.name AS "by_name?"
           FROM verdicts v LEFT JOIN users u ON u.id = v.decided_by WHERE v.workload_id = $1 ORDER BY v.rule"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let decision = match (row.decision, row.by_name, row.decided_at) {
                (Some(decision), Some(by_name), Some(at)) => Some(Decided {
                    accepted: decision == "accepted",
                    remark: row.remark,
                    by_name,
                    at,
                }),
                _ => None,
            };
            Ok(Stored {
                rule: parse(&row.rule, "verdicts", "rule")?,
                verdict: from_json(row.content, "verdicts", "content")?,
                judged_at: row.judged_at,
                decision,
            })
        })
        .collect()
}

/// Keeps a rule's verdict. A decision stays as long as the outcome does.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    workload: WorkloadId,
    rule: &RuleId,
    verdict: &Verdict,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO verdicts (workload_id, rule, outcome, content, judged_at, fresh_until) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (workload_id, rule) DO UPDATE SET
             outcome = $3, content = $4, judged_at = $5, fresh_until = $6,
             decision = CASE WHEN verdicts.outcome = $3 THEN verdicts.decision END,
             remark = CASE WHEN verdicts.outcome = $3 THEN verdicts.remark ELSE '' END,
             decided_by = CASE WHEN verdicts.outcome = $3 THEN verdicts.decided_by END,
             decided_at = CASE WHEN verdicts.outcome = $3 THEN verdicts.decided_at END",
        workload.0,
        rule.as_str(),
        verdict.outcome.code(),
        to_json(verdict, "verdicts", "content")?,
        at,
        verdict.fresh_until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps others from changing the verdicts of some rules until this transaction has ended: verdicts are locked before
/// actions, as whoever judges does.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    db: &mut PgConnection,
    workload: WorkloadId,
    rules: &[&RuleId],
) -> Result<(), StoreError> {
    let rules: Vec<String> = rules.iter().map(ToString::to_string).collect();
    sqlx::query_scalar!(
        r#"SELECT 1 AS "one!" FROM verdicts WHERE workload_id = $1 AND rule = ANY ($2) ORDER BY rule FOR UPDATE"#,
        workload.0,
        &rules
    )
    .fetch_all(db)
    .await?;
    Ok(())
}

/// Keeps what a person says to the verdict that they saw; `false` where it is another one by now.
///
/// # Errors
/// When the database fails.
pub async fn decide(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    (rule, outcome): (&RuleId, &str),
    (accepted, remark): (bool, &str),
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE verdicts SET decision = $4, remark = $5, decided_by = $6, decided_at = $7
         WHERE workload_id = $1 AND rule = $2 AND outcome = $3",
        workload.0,
        rule.as_str(),
        outcome,
        if accepted { "accepted" } else { "rejected" },
        remark,
        permit.user().0,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
