//! Findings as they stand, and how many stand where.

use domain::{
    CheckId, FindingId, WorkloadId,
    evidence::{Finding, Severity},
};
use sqlx::PgConnection;
use time::Date;

use super::{checks, rank};
use crate::{StoreError, rows::from_json};

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

/// A finding of a row with all columns of one.
macro_rules! stored {
    ($row:ident) => {
        Ok(Stored {
            id: FindingId($row.id),
            series: $row.series,
            kind: $row.kind,
            tool: $row.tool,
            content: from_json($row.content, "findings", "content")?,
            checks: checks(&$row.checks)?,
            first_day: $row.first_day,
            last_day: $row.last_day,
            fixed_day: $row.fixed_day,
            triage: $row
                .by_name
                .filter(|_| $row.triage.is_some())
                .map(|by_name| Triage {
                    fixed: $row.triage.as_deref() == Some("fixed"),
                    accepted_until: $row.triage_until,
                    remark: $row.remark,
                    by_name,
                }),
            version: $row.version,
        })
    };
}

/// A query over a workload's findings that match, with another column; `$8` and further are the caller's.
macro_rules! matching {
    ($column:tt, $tail:tt, $of:expr $(, $more:expr)*) => {{
        let (workload, query, today): (WorkloadId, &Query, Date) = $of;
        sqlx::query!(
            r#"SELECT f.id, f.series, f.kind, f.tool, f.content, f.checks, f.first_day, f.last_day, f.fixed_day, f.triage,
                  f.triage_until, f.remark, f.version, u.name AS "by_name?", "#
            + $column
            + "
           FROM findings f LEFT JOIN users u ON u.id = f.triaged_by
           WHERE f.workload_id = $1 AND ($2::text IS NULL OR f.kind = $2) AND f.severity >= $3
             AND ($4::text IS NULL OR $4 = ANY (f.checks))
             AND ($5::text IS NULL OR $5 = CASE
                 WHEN f.fixed_day IS NOT NULL THEN 'fixed'
                 WHEN f.triage = 'false_positive' OR (f.triage = 'accepted' AND f.triage_until >= $6) THEN f.triage
                 ELSE 'open' END)
             AND ($7::text IS NULL OR f.tool = $7) "
            + $tail,
            workload.0,
            query.kind,
            query.severity.map_or(0, rank),
            query.check.as_ref().map(CheckId::as_str),
            query.state,
            today,
            query.tool
            $(, $more)*
        )
    }};
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
    let rows = matching!(
        r#"count(*) OVER () AS "total!""#,
        "ORDER BY f.severity DESC, f.last_day DESC, f.id OFFSET $8 LIMIT $9",
        (workload, query, today),
        offset,
        limit
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let found = rows.into_iter().map(|row| stored!(row));
    Ok((found.collect::<Result<_, StoreError>>()?, total))
}

/// Where a finding stands in that order: its severity, the last day on which it was seen, and which it is.
#[derive(Clone, Copy, Debug)]
pub struct Place(i16, Date, uuid::Uuid);

/// The findings after one in the same order, at most so many, and where the last of them stands; from the first on where
/// none is given.
///
/// # Errors
/// When the database fails.
pub async fn following(
    db: &mut PgConnection,
    workload: WorkloadId,
    query: &Query,
    today: Date,
    (after, limit): (Option<Place>, i64),
) -> Result<(Vec<Stored>, Option<Place>), StoreError> {
    let rows = matching!(
        "f.severity",
        "AND ($8::smallint IS NULL OR f.severity < $8
                  OR f.severity = $8 AND (f.last_day < $9::date OR f.last_day = $9 AND f.id > $10::uuid))
           ORDER BY f.severity DESC, f.last_day DESC, f.id LIMIT $11",
        (workload, query, today),
        after.map(|place| place.0),
        after.map(|place| place.1),
        after.map(|place| place.2),
        limit
    )
    .fetch_all(db)
    .await?;
    let last = rows.last();
    let last = last.map(|row| Place(row.severity, row.last_day, row.id));
    let found = rows.into_iter().map(|row| stored!(row));
    Ok((found.collect::<Result<_, StoreError>>()?, last))
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
        r#"SELECT f.id, f.series, f.kind, f.tool, f.content, f.checks, f.first_day, f.last_day, f.fixed_day, f.triage,
                  f.triage_until, f.remark, f.version, u.name AS "by_name?"
           FROM findings f LEFT JOIN users u ON u.id = f.triaged_by
           WHERE f.workload_id = $1 AND f.fixed_day IS NULL AND f.checks && $2
             AND (f.triage IS NULL OR (f.triage = 'accepted' AND f.triage_until < $3))
           ORDER BY f.severity DESC, f.last_day DESC, f.id LIMIT $4"#,
        workload.0,
        &on,
        today,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| stored!(row)).collect()
}
