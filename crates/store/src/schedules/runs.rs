//! Rounds: one for each schedule and time.

use domain::{
    Locale, RunId, ScheduleId, UserId,
    views::reports::{ReportFormat, ReportKind, Subject},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::rhythm;
use crate::{
    StoreError,
    rows::{from_json, parse},
};

/// Starts the rounds of schedules whose time has come, each once, and sets when they are due next: what was missed while
/// nothing ran is one round, not many. How many.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    db: &mut PgConnection,
    new_id: impl Fn() -> RunId,
    now: OffsetDateTime,
) -> Result<usize, StoreError> {
    // Whoever holds a row makes its round; others pass over it.
    let due = sqlx::query!(
        "SELECT id, every, day, hour, utc_offset, next_at FROM schedules WHERE paused_at IS NULL AND next_at <= $1
         ORDER BY next_at LIMIT 100 FOR UPDATE SKIP LOCKED",
        now
    )
    .fetch_all(&mut *db)
    .await?;
    let count = due.len();
    for row in due {
        let rhythm = rhythm(&row.every, row.day, row.hour, row.utc_offset)?;
        let next = rhythm.after(now);
        add(db, (new_id(), ScheduleId(row.id)), row.next_at, None, now).await?;
        sqlx::query!(
            "UPDATE schedules SET next_at = $2 WHERE id = $1",
            row.id,
            next
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(count)
}

/// Adds a round; `false` where there is one of that schedule and time.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &mut PgConnection,
    (id, schedule): (RunId, ScheduleId),
    due_at: OffsetDateTime,
    asked_by: Option<UserId>,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO schedule_runs (id, schedule_id, due_at, asked_by, next_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (schedule_id, due_at) DO NOTHING",
        id.0,
        schedule.0,
        due_at,
        asked_by.map(|user| user.0),
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A round that somebody has taken on.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Which.
    pub id: RunId,
    /// The how manieth try this is, from 1.
    pub attempt: i32,
    /// What the report is about.
    pub subject: Subject,
    /// For whom the report is.
    pub kind: ReportKind,
    /// Its form.
    pub format: ReportFormat,
    /// Its language.
    pub locale: Locale,
    /// For whom.
    pub recipients: Vec<UserId>,
    /// Who made the schedule.
    pub by: UserId,
}

/// Takes on a round that waits. What nobody reports on until `lost` waits again: a process may die.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    db: &mut PgConnection,
    (now, lost): (OffsetDateTime, OffsetDateTime),
) -> Result<Option<Claimed>, StoreError> {
    let row = sqlx::query!(
        r#"UPDATE schedule_runs r SET attempts = r.attempts + 1, next_at = $2
           FROM (
               SELECT id FROM schedule_runs WHERE done_at IS NULL AND next_at <= $1
               ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED
           ) AS due, schedules s
           WHERE r.id = due.id AND s.id = r.schedule_id
           RETURNING r.id, r.attempts, s.subject, s.kind, s.format, s.locale, s.created_by,
                     ARRAY(SELECT user_id FROM schedule_recipients p WHERE p.schedule_id = s.id ORDER BY user_id) AS "people!""#,
        now,
        lost
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Claimed {
            id: RunId(row.id),
            attempt: row.attempts,
            subject: from_json(row.subject, "schedules", "subject")?,
            kind: parse(&row.kind, "schedules", "kind")?,
            format: parse(&row.format, "schedules", "format")?,
            locale: Locale::from_tag(&row.locale).unwrap_or_default(),
            recipients: row.people.into_iter().map(UserId).collect(),
            by: UserId(row.created_by),
        })
    })
    .transpose()
}

/// Notes that a round is over; `false` where a later try has begun or ended it.
///
/// # Errors
/// When the database fails.
pub async fn finish(
    db: &mut PgConnection,
    (id, attempt): (RunId, i32),
    withheld: i32,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE schedule_runs SET done_at = $3, withheld = $4, failure = NULL
         WHERE id = $1 AND attempts = $2 AND done_at IS NULL",
        id.0,
        attempt,
        at,
        withheld
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a try failed, and when the next is; without one it is given up. `false` where a later try has begun or ended
/// it.
///
/// # Errors
/// When the database fails.
pub async fn failed(
    db: &mut PgConnection,
    (id, attempt): (RunId, i32),
    failure: &str,
    next: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE schedule_runs SET failure = $3, next_at = coalesce($4, next_at),
                                  done_at = CASE WHEN $4::timestamptz IS NULL THEN $5::timestamptz END
         WHERE id = $1 AND attempts = $2 AND done_at IS NULL",
        id.0,
        attempt,
        failure,
        next,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A round as lists show it.
#[derive(Clone, Debug)]
pub struct Run {
    /// Of which schedule.
    pub schedule: ScheduleId,
    /// When it was due.
    pub due_at: OffsetDateTime,
    /// Who asked for it.
    pub asked_by: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last try failed.
    pub failure: Option<String>,
    /// When it was over.
    pub done_at: Option<OffsetDateTime>,
    /// For how many people it was made.
    pub kept: i64,
    /// How many may no longer read it.
    pub withheld: i32,
    /// Mails that were sent.
    pub sent: i64,
    /// Mails that failed, by now.
    pub unsent: i64,
}

/// The latest rounds of some schedules, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn latest(
    db: &mut PgConnection,
    schedules: &[ScheduleId],
) -> Result<Vec<Run>, StoreError> {
    let ids: Vec<_> = schedules.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT r.schedule_id, r.due_at, u.name AS "asked_by?", r.attempts, r.failure, r.done_at, r.withheld,
                  (SELECT count(*) FROM kept_reports k WHERE k.run_id = r.id) AS "kept!",
                  (SELECT count(*) FROM deliveries d JOIN kept_reports k ON k.id = d.report_id
                   WHERE k.run_id = r.id AND d.state = 'sent') AS "sent!",
                  (SELECT count(*) FROM deliveries d JOIN kept_reports k ON k.id = d.report_id
                   WHERE k.run_id = r.id AND d.state IN ('failed', 'given_up')) AS "unsent!"
           FROM unnest($1::uuid[]) AS s (id)
           CROSS JOIN LATERAL (
               SELECT * FROM schedule_runs l WHERE l.schedule_id = s.id ORDER BY l.due_at DESC LIMIT 3
           ) AS r LEFT JOIN users u ON u.id = r.asked_by
           ORDER BY r.due_at DESC"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let runs = rows.into_iter().map(|row| Run {
        schedule: ScheduleId(row.schedule_id),
        due_at: row.due_at,
        asked_by: row.asked_by,
        attempts: row.attempts,
        failure: row.failure,
        done_at: row.done_at,
        kept: row.kept,
        withheld: row.withheld,
        sent: row.sent,
        unsent: row.unsent,
    });
    Ok(runs.collect())
}
