//! What a run says of findings: seen again, gone, open again.

use domain::{
    CheckId, FindingId, Permit, ReadingId, WorkloadId, access::Assess, evidence::Finding,
};
use sqlx::PgConnection;
use time::Date;

use super::rank;
use crate::{StoreError, rows::to_json};

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
