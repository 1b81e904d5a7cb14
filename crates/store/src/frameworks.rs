//! Framework versions as they were when something was assessed against them.

use domain::{Framework, FrameworkId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    StoreError,
    rows::{from_json, to_json},
};

/// Keeps a framework version; a version that is there already stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    framework: &Framework,
    sha256: &str,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO frameworks (id, version, body, sha256, imported_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id, version) DO NOTHING",
        framework.id.as_str(),
        framework.version,
        to_json(framework, "frameworks", "body")?,
        sha256,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Reads a framework version.
///
/// # Errors
/// When the database fails.
pub async fn lookup(
    db: &mut PgConnection,
    id: &FrameworkId,
    version: &str,
) -> Result<Option<Framework>, StoreError> {
    let body = sqlx::query_scalar!(
        "SELECT body FROM frameworks WHERE id = $1 AND version = $2",
        id.as_str(),
        version
    )
    .fetch_optional(db)
    .await?;
    body.map(|b| from_json(b, "frameworks", "body")).transpose()
}

/// The version of a framework that came last.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &mut PgConnection, id: &FrameworkId) -> Result<Option<String>, StoreError> {
    let version = sqlx::query_scalar!(
        "SELECT version FROM frameworks WHERE id = $1 ORDER BY imported_at DESC LIMIT 1",
        id.as_str()
    );
    Ok(version.fetch_optional(db).await?)
}

/// The hash of a framework version, in hexadecimal.
///
/// # Errors
/// When the database fails.
pub async fn sha256(
    db: &mut PgConnection,
    id: &FrameworkId,
    version: &str,
) -> Result<Option<String>, StoreError> {
    let hash = sqlx::query_scalar!(
        "SELECT sha256 FROM frameworks WHERE id = $1 AND version = $2",
        id.as_str(),
        version
    );
    Ok(hash.fetch_optional(db).await?)
}
