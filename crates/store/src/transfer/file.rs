//! Files that were handed in to be imported.

use domain::{Administer, ImportId, UserId, views::transfer::ImportReport};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    StoreError,
    rows::{from_json, to_json},
};

/// A file to be imported, or that was.
#[derive(Clone, Debug)]
pub struct Import {
    /// Which.
    pub id: ImportId,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Its name.
    pub file_name: String,
    /// Bytes.
    pub size: i64,
    /// Whether people are matched by their address.
    pub match_people: bool,
    /// Whether the file is still here.
    pub kept: bool,
    /// What was seen in it.
    pub report: ImportReport,
    /// Who handed it in; none from the command line.
    pub by_name: Option<String>,
    /// When.
    pub uploaded_at: OffsetDateTime,
    /// When it was imported.
    pub done_at: Option<OffsetDateTime>,
}

/// A file to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewImport<'a> {
    /// Which.
    pub id: ImportId,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: &'a str,
    /// Its name.
    pub file_name: &'a str,
    /// Bytes.
    pub size: i64,
    /// Whether people are matched by their address.
    pub match_people: bool,
    /// The file; none where it is imported at once.
    pub body: Option<&'a [u8]>,
    /// What was seen in it.
    pub report: &'a ImportReport,
    /// Who hands it in.
    pub by: Option<UserId>,
    /// When it was imported.
    pub done_at: Option<OffsetDateTime>,
}

/// Keeps a file.
///
/// # Errors
/// When the database fails; `imports_sha256_key` says that it was imported already.
pub async fn add(
    db: &mut PgConnection,
    _permit: &Administer,
    new: NewImport<'_>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO imports (id, sha256, file_name, size, match_people, body, report, uploaded_by, uploaded_at, done_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        new.id.0,
        new.sha256,
        new.file_name,
        new.size,
        new.match_people,
        new.body,
        to_json(new.report, "imports", "report")?,
        new.by.map(|by| by.0),
        at,
        new.done_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// When a file with this content was imported.
///
/// # Errors
/// When the database fails.
pub async fn imported(
    db: &mut PgConnection,
    sha256: &str,
) -> Result<Option<OffsetDateTime>, StoreError> {
    let at = sqlx::query_scalar!(
        r#"SELECT done_at AS "done_at!" FROM imports WHERE sha256 = $1 AND done_at IS NOT NULL"#,
        sha256
    );
    Ok(at.fetch_optional(db).await?)
}

/// The newest hundred.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection, _permit: &Administer) -> Result<Vec<Import>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT i.id, i.sha256, i.file_name, i.size, i.match_people, i.body IS NOT NULL AS "kept!", i.report,
                  u.name AS "by_name?", i.uploaded_at, i.done_at
           FROM imports i LEFT JOIN users u ON u.id = i.uploaded_by ORDER BY i.uploaded_at DESC, i.id LIMIT 100"#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Import {
                id: ImportId(row.id),
                sha256: row.sha256,
                file_name: row.file_name,
                size: row.size,
                match_people: row.match_people,
                kept: row.kept,
                report: from_json(row.report, "imports", "report")?,
                by_name: row.by_name,
                uploaded_at: row.uploaded_at,
                done_at: row.done_at,
            })
        })
        .collect()
}

/// One.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut PgConnection,
    _permit: &Administer,
    id: ImportId,
) -> Result<Option<Import>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT i.sha256, i.file_name, i.size, i.match_people, i.body IS NOT NULL AS "kept!", i.report,
                  u.name AS "by_name?", i.uploaded_at, i.done_at
           FROM imports i LEFT JOIN users u ON u.id = i.uploaded_by WHERE i.id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Import {
            id,
            sha256: row.sha256,
            file_name: row.file_name,
            size: row.size,
            match_people: row.match_people,
            kept: row.kept,
            report: from_json(row.report, "imports", "report")?,
            by_name: row.by_name,
            uploaded_at: row.uploaded_at,
            done_at: row.done_at,
        })
    })
    .transpose()
}

/// The file, and holds the row until the end of the transaction: of two imports of it at once, one waits.
///
/// # Errors
/// When the database fails.
pub async fn body(
    db: &mut PgConnection,
    _permit: &Administer,
    id: ImportId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let body = sqlx::query_scalar!("SELECT body FROM imports WHERE id = $1 FOR UPDATE", id.0)
        .fetch_optional(db)
        .await?;
    Ok(body.flatten())
}

/// Notes that a file was imported, and drops it.
///
/// # Errors
/// When the database fails; `imports_sha256_key` says that the same was imported already.
pub async fn done(
    db: &mut PgConnection,
    _permit: &Administer,
    id: ImportId,
    report: &ImportReport,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE imports SET body = NULL, report = $2, done_at = $3 WHERE id = $1",
        id.0,
        to_json(report, "imports", "report")?,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Drops a file that was not imported; `false` where there is none.
///
/// # Errors
/// When the database fails.
pub async fn discard(
    db: &mut PgConnection,
    _permit: &Administer,
    id: ImportId,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM imports WHERE id = $1 AND done_at IS NULL",
        id.0
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Drops files that nobody imported; how many.
///
/// # Errors
/// When the database fails.
pub async fn forget(db: &mut PgConnection, before: OffsetDateTime) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM imports WHERE done_at IS NULL AND uploaded_at < $1",
        before
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
