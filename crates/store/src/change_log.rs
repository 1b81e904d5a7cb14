//! The change log: append-only, hash-chained, written in the transaction of the write that it tells of.

mod names;
mod verify;

pub use names::names;
pub use verify::{Broken, Fault, Head, heads, self_check, verify, verify_against};

use domain::{TeamId, UserId, WorkloadId};
use serde_json::{Value, json};
use sqlx::PgConnection;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use crate::{StoreError, canonical::canonical};

/// Which chain an entry belongs to; writers of one chain wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// A workload's own.
    Workload(WorkloadId),
    /// Everything else.
    Organisation,
}

impl Chain {
    const fn id(self) -> Uuid {
        match self {
            Self::Workload(id) => id.0,
            Self::Organisation => Uuid::nil(),
        }
    }
}

/// One accepted write.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its chain.
    pub chain: Chain,
    /// When.
    pub at: OffsetDateTime,
    /// Who; none for the product itself.
    pub actor: Option<UserId>,
    /// The team whose members may read it; none for administrators only.
    pub team: Option<TeamId>,
    /// What: `answer.set`, `member.add` …
    pub action: &'a str,
    /// The row: a UUID or framework id.
    pub subject: &'a str,
    /// Before and after; never a secret.
    pub details: Value,
}

/// An entry as it stands in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// Its place in its chain, from 1.
    pub number: i64,
    /// When.
    pub at: OffsetDateTime,
    /// The actor's name.
    pub actor: Option<String>,
    /// What.
    pub action: String,
    /// The row.
    pub subject: String,
    /// Before and after.
    pub details: Value,
}

/// Appends an entry; the hash is `SHA-256(previous hash ‖ canonical JSON of the entry)`.
///
/// # Errors
/// When the database fails; the caller's transaction must then not be committed.
pub async fn append(db: &mut PgConnection, entry: Entry<'_>) -> Result<(), StoreError> {
    let chain = entry.chain.id();
    // A statement of its own: the next one must see what the last holder of the lock committed.
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0))",
        chain
    )
    .execute(&mut *db)
    .await?;
    let payload = payload(
        entry.at,
        entry.actor,
        entry.team,
        entry.action,
        entry.subject,
        &entry.details,
    );
    sqlx::query!(
        "INSERT INTO change_log (chain, number, at, actor, team_id, action, subject, details, previous_hash, hash)
         SELECT $1, last.number + 1, $2, $3, $4, $5, $6, $7, last.hash, sha256(last.hash || convert_to($8, 'UTF8'))
         FROM (
             (SELECT number, hash FROM change_log WHERE chain = $1 ORDER BY number DESC LIMIT 1)
             UNION ALL SELECT 0, ''::bytea
             ORDER BY number DESC LIMIT 1
         ) AS last",
        chain,
        entry.at,
        entry.actor.map(|u| u.0),
        entry.team.map(|t| t.0),
        entry.action,
        entry.subject,
        entry.details,
        payload
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What is hashed: keys in order, so that the same row always gives the same bytes, whatever `serde_json` was built with.
fn payload(
    at: OffsetDateTime,
    actor: Option<UserId>,
    team: Option<TeamId>,
    action: &str,
    subject: &str,
    details: &Value,
) -> String {
    let at = at.format(&Rfc3339).unwrap_or_default();
    canonical(&json!({
        "action": action, "actor": actor, "at": at, "details": details, "subject": subject, "team": team
    }))
}

/// The newest entries of a chain, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_chain(
    db: &mut PgConnection,
    chain: Chain,
    limit: i64,
    offset: i64,
) -> Result<Vec<Logged>, StoreError> {
    let rows = sqlx::query_as!(
        Logged,
        r#"SELECT l.number, l.at, u.name AS "actor?", l.action, l.subject, l.details
           FROM change_log l LEFT JOIN users u ON u.id = l.actor
           WHERE l.chain = $1 ORDER BY l.number DESC LIMIT $2 OFFSET $3"#,
        chain.id(),
        limit,
        offset
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// An entry with its hash, without what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its place in its chain, from 1.
    pub number: i64,
    /// When.
    pub at: OffsetDateTime,
    /// The actor's name.
    pub actor: Option<String>,
    /// What.
    pub action: String,
    /// The row.
    pub subject: String,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// The entries of a chain up to one of them, with their hashes, newest first.
///
/// # Errors
/// When the database fails.
pub async fn sealed(
    db: &mut PgConnection,
    chain: Chain,
    until: i64,
    limit: i64,
) -> Result<Vec<Sealed>, StoreError> {
    let rows = sqlx::query_as!(
        Sealed,
        r#"SELECT l.number, l.at, u.name AS "actor?", l.action, l.subject, l.hash
           FROM change_log l LEFT JOIN users u ON u.id = l.actor
           WHERE l.chain = $1 AND l.number <= $2 ORDER BY l.number DESC LIMIT $3"#,
        chain.id(),
        until,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What happened to the actions of a workload's plan, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_actions(
    db: &mut PgConnection,
    workload: WorkloadId,
    limit: i64,
) -> Result<Vec<Logged>, StoreError> {
    let rows = sqlx::query_as!(
        Logged,
        r#"SELECT l.number, l.at, u.name AS "actor?", l.action, l.subject, l.details
           FROM change_log l LEFT JOIN users u ON u.id = l.actor
           WHERE l.chain = $1 AND l.action IN ('action.set', 'action.move', 'action.effort', 'action.close', 'action.reopen')
           ORDER BY l.number DESC LIMIT $2"#,
        workload.0,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The chain: a workload's id, or zeros for the organisation.
    pub chain: Uuid,
    /// The number of its last entry.
    pub number: i64,
    /// When that was written.
    pub at: OffsetDateTime,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// The ends of chains, in the order of their ids; chains without an entry are left out.
///
/// # Errors
/// When the database fails.
pub async fn ends(db: &mut PgConnection, chains: &[Chain]) -> Result<Vec<End>, StoreError> {
    let ids: Vec<Uuid> = chains.iter().map(|chain| chain.id()).collect();
    let rows = sqlx::query_as!(
        End,
        r#"SELECT c.id AS "chain!", l.number AS "number!", l.at AS "at!", l.hash AS "hash!"
           FROM unnest($1::uuid[]) AS c (id)
           CROSS JOIN LATERAL (
               SELECT number, at, hash FROM change_log WHERE chain = c.id ORDER BY number DESC LIMIT 1
           ) AS l ORDER BY c.id"#,
        &ids
    );
    Ok(rows.fetch_all(db).await?)
}

/// What happened in a chain after a moment and until another, oldest first, of some kinds only.
///
/// # Errors
/// When the database fails.
pub async fn between(
    db: &mut PgConnection,
    chain: Chain,
    (after, until): (OffsetDateTime, OffsetDateTime),
    actions: &[&str],
) -> Result<Vec<Logged>, StoreError> {
    let actions: Vec<_> = actions.iter().map(|a| (*a).to_owned()).collect();
    let rows = sqlx::query_as!(
        Logged,
        r#"SELECT l.number, l.at, u.name AS "actor?", l.action, l.subject, l.details
           FROM change_log l LEFT JOIN users u ON u.id = l.actor
           WHERE l.chain = $1 AND l.at > $2 AND l.at <= $3 AND l.action = ANY ($4) ORDER BY l.number"#,
        chain.id(),
        after,
        until,
        &actions
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What people did about one row of a chain, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_subject(
    db: &mut PgConnection,
    chain: Chain,
    subject: &str,
    limit: i64,
) -> Result<Vec<Logged>, StoreError> {
    let rows = sqlx::query_as!(
        Logged,
        r#"SELECT l.number, l.at, u.name AS "actor?", l.action, l.subject, l.details
           FROM change_log l LEFT JOIN users u ON u.id = l.actor
           WHERE l.chain = $1 AND l.subject = $2 ORDER BY l.number DESC LIMIT $3"#,
        chain.id(),
        subject,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}
