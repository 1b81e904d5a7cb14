//! Whether the log is what was written: every hash computed again, every chain from its first entry to its last.

use domain::{TeamId, UserId};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{OffsetDateTime, macros::datetime};
use uuid::Uuid;

use super::payload;
use crate::StoreError;

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry, or its link to the one before, is not what was written.
    Changed,
    /// This entry is not there.
    Missing,
    /// The chain belongs to no workload, or its first entry tells of another one.
    Foreign,
    /// The chain does not hold the entry that a head taken earlier names.
    Anchor,
}

/// Where a chain does not hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The chain: a workload's id, or zeros for the organisation.
    pub chain: Uuid,
    /// The first entry that does not fit, from 1.
    pub number: i64,
    /// What is wrong.
    pub fault: Fault,
}

/// The last entry of a chain. Kept elsewhere, it shows later that nothing before it was changed and nothing up to it
/// was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The chain: a workload's id, or zeros for the organisation.
    pub chain: Uuid,
    /// The entry, from 1.
    pub number: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// Recomputes every hash of every chain: how many entries there are, and the first that does not fit.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &mut PgConnection) -> Result<(u64, Option<Broken>), StoreError> {
    verify_against(db, &[]).await
}

/// The same, and looks for the entries that heads taken earlier name.
///
/// # Errors
/// When the database fails.
pub async fn verify_against(
    db: &mut PgConnection,
    anchors: &[Head],
) -> Result<(u64, Option<Broken>), StoreError> {
    // Every workload was entered and the organisation set up, and that is logged: a chain without entries was cut off whole.
    let chains = sqlx::query!(
        r#"SELECT c.chain AS "chain!", w.id IS NOT NULL OR c.chain = '00000000-0000-0000-0000-000000000000' AS "known!"
           FROM (SELECT DISTINCT chain FROM change_log UNION SELECT id FROM workloads
                 UNION SELECT '00000000-0000-0000-0000-000000000000'::uuid WHERE EXISTS (SELECT FROM organisation)) AS c
           LEFT JOIN workloads w ON w.id = c.chain ORDER BY c.chain"#
    )
    .fetch_all(&mut *db)
    .await?;
    let mut entries = 0;
    for found in &chains {
        let anchors: Vec<_> = anchors.iter().filter(|a| a.chain == found.chain).collect();
        let broken = if found.known {
            verify_chain(db, found.chain, &anchors, &mut entries).await?
        } else {
            Some(Broken {
                chain: found.chain,
                number: 1,
                fault: Fault::Foreign,
            })
        };
        if broken.is_some() {
            return Ok((entries, broken));
        }
    }
    let gone = anchors
        .iter()
        .find(|a| chains.iter().all(|c| c.chain != a.chain));
    let broken = gone.map(|head| Broken {
        chain: head.chain,
        number: head.number,
        fault: Fault::Anchor,
    });
    Ok((entries, broken))
}

/// Reads a chain in pages, so that its length does not matter.
async fn verify_chain(
    db: &mut PgConnection,
    chain: Uuid,
    anchors: &[&Head],
    entries: &mut u64,
) -> Result<Option<Broken>, StoreError> {
    let broken = |number, fault| {
        Some(Broken {
            chain,
            number,
            fault,
        })
    };
    let (mut last, mut hash) = (0_i64, Vec::new());
    loop {
        let page = sqlx::query_as!(
            Row,
            "SELECT number, at, actor, team_id, action, subject, details, previous_hash, hash
             FROM change_log WHERE chain = $1 AND number > $2 ORDER BY number LIMIT 1000",
            chain,
            last
        )
        .fetch_all(&mut *db)
        .await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            if let Some(fault) = row.fault(chain, last, &hash) {
                let number = if fault == Fault::Missing {
                    last + 1
                } else {
                    row.number
                };
                return Ok(broken(number, fault));
            }
            (last, hash) = (row.number, row.hash);
            if anchors.iter().any(|a| a.number == last && a.hash != hash) {
                return Ok(broken(last, Fault::Anchor));
            }
            *entries += 1;
        }
    }
    if last == 0 {
        return Ok(broken(1, Fault::Missing));
    }
    let cut = anchors.iter().any(|a| a.number > last);
    Ok(if cut {
        broken(last + 1, Fault::Anchor)
    } else {
        None
    })
}

/// An entry with all that is hashed.
struct Row {
    number: i64,
    at: OffsetDateTime,
    actor: Option<Uuid>,
    team_id: Option<Uuid>,
    action: String,
    subject: String,
    details: serde_json::Value,
    previous_hash: Vec<u8>,
    hash: Vec<u8>,
}

impl Row {
    /// What is wrong with it as the entry after `last`, whose hash is `before`.
    fn fault(&self, chain: Uuid, last: i64, before: &[u8]) -> Option<Fault> {
        if self.number > last + 1 {
            return Some(Fault::Missing);
        }
        let payload = payload(
            self.at,
            self.actor.map(UserId),
            self.team_id.map(TeamId),
            &self.action,
            &self.subject,
            &self.details,
        );
        if self.number != last + 1
            || self.previous_hash != before
            || self.hash != linked(before, &payload)
        {
            return Some(Fault::Changed);
        }
        // The id of the chain is in no hash; its first entry names it.
        let first = last == 0 && chain != Uuid::nil();
        (first && self.subject != chain.to_string()).then_some(Fault::Foreign)
    }
}

fn linked(before: &[u8], payload: &str) -> Vec<u8> {
    Sha256::new()
        .chain_update(before)
        .chain_update(payload.as_bytes())
        .finalize()
        .to_vec()
}

/// The last entry of every chain, to be kept elsewhere.
///
/// # Errors
/// When the database fails.
pub async fn heads(db: &mut PgConnection) -> Result<Vec<Head>, StoreError> {
    let heads = sqlx::query_as!(
        Head,
        "SELECT DISTINCT ON (chain) chain, number, hash FROM change_log ORDER BY chain, number DESC"
    )
    .fetch_all(db)
    .await?;
    Ok(heads)
}

/// The hash of a known entry, as every build must compute it.
const KNOWN: [u8; 32] = [
    0x83, 0xe5, 0x57, 0xad, 0x8c, 0x30, 0xd1, 0xa9, 0x30, 0x95, 0x6e, 0x71, 0xf6, 0x29, 0xe8, 0x20,
    0x8c, 0x15, 0xf9, 0x22, 0x99, 0x40, 0xa3, 0x3b, 0xd0, 0x58, 0x69, 0x75, 0xb8, 0x34, 0x98, 0xef,
];

/// Whether this build hashes as every other one did: a dependency's feature could have changed how JSON is written,
/// and each entry from then on would break its chain. Asked before anything is written.
pub fn self_check() -> bool {
    let details =
        json!({ "z": [1, 2.5, null, true], "a": { "名": "\"x\"\n", "B": {} }, "10": -1, "9": "" });
    let at = datetime!(2026-11-22 08:09:10.123456 UTC);
    let team = Some(TeamId(Uuid::from_u128(7)));
    let payload = payload(at, None, team, "risk.treat", "K-S1", &details);
    linked(&[1, 2, 3], &payload) == KNOWN
}

#[cfg(test)]
mod tests {
    use super::self_check;

    #[test]
    fn this_build_hashes_as_every_other_one() {
        assert!(self_check());
    }
}
