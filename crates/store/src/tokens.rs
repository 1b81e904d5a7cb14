//! Tokens: leave for machines to send something for one workload.

use domain::{Permit, TokenId, WorkloadId, access::EditWorkload};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// A token as lists show it; its secret is not kept.
#[derive(Clone, Debug)]
pub struct Token {
    /// Which.
    pub id: TokenId,
    /// Its name.
    pub name: String,
    /// The kind of write that it allows: `evidence`.
    pub scope: String,
    /// Who made it.
    pub by_name: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it ends.
    pub expires_at: OffsetDateTime,
    /// When it was last used.
    pub last_used_at: Option<OffsetDateTime>,
    /// When somebody ended it.
    pub revoked_at: Option<OffsetDateTime>,
}

/// All tokens of a workload, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection, workload: WorkloadId) -> Result<Vec<Token>, StoreError> {
    let rows = sqlx::query!(
        "SELECT t.id, t.name, t.scope, u.name AS by_name, t.created_at, t.expires_at, t.last_used_at, t.revoked_at
         FROM tokens t JOIN users u ON u.id = t.created_by WHERE t.workload_id = $1
         ORDER BY t.created_at DESC, t.id",
        workload.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Token {
            id: TokenId(row.id),
            name: row.name,
            scope: row.scope,
            by_name: row.by_name,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        })
        .collect())
}

/// A token to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewToken<'a> {
    /// Its id.
    pub id: TokenId,
    /// Its name.
    pub name: &'a str,
    /// SHA-256 of its secret.
    pub hash: &'a [u8],
    /// The kind of write that it allows.
    pub scope: &'a str,
    /// When it ends.
    pub expires_at: OffsetDateTime,
}

/// Makes a token.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &mut PgConnection,
    permit: &Permit<EditWorkload>,
    workload: WorkloadId,
    new: NewToken<'_>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO tokens (id, workload_id, name, hash, scope, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        workload.0,
        new.name,
        new.hash,
        new.scope,
        permit.user().0,
        at,
        new.expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a token; `false` where there is none to end.
///
/// # Errors
/// When the database fails.
pub async fn revoke(
    db: &mut PgConnection,
    _permit: &Permit<EditWorkload>,
    workload: WorkloadId,
    id: TokenId,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE tokens SET revoked_at = $3 WHERE workload_id = $1 AND id = $2 AND revoked_at IS NULL",
        workload.0,
        id.0,
        at
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// Which workload a secret opens for a kind of write, and notes the use.
///
/// # Errors
/// When the database fails.
pub async fn admit(
    db: &mut PgConnection,
    hash: &[u8],
    scope: &str,
    now: OffsetDateTime,
) -> Result<Option<(TokenId, WorkloadId)>, StoreError> {
    let row = sqlx::query!(
        "UPDATE tokens SET last_used_at = $3
         WHERE hash = $1 AND scope = $2 AND revoked_at IS NULL AND expires_at > $3 RETURNING id, workload_id",
        hash,
        scope,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (TokenId(row.id), WorkloadId(row.workload_id))))
}
