//! The change log: append-only, hash-chained, written in the transaction of the write that it tells of.

use domain::{TeamId, UserId, WorkloadId};
use serde_json::{Value, json};
use sqlx::PgConnection;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use crate::StoreError;

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

/// What is hashed: keys in order, so that the same row always gives the same bytes.
fn payload(
    at: OffsetDateTime,
    actor: Option<UserId>,
    team: Option<TeamId>,
    action: &str,
    subject: &str,
    details: &Value,
) -> String {
    let at = at.format(&Rfc3339).unwrap_or_default();
    json!({ "action": action, "actor": actor, "at": at, "details": details, "subject": subject, "team": team }).to_string()
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

/// Where a chain does not hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The chain: a workload's id, or zeros for the organisation.
    pub chain: Uuid,
    /// The first entry that does not fit.
    pub number: i64,
}

/// Recomputes every hash of every chain: how many entries there are, and the first that does not fit.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &mut PgConnection) -> Result<(u64, Option<Broken>), StoreError> {
    let chains = sqlx::query_scalar!("SELECT DISTINCT chain FROM change_log ORDER BY chain")
        .fetch_all(&mut *db)
        .await?;
    let mut count = 0;
    for chain in chains {
        if let Some(broken) = verify_chain(db, chain, &mut count).await? {
            return Ok((count, Some(broken)));
        }
    }
    Ok((count, None))
}

/// Reads a chain in pages, so that its length does not matter.
async fn verify_chain(
    db: &mut PgConnection,
    chain: Uuid,
    count: &mut u64,
) -> Result<Option<Broken>, StoreError> {
    use sha2::{Digest, Sha256};

    let (mut last, mut hash) = (0_i64, Vec::new());
    loop {
        let page = sqlx::query!(
            "SELECT number, at, actor, team_id, action, subject, details, previous_hash, hash
             FROM change_log WHERE chain = $1 AND number > $2 ORDER BY number LIMIT 1000",
            chain,
            last
        )
        .fetch_all(&mut *db)
        .await?;
        if page.is_empty() {
            return Ok(None);
        }
        for row in page {
            let payload = payload(
                row.at,
                row.actor.map(UserId),
                row.team_id.map(TeamId),
                &row.action,
                &row.subject,
                &row.details,
            );
            let expected = Sha256::new()
                .chain_update(&hash)
                .chain_update(payload.as_bytes())
                .finalize()
                .to_vec();
            if row.number != last + 1 || row.previous_hash != hash || row.hash != expected {
                return Ok(Some(Broken {
                    chain,
                    number: row.number,
                }));
            }
            (last, hash) = (row.number, row.hash);
            *count += 1;
        }
    }
}
