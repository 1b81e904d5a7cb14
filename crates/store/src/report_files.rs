//! Reports as they were made, by content.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// Keeps a report.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    sha256: &str,
    bytes: &[u8],
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    // Written even where it is there: then nobody drops it before the row that refers to it stands.
    sqlx::query!(
        "INSERT INTO report_files (sha256, bytes, size, made_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (sha256) DO UPDATE SET made_at = $4",
        sha256,
        bytes,
        size,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Drops reports that nothing refers to, and that were made before; how many.
///
/// # Errors
/// When the database fails.
pub async fn forget(db: &mut PgConnection, before: OffsetDateTime) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM report_files f WHERE f.made_at < $1
           AND NOT EXISTS (SELECT 1 FROM shares s WHERE s.file = f.sha256)
           AND NOT EXISTS (SELECT 1 FROM kept_reports k WHERE k.file = f.sha256)",
        before
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
