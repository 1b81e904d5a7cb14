//! Other systems that are told of events.

use domain::{
    UserId, WebhookId,
    access::Administer,
    notice::{HookAddress, NoticeKind},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::parse};

/// A webhook without its secret.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Which.
    pub id: WebhookId,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub url: HookAddress,
    /// What it is sent.
    pub kinds: Vec<NoticeKind>,
    /// Whether it is sent anything.
    pub active: bool,
    /// Who made it.
    pub by_name: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// For optimistic writes.
    pub version: i32,
}

fn kinds(names: &[String]) -> Result<Vec<NoticeKind>, StoreError> {
    let read = names.iter().map(|name| parse(name, "webhooks", "kinds"));
    read.collect()
}

fn names(kinds: &[NoticeKind]) -> Vec<String> {
    kinds.iter().map(|kind| kind.as_str().to_owned()).collect()
}

/// All of them, by name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection) -> Result<Vec<Webhook>, StoreError> {
    let rows = sqlx::query!(
        "SELECT h.id, h.name, h.url, h.kinds, h.active, u.name AS by_name, h.created_at, h.version
         FROM webhooks h JOIN users u ON u.id = h.created_by ORDER BY lower(h.name), h.id"
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Webhook {
                id: WebhookId(row.id),
                name: row.name,
                url: parse(&row.url, "webhooks", "url")?,
                kinds: kinds(&row.kinds)?,
                active: row.active,
                by_name: row.by_name,
                created_at: row.created_at,
                version: row.version,
            })
        })
        .collect()
}

/// Those that are sent something, with what they are sent.
///
/// # Errors
/// When the database fails.
pub async fn active(
    db: &mut PgConnection,
) -> Result<Vec<(WebhookId, Vec<NoticeKind>)>, StoreError> {
    let rows = sqlx::query!("SELECT id, kinds FROM webhooks WHERE active ORDER BY id")
        .fetch_all(db)
        .await?;
    rows.into_iter()
        .map(|row| Ok((WebhookId(row.id), kinds(&row.kinds)?)))
        .collect()
}

/// A secret as it is kept.
#[derive(Clone)]
pub enum Kept {
    /// As it is: an installation without a key, or a console of before.
    Clear(Vec<u8>),
    /// Sealed with the installation's key.
    Sealed(Vec<u8>),
}

impl Kept {
    /// What stands in clear is the newer where both are there: only a console of before writes it.
    fn of(secret: Option<Vec<u8>>, sealed: Option<Vec<u8>>) -> Result<Self, StoreError> {
        let kept = secret.map(Self::Clear).or(sealed.map(Self::Sealed));
        kept.ok_or(StoreError::Inconsistent {
            table: "webhooks",
            column: "secret",
        })
    }

    /// The columns: in clear, and sealed.
    fn columns(&self) -> (Option<&[u8]>, Option<&[u8]>) {
        match self {
            Self::Clear(secret) => (Some(secret), None),
            Self::Sealed(sealed) => (None, Some(sealed)),
        }
    }
}

/// The secrets of all webhooks.
///
/// # Errors
/// When the database fails.
pub async fn kept(db: &mut PgConnection) -> Result<Vec<(WebhookId, Kept)>, StoreError> {
    let rows = sqlx::query!("SELECT id, secret, sealed FROM webhooks ORDER BY id")
        .fetch_all(db)
        .await?;
    rows.into_iter()
        .map(|row| Ok((WebhookId(row.id), Kept::of(row.secret, row.sealed)?)))
        .collect()
}

/// Puts a sealed secret into the place of the same one in clear; `false` where another stands there by now.
///
/// # Errors
/// When the database fails.
pub async fn seal(
    db: &mut PgConnection,
    id: WebhookId,
    secret: &[u8],
    sealed: &[u8],
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE webhooks SET secret = NULL, sealed = $3 WHERE id = $1 AND secret = $2",
        id.0,
        secret,
        sealed
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Where something is sent, and what signs it.
#[derive(Clone)]
pub struct Target {
    /// Where.
    pub url: HookAddress,
    /// Signs what is sent.
    pub secret: Kept,
    /// Whether it is sent anything.
    pub active: bool,
}

/// Where to send, and what signs it.
///
/// # Errors
/// When the database fails.
pub async fn target(db: &mut PgConnection, id: WebhookId) -> Result<Option<Target>, StoreError> {
    let row = sqlx::query!(
        "SELECT url, secret, sealed, active FROM webhooks WHERE id = $1",
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Target {
            url: parse(&row.url, "webhooks", "url")?,
            secret: Kept::of(row.secret, row.sealed)?,
            active: row.active,
        })
    })
    .transpose()
}

/// What an administrator says of a webhook.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    /// What people call it.
    pub name: &'a str,
    /// Where it is.
    pub url: &'a HookAddress,
    /// What it is sent.
    pub kinds: &'a [NoticeKind],
    /// Whether it is sent anything.
    pub active: bool,
}

/// Adds a webhook with its secret.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &mut PgConnection,
    permit: &Administer,
    id: WebhookId,
    fields: Fields<'_>,
    secret: &Kept,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let UserId(by) = permit.user();
    let (secret, sealed) = secret.columns();
    sqlx::query!(
        "INSERT INTO webhooks (id, name, url, secret, sealed, kinds, active, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        fields.name,
        fields.url.as_str(),
        secret,
        sealed,
        &names(fields.kinds),
        fields.active,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Changes a webhook over the expected version; `false` where another stands or it is gone.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut PgConnection,
    _permit: &Administer,
    id: WebhookId,
    fields: Fields<'_>,
    expected: i32,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE webhooks SET name = $2, url = $3, kinds = $4, active = $5, version = version + 1
         WHERE id = $1 AND version = $6",
        id.0,
        fields.name,
        fields.url.as_str(),
        &names(fields.kinds),
        fields.active,
        expected
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a webhook a new secret over the expected version; `false` where another version stands.
///
/// # Errors
/// When the database fails.
pub async fn set_secret(
    db: &mut PgConnection,
    _permit: &Administer,
    id: WebhookId,
    secret: &Kept,
    expected: i32,
) -> Result<bool, StoreError> {
    let (secret, sealed) = secret.columns();
    let done = sqlx::query!(
        "UPDATE webhooks SET secret = $2, sealed = $3, version = version + 1 WHERE id = $1 AND version = $4",
        id.0,
        secret,
        sealed,
        expected
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a webhook with its deliveries; its name, or none where it is gone.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    db: &mut PgConnection,
    _permit: &Administer,
    id: WebhookId,
) -> Result<Option<String>, StoreError> {
    let name = sqlx::query_scalar!("DELETE FROM webhooks WHERE id = $1 RETURNING name", id.0)
        .fetch_optional(db)
        .await?;
    Ok(name)
}
