//! What other tools' files say.

use domain::{
    Permit, ReadingId, TokenId, UserId, WorkloadId,
    access::Assess,
    evidence::{Kind, Reading},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{
    StoreError,
    rows::{from_json, to_json},
};

/// A reading as it stands; findings are rows of their own.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Which.
    pub id: ReadingId,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The name that the file came with.
    pub file_name: String,
    /// Bytes of the file.
    pub size: i64,
    /// Hash of kind, tool and what the file is about.
    pub series: String,
    /// The day from which it counts.
    pub day: Date,
    /// What it says, without findings.
    pub content: Reading,
    /// When it came in.
    pub received_at: OffsetDateTime,
    /// The person or token that sent it, by name.
    pub sender: String,
}

/// All readings of a workload that were not withdrawn, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT r.id, r.sha256, r.file_name, r.size, r.series, r.day, r.content, r.received_at,
                  coalesce(u.name, t.name) AS "sender!"
           FROM readings r LEFT JOIN users u ON u.id = r.user_id LEFT JOIN tokens t ON t.id = r.token_id
           WHERE r.workload_id = $1 AND r.withdrawn_at IS NULL ORDER BY r.day DESC, r.received_at DESC, r.id"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Stored {
                id: ReadingId(row.id),
                sha256: row.sha256,
                file_name: row.file_name,
                size: row.size,
                series: row.series,
                day: row.day,
                content: from_json(row.content, "readings", "content")?,
                received_at: row.received_at,
                sender: row.sender,
            })
        })
        .collect()
}

/// The readings of some kinds that were not withdrawn, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_kinds(
    db: &mut PgConnection,
    workload: WorkloadId,
    kinds: &[String],
) -> Result<Vec<(ReadingId, String, Date, Reading)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, series, day, content FROM readings
         WHERE workload_id = $1 AND kind = ANY ($2) AND withdrawn_at IS NULL ORDER BY day, received_at, id",
        workload.0,
        kinds
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let content = from_json(row.content, "readings", "content")?;
            Ok((ReadingId(row.id), row.series, row.day, content))
        })
        .collect()
}

/// Who sends a file: a person who may, or a machine that a person gave leave.
#[derive(Clone, Copy, Debug)]
pub enum Sender<'a> {
    /// A person.
    Person(&'a Permit<Assess>),
    /// A machine.
    Token(TokenId),
}

/// A reading to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewReading<'a> {
    /// Its id.
    pub id: ReadingId,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: &'a str,
    /// The name that the file came with.
    pub file_name: &'a str,
    /// Bytes of the file.
    pub size: i64,
    /// Hash of kind, tool and what the file is about.
    pub series: &'a str,
    /// The day from which it counts.
    pub day: Date,
    /// What the sender says that it is about; empty where they don't.
    pub said: &'a str,
    /// What it says, without findings.
    pub content: &'a Reading,
}

/// Keeps a reading; `false` where the same file is there already. A file without a date of its own says something new on
/// another day, and an empty list does as another kind of file or about something else.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &mut PgConnection,
    sender: Sender<'_>,
    workload: WorkloadId,
    new: NewReading<'_>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let (user, token): (Option<UserId>, Option<TokenId>) = match sender {
        Sender::Person(permit) => (Some(permit.user()), None),
        Sender::Token(token) => (None, Some(token)),
    };
    let done = sqlx::query!(
        "INSERT INTO readings (id, workload_id, sha256, file_name, size, kind, series, day, content, received_at,
                               user_id, token_id, said)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (workload_id, sha256, day, kind, said) WHERE withdrawn_at IS NULL DO NOTHING",
        new.id.0,
        workload.0,
        new.sha256,
        new.file_name,
        new.size,
        new.content.kind.code(),
        new.series,
        new.day,
        to_json(new.content, "readings", "content")?,
        at,
        user.map(|id| id.0),
        token.map(|id| id.0),
        new.said
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The reading of a file, if it is there: the same bytes of the same day, read as the same and said to be about the same.
///
/// # Errors
/// When the database fails.
pub async fn by_content(
    db: &mut PgConnection,
    workload: WorkloadId,
    (sha256, kind): (&str, Kind),
    (day, said): (Date, &str),
) -> Result<Option<ReadingId>, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM readings
         WHERE workload_id = $1 AND sha256 = $2 AND kind = $3 AND day = $4 AND said = $5 AND withdrawn_at IS NULL",
        workload.0,
        sha256,
        kind.code(),
        day,
        said
    );
    Ok(found.fetch_optional(db).await?.map(ReadingId))
}

/// A reading of these bytes as this kind, of whatever day and about whatever.
///
/// # Errors
/// When the database fails.
pub async fn by_bytes(
    db: &mut PgConnection,
    workload: WorkloadId,
    (sha256, kind): (&str, Kind),
) -> Result<Option<ReadingId>, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM readings
         WHERE workload_id = $1 AND sha256 = $2 AND kind = $3 AND withdrawn_at IS NULL
         ORDER BY received_at, id LIMIT 1",
        workload.0,
        sha256,
        kind.code()
    );
    Ok(found.fetch_optional(db).await?.map(ReadingId))
}

/// What a reading says, if it was not withdrawn.
///
/// # Errors
/// When the database fails.
pub async fn content(
    db: &mut PgConnection,
    workload: WorkloadId,
    id: ReadingId,
) -> Result<Option<Reading>, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT content FROM readings WHERE workload_id = $1 AND id = $2 AND withdrawn_at IS NULL",
        workload.0,
        id.0
    );
    let found = found.fetch_optional(db).await?;
    found
        .map(|content| from_json(content, "readings", "content"))
        .transpose()
}

/// The day of the newest reading of a series.
///
/// # Errors
/// When the database fails.
pub async fn newest_day(
    db: &mut PgConnection,
    workload: WorkloadId,
    series: &str,
) -> Result<Option<Date>, StoreError> {
    let day = sqlx::query_scalar!(
        "SELECT max(day) FROM readings WHERE workload_id = $1 AND series = $2 AND withdrawn_at IS NULL",
        workload.0,
        series
    );
    Ok(day.fetch_one(db).await?)
}

/// Takes a reading back: it stays in the history and says nothing any more. Its series and day, or nothing
/// where there is none to take back.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    workload: WorkloadId,
    id: ReadingId,
    at: OffsetDateTime,
) -> Result<Option<(String, Date)>, StoreError> {
    let row = sqlx::query!(
        "UPDATE readings SET withdrawn_at = $3 WHERE workload_id = $1 AND id = $2 AND withdrawn_at IS NULL
         RETURNING series, day",
        workload.0,
        id.0,
        at
    );
    let row = row.fetch_optional(db).await?;
    Ok(row.map(|row| (row.series, row.day)))
}
