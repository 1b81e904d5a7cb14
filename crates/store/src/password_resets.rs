//! Links with which a person sets a new password without the old one.

use domain::{
    Email, UserId,
    views::accounts::{ResetOffer, instant},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// A link to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewReset<'a> {
    /// Whose password.
    pub user: UserId,
    /// SHA-256 of the secret.
    pub token_hash: &'a [u8],
    /// Who made it; none on the server's command line.
    pub issued_by: Option<UserId>,
    /// When.
    pub created_at: OffsetDateTime,
    /// Until when it can be used.
    pub expires_at: OffsetDateTime,
}

/// Keeps a link in place of the person's earlier one.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &mut PgConnection, reset: NewReset<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO password_resets (user_id, token_hash, issued_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, issued_by = excluded.issued_by,
             created_at = excluded.created_at, expires_at = excluded.expires_at",
        reset.user.0,
        reset.token_hash,
        reset.issued_by.map(|u| u.0),
        reset.created_at,
        reset.expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a link offers, while it holds: not expired, the person not disabled, its maker still an administrator.
///
/// # Errors
/// When the database fails.
pub async fn look(
    db: &mut PgConnection,
    token_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<ResetOffer>, StoreError> {
    let row = sqlx::query!(
        "SELECT u.email, r.expires_at FROM password_resets r
         JOIN users u ON u.id = r.user_id AND u.disabled_at IS NULL
         LEFT JOIN users i ON i.id = r.issued_by
         WHERE r.token_hash = $1 AND r.expires_at > $2
           AND (r.issued_by IS NULL OR (i.org_role = 'administrator' AND i.disabled_at IS NULL))",
        token_hash,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| ResetOffer {
        email: row.email,
        expires_at: instant(row.expires_at),
    }))
}

/// Uses a link up, if it holds as for [`look`]: of two at once only one gets the person.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    db: &mut PgConnection,
    token_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<(UserId, Email)>, StoreError> {
    let row = sqlx::query!(
        "DELETE FROM password_resets r USING users u
         WHERE r.token_hash = $1 AND r.expires_at > $2 AND u.id = r.user_id AND u.disabled_at IS NULL
           AND (r.issued_by IS NULL OR EXISTS (
               SELECT 1 FROM users i WHERE i.id = r.issued_by AND i.org_role = 'administrator' AND i.disabled_at IS NULL))
         RETURNING u.id, u.email",
        token_hash,
        now
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let email = Email::parse(&row.email).map_err(|_| StoreError::Inconsistent {
            table: "users",
            column: "email",
        })?;
        Ok((UserId(row.id), email))
    })
    .transpose()
}

/// Forgets a person's link.
///
/// # Errors
/// When the database fails.
pub async fn delete_of(db: &mut PgConnection, user: UserId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM password_resets WHERE user_id = $1", user.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets the links that can't be used any more; how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_expired(db: &mut PgConnection, now: OffsetDateTime) -> Result<u64, StoreError> {
    let done = sqlx::query!("DELETE FROM password_resets WHERE expires_at <= $1", now)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}
