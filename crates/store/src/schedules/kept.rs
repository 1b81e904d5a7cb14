//! What a person was sent, and who may be sent what.

use domain::{
    DeliveryId, KeptReportId, Locale, Readable, RunId, ScheduleId, TeamId, UserId,
    views::reports::{ReportFormat, ReportKind},
    views::workloads::Person,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::parse, workloads::team_filter};

/// People who may be sent a report of a team, or of the organisation without one, by name: the team's members, managers
/// and administrators.
///
/// # Errors
/// When the database fails.
pub async fn readers(
    db: &mut PgConnection,
    team: Option<TeamId>,
) -> Result<Vec<Person>, StoreError> {
    let rows = sqlx::query!(
        "SELECT u.id, u.name FROM users u WHERE u.disabled_at IS NULL
           AND (u.org_role IS NOT NULL OR EXISTS (SELECT 1 FROM members m WHERE m.user_id = u.id AND m.team_id = $1))
         ORDER BY u.name, u.id",
        team.map(|team| team.0)
    )
    .fetch_all(db)
    .await?;
    let people = rows.into_iter().map(|row| Person {
        id: UserId(row.id),
        name: row.name,
    });
    Ok(people.collect())
}

/// A report to be kept for somebody.
#[derive(Clone, Copy, Debug)]
pub struct NewKept<'a> {
    /// Which.
    pub id: KeptReportId,
    /// Of which round.
    pub run: RunId,
    /// For whom.
    pub user: UserId,
    /// SHA-256 of the file.
    pub file: &'a str,
    /// What it is called.
    pub file_name: &'a str,
    /// Whose workloads are in it.
    pub teams: &'a Readable,
}

/// Keeps a report for somebody.
///
/// # Errors
/// When the database fails.
pub async fn keep(db: &mut PgConnection, new: NewKept<'_>) -> Result<(), StoreError> {
    let teams = team_filter(new.teams);
    sqlx::query!(
        "INSERT INTO kept_reports (id, run_id, user_id, file, file_name, teams) VALUES ($1, $2, $3, $4, $5, $6)",
        new.id.0,
        new.run.0,
        new.user.0,
        new.file,
        new.file_name,
        teams.as_deref()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A mail to somebody that brings a kept report, due at once.
///
/// # Errors
/// When the database fails.
pub async fn mail(
    db: &mut PgConnection,
    id: DeliveryId,
    (user, report): (UserId, KeptReportId),
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO deliveries (id, user_id, report_id, next_at, created_at) VALUES ($1, $2, $3, $4, $4)",
        id.0,
        user.0,
        report.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A kept report as lists show it.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Which.
    pub id: KeptReportId,
    /// Of which schedule.
    pub schedule: ScheduleId,
    /// What it is called.
    pub file_name: String,
    /// For whom the report is.
    pub kind: ReportKind,
    /// Its form.
    pub format: ReportFormat,
    /// Its language.
    pub locale: Locale,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// When it was made.
    pub at: OffsetDateTime,
}

/// What somebody was sent and may still read, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_user(
    db: &mut PgConnection,
    user: UserId,
    readable: &Readable,
    limit: i64,
) -> Result<Vec<Kept>, StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        r#"SELECT k.id, r.schedule_id, k.file_name, s.kind, s.format, s.locale, f.size, f.sha256, r.done_at AS "done_at!"
           FROM kept_reports k JOIN schedule_runs r ON r.id = k.run_id JOIN schedules s ON s.id = r.schedule_id
           JOIN report_files f ON f.sha256 = k.file
           WHERE k.user_id = $1 AND r.done_at IS NOT NULL
             AND ($2::uuid[] IS NULL OR (k.teams IS NOT NULL AND k.teams <@ $2))
           ORDER BY r.done_at DESC, k.id LIMIT $3"#,
        user.0,
        teams.as_deref(),
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Kept {
                id: KeptReportId(row.id),
                schedule: ScheduleId(row.schedule_id),
                file_name: row.file_name,
                kind: parse(&row.kind, "schedules", "kind")?,
                format: parse(&row.format, "schedules", "format")?,
                locale: Locale::from_tag(&row.locale).unwrap_or_default(),
                size: row.size,
                sha256: row.sha256,
                at: row.done_at,
            })
        })
        .collect()
}

/// A kept report that somebody was sent and may still read: its name and content.
///
/// # Errors
/// When the database fails.
pub async fn download(
    db: &mut PgConnection,
    user: UserId,
    readable: &Readable,
    id: KeptReportId,
) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let teams = team_filter(readable);
    let row = sqlx::query!(
        "SELECT k.file_name, f.bytes FROM kept_reports k JOIN report_files f ON f.sha256 = k.file
         WHERE k.id = $1 AND k.user_id = $2 AND ($3::uuid[] IS NULL OR (k.teams IS NOT NULL AND k.teams <@ $3))",
        id.0,
        user.0,
        teams.as_deref()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.file_name, row.bytes)))
}

/// The kept report that a mail brings; none where it is a mail of notices.
///
/// # Errors
/// When the database fails.
pub async fn attachment(
    db: &mut PgConnection,
    delivery: DeliveryId,
) -> Result<Option<(KeptReportId, String, ReportFormat)>, StoreError> {
    let row = sqlx::query!(
        "SELECT k.id, COALESCE(w.name, t.name, o.name) AS \"name!\", s.format
         FROM deliveries d JOIN kept_reports k ON k.id = d.report_id JOIN schedule_runs r ON r.id = k.run_id
         JOIN schedules s ON s.id = r.schedule_id CROSS JOIN organisation o
         LEFT JOIN workloads w ON w.id = s.workload_id LEFT JOIN teams t ON t.id = s.team_id
         WHERE d.id = $1",
        delivery.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok((
            KeptReportId(row.id),
            row.name,
            parse(&row.format, "schedules", "format")?,
        ))
    })
    .transpose()
}

/// Forgets all but the latest rounds of each schedule, with what they made; how many.
///
/// # Errors
/// When the database fails.
pub async fn forget_runs(db: &mut PgConnection, kept: i64) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM schedule_runs WHERE id IN (
             SELECT id FROM (
                 SELECT id, row_number() OVER (PARTITION BY schedule_id ORDER BY due_at DESC) AS place
                 FROM schedule_runs WHERE done_at IS NOT NULL
             ) AS ranked WHERE place > $1
         )",
        kept
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
