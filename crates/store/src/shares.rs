//! Links with which anybody reads one report.

use domain::{
    Locale, ShareId, TeamId, UserId, WorkloadId,
    views::reports::{ReportFormat, ReportKind, Subject},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    StoreError,
    rows::{parse, to_json},
};

/// Where a report belongs: who manages it follows from that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The workload that it is about.
    pub workload: Option<WorkloadId>,
    /// The team that it is about, or the workload's.
    pub team: Option<TeamId>,
}

/// A link as lists show it; its secret is not kept.
#[derive(Clone, Debug)]
pub struct Share {
    /// Which.
    pub id: ShareId,
    /// Where it belongs.
    pub place: Place,
    /// What the report is about, by its name then.
    pub name: String,
    /// For whom the report is.
    pub kind: ReportKind,
    /// Its form.
    pub format: ReportFormat,
    /// Its language.
    pub locale: Locale,
    /// What the file is called.
    pub file_name: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Who made the link.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it ends.
    pub expires_at: OffsetDateTime,
    /// When somebody ended it.
    pub revoked_at: Option<OffsetDateTime>,
    /// When it was last used.
    pub last_used_at: Option<OffsetDateTime>,
    /// How often it was used.
    pub uses: i64,
}

/// Whose links somebody sees: their own, those of teams that they manage, or all.
#[derive(Clone, Debug)]
pub struct Sight {
    /// Who.
    pub user: UserId,
    /// Teams that they manage.
    pub teams: Vec<TeamId>,
    /// Whether they manage everything.
    pub all: bool,
}

impl Sight {
    fn teams(&self) -> Vec<Uuid> {
        self.teams.iter().map(|team| team.0).collect()
    }
}

fn language(tag: &str, table: &'static str) -> Result<Locale, StoreError> {
    Locale::from_tag(tag).ok_or(StoreError::Inconsistent {
        table,
        column: "locale",
    })
}

/// Some links that somebody sees, those that still work first, then the newest; how many there are. With an id only that
/// one.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    sight: &Sight,
    id: Option<ShareId>,
    now: OffsetDateTime,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Share>, i64), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.id, s.workload_id, s.team_id, s.name, s.kind, s.format, s.locale, s.file_name, s.sha256, s.size, s.created_by,
                  u.name AS by_name, s.created_at, s.expires_at, s.revoked_at, s.last_used_at, s.uses, count(*) OVER () AS "total!"
           FROM shares s JOIN users u ON u.id = s.created_by
           WHERE ($1 OR s.created_by = $2 OR s.team_id = ANY ($3)) AND ($4::uuid IS NULL OR s.id = $4)
           ORDER BY (s.revoked_at IS NULL AND s.expires_at > $5) DESC, s.created_at DESC, s.id LIMIT $6 OFFSET $7"#,
        sight.all,
        sight.user.0,
        &sight.teams(),
        id.map(|id| id.0),
        now,
        limit,
        offset
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let found = rows.into_iter().map(|row| {
        Ok(Share {
            id: ShareId(row.id),
            place: Place {
                workload: row.workload_id.map(WorkloadId),
                team: row.team_id.map(TeamId),
            },
            name: row.name,
            kind: parse(&row.kind, "shares", "kind")?,
            format: parse(&row.format, "shares", "format")?,
            locale: language(&row.locale, "shares")?,
            file_name: row.file_name,
            sha256: row.sha256,
            size: row.size,
            by: UserId(row.created_by),
            by_name: row.by_name,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
            uses: row.uses,
        })
    });
    Ok((found.collect::<Result<_, StoreError>>()?, total))
}

/// A link to be made; its file is kept already.
#[derive(Clone, Copy, Debug)]
pub struct NewShare<'a> {
    /// Its id.
    pub id: ShareId,
    /// SHA-256 of its secret.
    pub hash: &'a [u8],
    /// What the report is about.
    pub subject: &'a Subject,
    /// Where it belongs.
    pub place: Place,
    /// The subject's name.
    pub name: &'a str,
    /// For whom the report is, in which form and language.
    pub form: (ReportKind, ReportFormat, Locale),
    /// What the file is called.
    pub file_name: &'a str,
    /// SHA-256 of the file.
    pub sha256: &'a str,
    /// Bytes.
    pub size: i64,
    /// Who makes it.
    pub by: UserId,
    /// When it ends.
    pub expires_at: OffsetDateTime,
}

/// Makes a link.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &mut PgConnection,
    new: NewShare<'_>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let (kind, format, locale) = new.form;
    sqlx::query!(
        "INSERT INTO shares (id, token_hash, subject, workload_id, team_id, name, kind, format, locale, file_name, sha256, size,
                             file, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11, $13, $14, $15)",
        new.id.0,
        new.hash,
        to_json(new.subject, "shares", "subject")?,
        new.place.workload.map(|id| id.0),
        new.place.team.map(|id| id.0),
        new.name,
        kind.as_str(),
        format.as_str(),
        locale.tag(),
        new.file_name,
        new.sha256,
        new.size,
        new.by.0,
        at,
        new.expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a link and lets go of its file; `false` where it had ended.
///
/// # Errors
/// When the database fails.
pub async fn revoke(
    db: &mut PgConnection,
    id: ShareId,
    by: UserId,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE shares SET revoked_at = $3, revoked_by = $2, file = NULL
         WHERE id = $1 AND revoked_at IS NULL AND expires_at > $3",
        id.0,
        by.0,
        at
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// What a link leads to.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The report.
    pub bytes: Vec<u8>,
    /// Its form.
    pub format: ReportFormat,
    /// What it is called.
    pub file_name: String,
}

/// The report that a secret opens now, and notes the use.
///
/// # Errors
/// When the database fails.
pub async fn open(
    db: &mut PgConnection,
    hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<Opened>, StoreError> {
    let row = sqlx::query!(
        "UPDATE shares s SET last_used_at = $2, uses = s.uses + 1 FROM report_files f
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND f.sha256 = s.file
         RETURNING f.bytes, s.format, s.file_name",
        hash,
        now
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Opened {
            bytes: row.bytes,
            format: parse(&row.format, "shares", "format")?,
            file_name: row.file_name,
        })
    })
    .transpose()
}

/// Lets go of the files of links that have ended.
///
/// # Errors
/// When the database fails.
pub async fn let_go(db: &mut PgConnection, now: OffsetDateTime) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "UPDATE shares SET file = NULL WHERE file IS NOT NULL AND expires_at <= $1",
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
