//! Reports that are made again and again: when, for whom, and what was made.

mod kept;
mod runs;

use domain::{
    Locale, ScheduleId, TeamId, UserId, WorkloadId,
    rhythm::{Every, Rhythm},
    views::{
        reports::{ReportFormat, ReportKind, Subject},
        workloads::Person,
    },
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

pub use kept::{Kept, NewKept, attachment, download, forget_runs, keep, mail, of_user, readers};
pub use runs::{Claimed, Run, add, begin, claim, failed, finish, latest};

use crate::{
    StoreError,
    rows::{from_json, parse, to_json},
    shares::{Place, Sight},
};

/// A schedule as it stands.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Which.
    pub id: ScheduleId,
    /// What its reports are about.
    pub subject: Subject,
    /// Where it belongs.
    pub place: Place,
    /// What the subject is called; empty of the organisation.
    pub name: String,
    /// For whom the report is.
    pub kind: ReportKind,
    /// Its form.
    pub format: ReportFormat,
    /// Its language.
    pub locale: Locale,
    /// When.
    pub rhythm: Rhythm,
    /// When next.
    pub next_at: OffsetDateTime,
    /// Since when it is paused.
    pub paused_at: Option<OffsetDateTime>,
    /// Who made it.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// For whom.
    pub recipients: Vec<Person>,
    /// For optimistic writes.
    pub version: i32,
}

/// What can be said of a schedule.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    /// For whom the report is, in which form and language.
    pub form: (ReportKind, ReportFormat, Locale),
    /// When.
    pub rhythm: Rhythm,
    /// When next.
    pub next_at: OffsetDateTime,
    /// For whom.
    pub recipients: &'a [UserId],
}

fn every(every: Every) -> (&'static str, i16) {
    match every {
        Every::Week(day) => ("weekly", i16::from(day)),
        Every::Month(day) => ("monthly", i16::from(day)),
    }
}

fn rhythm(name: &str, day: i16, hour: i16, utc_offset: i16) -> Result<Rhythm, StoreError> {
    let broken = StoreError::Inconsistent {
        table: "schedules",
        column: "every",
    };
    let (Ok(day), Ok(hour)) = (u8::try_from(day), u8::try_from(hour)) else {
        return Err(broken);
    };
    let rhythm = Rhythm::new(name, day, hour).and_then(|rhythm| rhythm.ahead(utc_offset));
    rhythm.ok_or(broken)
}

/// Schedules that somebody made, receives or manages, by what they are about; with an id only that one.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    sight: &Sight,
    id: Option<ScheduleId>,
) -> Result<Vec<Schedule>, StoreError> {
    let teams: Vec<Uuid> = sight.teams.iter().map(|team| team.0).collect();
    let rows = sqlx::query!(
        r#"SELECT s.id, s.subject, s.workload_id, s.team_id, COALESCE(w.name, t.name, '') AS "name!", s.kind, s.format, s.locale,
                  s.every, s.day, s.hour, s.utc_offset, s.next_at, s.paused_at, s.created_by, u.name AS by_name, s.version,
                  ARRAY(SELECT p.id FROM schedule_recipients r JOIN users p ON p.id = r.user_id WHERE r.schedule_id = s.id
                        ORDER BY p.name, p.id) AS "ids!",
                  ARRAY(SELECT p.name FROM schedule_recipients r JOIN users p ON p.id = r.user_id WHERE r.schedule_id = s.id
                        ORDER BY p.name, p.id) AS "names!"
           FROM schedules s JOIN users u ON u.id = s.created_by
           LEFT JOIN workloads w ON w.id = s.workload_id LEFT JOIN teams t ON t.id = s.team_id
           WHERE ($1 OR s.created_by = $2 OR s.team_id = ANY ($3)
                  OR EXISTS (SELECT 1 FROM schedule_recipients r WHERE r.schedule_id = s.id AND r.user_id = $2))
             AND ($4::uuid IS NULL OR s.id = $4)
           ORDER BY s.paused_at IS NOT NULL, s.next_at, s.id LIMIT 500"#,
        sight.all,
        sight.user.0,
        &teams,
        id.map(|id| id.0)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let people = row.ids.into_iter().zip(row.names);
            Ok(Schedule {
                id: ScheduleId(row.id),
                subject: from_json(row.subject, "schedules", "subject")?,
                place: Place {
                    workload: row.workload_id.map(WorkloadId),
                    team: row.team_id.map(TeamId),
                },
                name: row.name,
                kind: parse(&row.kind, "schedules", "kind")?,
                format: parse(&row.format, "schedules", "format")?,
                locale: Locale::from_tag(&row.locale).ok_or(StoreError::Inconsistent {
                    table: "schedules",
                    column: "locale",
                })?,
                rhythm: rhythm(&row.every, row.day, row.hour, row.utc_offset)?,
                next_at: row.next_at,
                paused_at: row.paused_at,
                by: UserId(row.created_by),
                by_name: row.by_name,
                recipients: people
                    .map(|(id, name)| Person {
                        id: UserId(id),
                        name,
                    })
                    .collect(),
                version: row.version,
            })
        })
        .collect()
}

/// Makes a schedule.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    db: &mut PgConnection,
    (id, subject, place): (ScheduleId, &Subject, Place),
    fields: Fields<'_>,
    by: UserId,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let (kind, format, locale) = fields.form;
    let (every, day) = every(fields.rhythm.every());
    sqlx::query!(
        "INSERT INTO schedules (id, subject, workload_id, team_id, kind, format, locale, every, day, hour, next_at, created_by,
                                created_at, utc_offset)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        id.0,
        to_json(subject, "schedules", "subject")?,
        place.workload.map(|id| id.0),
        place.team.map(|id| id.0),
        kind.as_str(),
        format.as_str(),
        locale.tag(),
        every,
        day,
        i16::from(fields.rhythm.hour()),
        fields.next_at,
        by.0,
        at,
        fields.rhythm.utc_offset()
    )
    .execute(&mut *db)
    .await?;
    recipients(db, id, fields.recipients).await
}

async fn recipients(
    db: &mut PgConnection,
    id: ScheduleId,
    people: &[UserId],
) -> Result<(), StoreError> {
    let people: Vec<_> = people.iter().map(|user| user.0).collect();
    sqlx::query!(
        "DELETE FROM schedule_recipients WHERE schedule_id = $1",
        id.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO schedule_recipients (schedule_id, user_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING",
        id.0,
        &people
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Changes a schedule over the version that was seen; `false` where it is another by now.
///
/// # Errors
/// When the database fails.
pub async fn update(
    db: &mut PgConnection,
    (id, version): (ScheduleId, i32),
    fields: Fields<'_>,
) -> Result<bool, StoreError> {
    let (kind, format, locale) = fields.form;
    let (every, day) = every(fields.rhythm.every());
    let done = sqlx::query!(
        "UPDATE schedules SET kind = $3, format = $4, locale = $5, every = $6, day = $7, hour = $8, next_at = $9,
                              utc_offset = $10, version = version + 1
         WHERE id = $1 AND version = $2",
        id.0,
        version,
        kind.as_str(),
        format.as_str(),
        locale.tag(),
        every,
        day,
        i16::from(fields.rhythm.hour()),
        fields.next_at,
        fields.rhythm.utc_offset()
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    recipients(db, id, fields.recipients).await?;
    Ok(true)
}

/// Pauses a schedule or lets it go on from a moment; `false` where it is so already, or another version.
///
/// # Errors
/// When the database fails.
pub async fn set_paused(
    db: &mut PgConnection,
    (id, version): (ScheduleId, i32),
    paused_at: Option<OffsetDateTime>,
    next_at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE schedules SET paused_at = $3, next_at = $4, version = version + 1
         WHERE id = $1 AND version = $2 AND (paused_at IS NULL) <> ($3::timestamptz IS NULL)",
        id.0,
        version,
        paused_at,
        next_at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a schedule with everything that it made; `false` where there is none.
///
/// # Errors
/// When the database fails.
pub async fn remove(db: &mut PgConnection, id: ScheduleId) -> Result<bool, StoreError> {
    let done = sqlx::query!("DELETE FROM schedules WHERE id = $1", id.0)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
