//! What is not fixed: for the rules, and for the risks.

use domain::{
    CheckId, WorkloadId,
    evidence::{Finding, Severity},
};
use sqlx::PgConnection;
use time::Date;

use super::{checks, severity};
use crate::{StoreError, rows::from_json};

/// What rules need to know of a finding.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The series of files that it is in.
    pub series: String,
    /// What was reported.
    pub content: Finding,
    /// Checks whose rules count it.
    pub checks: Vec<CheckId>,
    /// Whether somebody settled it, and until when: for good without a day.
    pub settled: Option<Option<Date>>,
    /// The first day on which it was reported.
    pub first_day: Date,
}

/// All findings of a workload that are not fixed.
///
/// # Errors
/// When the database fails.
pub async fn unfixed(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<Judged>, StoreError> {
    let rows = sqlx::query!(
        "SELECT series, content, checks, triage, triage_until, first_day FROM findings
         WHERE workload_id = $1 AND fixed_day IS NULL ORDER BY severity DESC, id",
        workload.0
    )
    .fetch_all(db)
    .await?;
    let found = rows.into_iter().map(|row| {
        Ok(Judged {
            series: row.series,
            content: from_json(row.content, "findings", "content")?,
            checks: checks(&row.checks)?,
            settled: row.triage.map(|_| row.triage_until),
            first_day: row.first_day,
        })
    });
    found.collect()
}

/// Findings that are not fixed, alike in all that counts for risks.
#[derive(Clone, Debug)]
pub struct Unfixed {
    /// How bad they are.
    pub severity: Severity,
    /// Checks whose rules count them.
    pub checks: Vec<CheckId>,
    /// Whether somebody settled them, and until when: for good without a day.
    pub settled: Option<Option<Date>>,
    /// How many.
    pub count: u32,
}

impl Unfixed {
    /// Whether they count on a day.
    pub fn open(&self, today: Date) -> bool {
        !matches!(self.settled, Some(until) if until.is_none_or(|day| day >= today))
    }

    /// Whether they put risks back to inherent while they are open.
    pub fn grave(&self) -> bool {
        self.severity >= Severity::High
    }
}

/// How many findings there are on which checks.
///
/// # Errors
/// When the database fails.
pub async fn unfixed_counts(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<Unfixed>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT severity, checks, triage, triage_until, count(*) AS "count!"
           FROM findings WHERE workload_id = $1 AND fixed_day IS NULL
           GROUP BY severity, checks, triage, triage_until"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    let found = rows.into_iter().map(|row| {
        Ok(Unfixed {
            severity: severity(row.severity),
            checks: checks(&row.checks)?,
            settled: row.triage.map(|_| row.triage_until),
            count: u32::try_from(row.count).unwrap_or(u32::MAX),
        })
    });
    found.collect()
}
