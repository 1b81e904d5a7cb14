//! Requests that carried an `Idempotency-Key`, and how they were answered.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// A request that wants to run.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// SHA-256 of who sends it, method, path and key.
    pub name: &'a [u8; 32],
    /// SHA-256 of what is sent.
    pub fingerprint: &'a [u8; 32],
    /// Now.
    pub at: OffsetDateTime,
    /// Claims from before then are forgotten.
    pub forgotten: OffsetDateTime,
    /// Claims from before then that have no answer were given up: their process ended.
    pub given_up: OffsetDateTime,
}

/// What is known of an earlier request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// SHA-256 of what it sent.
    pub fingerprint: Vec<u8>,
    /// Its status; none while it is under way.
    pub status: Option<i16>,
    /// The kind of its body.
    pub content_type: Option<String>,
    /// Its body; none where it is not kept.
    pub body: Option<Vec<u8>>,
}

/// Makes a request the only one under its name; `false` where there is one already.
///
/// # Errors
/// When the database fails.
pub async fn claim(db: &mut PgConnection, claim: &Claim<'_>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO idempotency_keys AS k (name, fingerprint, claimed_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE
             SET fingerprint = $2, claimed_at = $3, status = NULL, content_type = NULL, body = NULL
             WHERE k.claimed_at <= $4 OR (k.status IS NULL AND k.claimed_at <= $5 AND k.fingerprint = $2)",
        claim.name,
        claim.fingerprint,
        claim.at,
        claim.forgotten,
        claim.given_up
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// What is known of the request under a name.
///
/// # Errors
/// When the database fails.
pub async fn known(db: &mut PgConnection, name: &[u8; 32]) -> Result<Option<Known>, StoreError> {
    let known = sqlx::query_as!(
        Known,
        "SELECT fingerprint, status, content_type, body FROM idempotency_keys WHERE name = $1",
        name
    );
    Ok(known.fetch_optional(db).await?)
}

/// An answer to keep.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The status.
    pub status: i16,
    /// The kind of body.
    pub content_type: Option<&'a str>,
    /// The body; none where it is not to be kept.
    pub body: Option<&'a [u8]>,
}

/// Keeps the answer to the request that was claimed at that moment.
///
/// # Errors
/// When the database fails.
pub async fn finish(
    db: &mut PgConnection,
    (name, claimed_at): (&[u8; 32], OffsetDateTime),
    answer: Answer<'_>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE idempotency_keys SET status = $3, content_type = $4, body = $5 WHERE name = $1 AND claimed_at = $2",
        name,
        claimed_at,
        answer.status,
        answer.content_type,
        answer.body
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets the request that was claimed at that moment: a retry runs.
///
/// # Errors
/// When the database fails.
pub async fn release(
    db: &mut PgConnection,
    (name, claimed_at): (&[u8; 32], OffsetDateTime),
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM idempotency_keys WHERE name = $1 AND claimed_at = $2",
        name,
        claimed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets requests that were claimed until a moment; how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_until(
    db: &mut PgConnection,
    moment: OffsetDateTime,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM idempotency_keys WHERE claimed_at <= $1",
        moment
    );
    Ok(done.execute(db).await?.rows_affected())
}
