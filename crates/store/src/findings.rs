//! Problems that other tools reported, over runs.

use domain::{
    CheckId, FindingId, Permit, ReadingId, WorkloadId,
    access::{Assess, Treat},
    evidence::{Finding, Severity},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{
    StoreError,
    rows::{from_json, parse, to_json},
};

/// A finding as it stands.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Which.
    pub id: FindingId,
    /// The series of files that it is in.
    pub series: String,
    /// The kind of file that reported it.
    pub kind: String,
    /// The tool that reported it; empty where nobody knows.
    pub tool: String,
    /// What was reported.
    pub content: Finding,
    /// Checks whose rules count it.
    pub checks: Vec<CheckId>,
    /// The first day on which it was seen.
    pub first_day: Date,
    /// The last day on which it was seen.
    pub last_day: Date,
    /// The day of the run in which it was gone, or on which somebody said that it is fixed.
    pub fixed_day: Option<Date>,
    /// What somebody decided.
    pub triage: Option<Triage>,
    /// For optimistic writes.
    pub version: i32,
}

/// What somebody decided about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triage {
    /// Fixed; else accepted until a day, or no problem at all.
    pub fixed: bool,
    /// The last day of an acceptance.
    pub accepted_until: Option<Date>,
    /// Why.
    pub remark: String,
    /// Who.
    pub by_name: String,
}

impl Stored {
    /// Whether it counts on a day.
    pub fn open(&self, today: Date) -> bool {
        let settled = |triage: &Triage| triage.accepted_until.is_none_or(|until| until >= today);
        self.fixed_day.is_none() && !self.triage.as_ref().is_some_and(settled)
    }
}

/// Which findings of a workload.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Of this kind of file.
    pub kind: Option<String>,
    /// Of this tool.
    pub tool: Option<String>,
    /// Of this severity or worse.
    pub severity: Option<Severity>,
    /// Counted by this check's rules.
    pub check: Option<CheckId>,
    /// `open`, `accepted`, `false_positive` or `fixed`.
    pub state: Option<&'static str>,
}

/// A page of findings, the worst and latest first, and how many there are.
///
/// # Errors
/// When the database fails.
pub async fn page(
    db: &mut PgConnection,
    workload: WorkloadId,
    query: &Query,
    today: Date,
    (offset, limit): (i64, i64),
) -> Result<(Vec<Stored>, i64), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT f.id, f.series, f.kind, f.tool, f.content, f.checks, f.first_day, f.last_day, f.fixed_day, f.triage, f.triage_until,
                  f.remark, f.version, u.name AS "by_name?", count(*) OVER () AS "total!"
           FROM findings f LEFT JOIN users u ON u.id = f.triaged_by
           WHERE f.workload_id = $1 AND ($2::text IS NULL OR f.kind = $2) AND f.severity >= $3
             AND ($4::text IS NULL OR $4 = ANY (f.checks))
             AND ($5::text IS NULL OR $5 = CASE
                 WHEN f.fixed_day IS NOT NULL THEN 'fixed'
                 WHEN f.triage = 'false_positive' OR (f.triage = 'accepted' AND f.triage_until >= $6) THEN f.triage
                 ELSE 'open' END)
             AND ($9::text IS NULL OR f.tool = $9)
           ORDER BY f.severity DESC, f.last_day DESC, f.id OFFSET $7 LIMIT $8"#,
        workload.0,
        query.kind,
        query.severity.map_or(0, rank),
        query.check.as_ref().map(CheckId::as_str),
        query.state,
        today,
        offset,
        limit,
        query.tool
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let found = rows.into_iter().map(|row| {
        Ok(Stored {
            id: FindingId(row.id),
            series: row.series,
            kind: row.kind,
            tool: row.tool,
            content: from_json(row.content, "findings", "content")?,
            checks: checks(&row.checks)?,
            first_day: row.first_day,
            last_day: row.last_day,
            fixed_day: row.fixed_day,
            triage: row
                .by_name
                .filter(|_| row.triage.is_some())
                .map(|by_name| Triage {
                    fixed: row.triage.as_deref() == Some("fixed"),
                    accepted_until: row.triage_until,
                    remark: row.remark,
                    by_name,
                }),
            version: row.version,
        })
    });
    Ok((found.collect::<Result<_, StoreError>>()?, total))
}

/// Tools that reported any finding of a workload, by name.
///
/// # Errors
/// When the database fails.
pub async fn tools(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<String>, StoreError> {
    let tools = sqlx::query_scalar!(
        "SELECT DISTINCT tool FROM findings WHERE workload_id = $1 AND tool <> '' ORDER BY tool",
        workload.0
    );
    Ok(tools.fetch_all(db).await?)
}

/// How many findings of a severity stand where.
#[derive(Clone, Copy, Debug)]
pub struct Tally {
    /// The severity.
    pub severity: Severity,
    /// Those that count.
    pub open: i64,
    /// Accepted until a day.
    pub accepted: i64,
    /// No problem.
    pub false_positive: i64,
    /// Gone in a later run, or fixed as somebody says.
    pub fixed: i64,
}

/// Findings of a workload counted by severity, the worst first; severities without any are left out.
///
/// # Errors
/// When the database fails.
pub async fn tally(
    db: &mut PgConnection,
    workload: WorkloadId,
    today: Date,
) -> Result<Vec<Tally>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT severity,
                  count(*) FILTER (WHERE state = 'open') AS "open!",
                  count(*) FILTER (WHERE state = 'accepted') AS "accepted!",
                  count(*) FILTER (WHERE state = 'false_positive') AS "false_positive!",
                  count(*) FILTER (WHERE state = 'fixed') AS "fixed!"
           FROM (SELECT severity, CASE
                     WHEN fixed_day IS NOT NULL THEN 'fixed'
                     WHEN triage = 'false_positive' OR (triage = 'accepted' AND triage_until >= $2) THEN triage
                     ELSE 'open' END AS state
                 FROM findings WHERE workload_id = $1) AS standing
           GROUP BY severity ORDER BY severity DESC"#,
        workload.0,
        today
    )
    .fetch_all(db)
    .await?;
    let found = rows.into_iter().filter_map(|row| {
        Some(Tally {
            severity: Severity::ALL
                .into_iter()
                .find(|severity| rank(*severity) == row.severity)?,
            open: row.open,
            accepted: row.accepted,
            false_positive: row.false_positive,
            fixed: row.fixed,
        })
    });
    Ok(found.collect())
}

/// Open findings that any of some checks counts, the worst and latest first: at most so many.
///
/// # Errors
/// When the database fails.
pub async fn open_on(
    db: &mut PgConnection,
    workload: WorkloadId,
    on: &[CheckId],
    today: Date,
    limit: i64,
) -> Result<Vec<Stored>, StoreError> {
    let on: Vec<_> = on.iter().map(ToString::to_string).collect();
    let rows = sqlx::query!(
        "SELECT id, series, kind, tool, content, checks, first_day, last_day, version FROM findings
         WHERE workload_id = $1 AND fixed_day IS NULL AND checks && $2
           AND (triage IS NULL OR (triage = 'accepted' AND triage_until < $3))
         ORDER BY severity DESC, last_day DESC, id LIMIT $4",
        workload.0,
        &on,
        today,
        limit
    )
    .fetch_all(db)
    .await?;
    let found = rows.into_iter().map(|row| {
        Ok(Stored {
            id: FindingId(row.id),
            series: row.series,
            kind: row.kind,
            tool: row.tool,
            content: from_json(row.content, "findings", "content")?,
            checks: checks(&row.checks)?,
            first_day: row.first_day,
            last_day: row.last_day,
            fixed_day: None,
            triage: None,
            version: row.version,
        })
    });
    found.collect()
}

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

/// A finding of a new reading.
#[derive(Clone, Debug)]
pub struct NewFinding<'a> {
    /// Its id, if it was not there before.
    pub id: FindingId,
    /// What was reported.
    pub content: &'a Finding,
    /// Checks whose rules count it.
    pub checks: Vec<CheckId>,
}

/// Where findings come from.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The reading.
    pub reading: ReadingId,
    /// Its series.
    pub series: &'a str,
    /// The kind of file.
    pub kind: &'a str,
    /// The tool that wrote it; empty where the file does not say.
    pub tool: &'a str,
    /// Its day.
    pub day: Date,
}

/// Keeps the findings of the newest reading of a series: what was there is seen again, what was fixed is open again.
/// A run of a day before somebody fixed it says nothing against them.
///
/// # Errors
/// When the database fails.
pub async fn see(
    db: &mut PgConnection,
    workload: WorkloadId,
    run: Run<'_>,
    found: &[NewFinding<'_>],
) -> Result<(), StoreError> {
    for one in found {
        let checks: Vec<_> = one.checks.iter().map(ToString::to_string).collect();
        sqlx::query!(
            "INSERT INTO findings (id, workload_id, series, fingerprint, reading_id, kind, severity, checks, content,
                                   first_day, last_day, tool)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)
             ON CONFLICT (workload_id, series, fingerprint) DO UPDATE SET
                 reading_id = $5, severity = $7, checks = $8, content = $9, tool = $11,
                 fixed_day = CASE WHEN findings.triage = 'fixed' AND findings.fixed_day > $10 THEN findings.fixed_day END,
                 triage = CASE WHEN findings.triage = 'fixed' AND findings.fixed_day <= $10 THEN NULL
                               ELSE findings.triage END,
                 version = findings.version
                     + CASE WHEN findings.triage = 'fixed' AND findings.fixed_day <= $10 THEN 1 ELSE 0 END,
                 last_day = greatest(findings.last_day, $10)",
            one.id.0,
            workload.0,
            run.series,
            one.content.fingerprint.as_str(),
            run.reading.0,
            run.kind,
            rank(one.content.severity),
            &checks,
            to_json(one.content, "findings", "content")?,
            run.day,
            run.tool
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// What the newest reading of a series no longer holds, where it holds all that there is, is fixed; how many.
///
/// # Errors
/// When the database fails.
pub async fn close_unseen(
    db: &mut PgConnection,
    workload: WorkloadId,
    run: Run<'_>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "UPDATE findings SET fixed_day = $4, version = version + 1
         WHERE workload_id = $1 AND series = $2 AND reading_id <> $3 AND fixed_day IS NULL",
        workload.0,
        run.series,
        run.reading.0,
        run.day
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// The same for what files of this name reported before names said what a file is about: in that series, or in any where
/// none is given. What the newest reading still holds stands in its own series.
///
/// # Errors
/// When the database fails.
pub async fn close_former(
    db: &mut PgConnection,
    workload: WorkloadId,
    run: Run<'_>,
    (file_name, former): (&str, Option<&str>),
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        r#"UPDATE findings f SET fixed_day = $4, version = f.version + 1
           FROM readings r
           WHERE r.id = f.reading_id AND f.workload_id = $1 AND f.kind = $2 AND f.tool = $3 AND f.series <> $5
             AND f.fixed_day IS NULL AND f.last_day <= $4 AND r.file_name = $6
             AND ($7::text IS NULL OR f.series = $7) AND NOT coalesce(r.content -> 'scopes' @> '[{"kind": "subject"}]', false)"#,
        workload.0,
        run.kind,
        run.tool,
        run.day,
        run.series,
        file_name,
        former
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Forgets the findings of a series of which no reading is left.
///
/// # Errors
/// When the database fails.
pub async fn forget(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
    series: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM findings WHERE workload_id = $1 AND series = $2",
        workload.0,
        series
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Opens again what was found fixed since a day: the run that said so was taken back. What people said stays.
///
/// # Errors
/// When the database fails.
pub async fn reopen(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
    (series, since): (&str, Date),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE findings SET fixed_day = NULL, version = version + 1
         WHERE workload_id = $1 AND series = $2 AND fixed_day >= $3 AND triage IS DISTINCT FROM 'fixed'",
        workload.0,
        series,
        since
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A decision about a finding.
#[derive(Clone, Copy, Debug)]
pub enum Decision {
    /// It counts again.
    Open,
    /// Not before that day is over.
    AcceptUntil(Date),
    /// It is no problem.
    FalsePositive,
    /// It was fixed that day; seen again in a later run, it is open again.
    Fixed(Date),
}

/// Decides about a finding as the writer saw it; `false` where it is not there in that version, or is to be called fixed
/// where a run has found it so.
///
/// # Errors
/// When the database fails.
pub async fn triage(
    db: &mut PgConnection,
    permit: &Permit<Treat>,
    workload: WorkloadId,
    (id, version): (FindingId, i32),
    (decision, remark): (Decision, &str),
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let (triage, until, fixed) = match decision {
        Decision::Open => (None, None, None),
        Decision::AcceptUntil(day) => (Some("accepted"), Some(day), None),
        Decision::FalsePositive => (Some("false_positive"), None, None),
        Decision::Fixed(day) => (Some("fixed"), None, Some(day)),
    };
    // What a run found fixed stays so, whatever is said of it, and nobody calls it fixed: what a person called fixed,
    // another word opens again.
    let done = sqlx::query!(
        "UPDATE findings SET triage = $4, triage_until = $5, remark = $6, triaged_by = $7, triaged_at = $8,
                             fixed_day = CASE WHEN $9::date IS NULL AND triage = 'fixed' THEN NULL
                                              ELSE coalesce(fixed_day, $9) END,
                             version = version + 1
         WHERE workload_id = $1 AND id = $2 AND version = $3
           AND ($9::date IS NULL OR fixed_day IS NULL OR triage IS NOT DISTINCT FROM 'fixed')",
        workload.0,
        id.0,
        version,
        triage,
        until,
        remark,
        permit.user().0,
        at,
        fixed
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

fn checks(ids: &[String]) -> Result<Vec<CheckId>, StoreError> {
    ids.iter()
        .map(|id| parse(id, "findings", "checks"))
        .collect()
}

/// Severities in the order of the database.
const fn rank(severity: Severity) -> i16 {
    match severity {
        Severity::Info => 0,
        Severity::Low => 1,
        Severity::Medium => 2,
        Severity::High => 3,
        Severity::Critical => 4,
    }
}

const fn severity(rank: i16) -> Severity {
    match rank {
        ..=0 => Severity::Info,
        1 => Severity::Low,
        2 => Severity::Medium,
        3 => Severity::High,
        4.. => Severity::Critical,
    }
}
