//! `hexastyle audit`: whether the change log is what was written, and its heads to be kept elsewhere.

use std::path::Path;

use store::{
    StoreError,
    change_log::{self, Broken, Fault, Head},
};
use uuid::Uuid;

use super::{CommandError, output};
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::hex::hex;

/// Prints the last entry of every chain: a line of chain, number and hash.
pub(super) async fn heads(config: &DatabaseConfig) -> Result<(), CommandError> {
    let database = Database::join(config).await?;
    let found = async {
        let mut db = database.pool.acquire().await.map_err(StoreError::from)?;
        change_log::heads(&mut db).await
    };
    let found = found.await;
    database.close().await?;
    let line = |head: Head| format!("{} {} {}\n", head.chain, head.number, hex(&head.hash));
    let text: String = found?.into_iter().map(line).collect();
    output::write(text.as_bytes(), None)
}

/// Recomputes every hash of the change log, and looks for the entries that a file of heads names.
pub(super) async fn verify(
    config: &DatabaseConfig,
    against: Option<&Path>,
) -> Result<(), CommandError> {
    let anchors = against.map(read).transpose()?.unwrap_or_default();
    let database = Database::join(config).await?;
    let found = async {
        let mut db = database.pool.acquire().await.map_err(StoreError::from)?;
        change_log::verify_against(&mut db, &anchors).await
    };
    let found = found.await;
    database.close().await?;
    let (count, broken) = found?;
    match broken {
        Some(broken) => Err(CommandError::Refused(sentence(&broken))),
        None => output::line(&format!("{count} entries, every chain holds.")),
    }
}

fn sentence(broken: &Broken) -> String {
    let chain = if broken.chain == Uuid::nil() {
        "the organisation's chain".to_owned()
    } else {
        format!("the chain of workload {}", broken.chain)
    };
    let number = broken.number;
    match broken.fault {
        Fault::Changed => format!(
            "Entry {number} of {chain} does not fit: it, or one before it, was changed outside the console."
        ),
        Fault::Missing => format!("Entry {number} of {chain} is missing: it was deleted."),
        Fault::Foreign => {
            format!("Entry {number} of {chain} was moved there: it belongs to another chain.")
        }
        Fault::Anchor => format!(
            "Entry {number} of {chain} is not the one that the given heads name: it was cut off or written anew."
        ),
    }
}

fn read(path: &Path) -> Result<Vec<Head>, CommandError> {
    let text = std::fs::read_to_string(path).map_err(|source| CommandError::Io {
        what: format!("{} can't be read", path.display()),
        source,
    })?;
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let head = |(index, line): (usize, &str)| {
        head(line).ok_or_else(|| {
            let place = format!("{}, line {}", path.display(), index + 1);
            CommandError::Refused(format!("{place}: write chain, number and hash."))
        })
    };
    lines.map(head).collect()
}

fn head(line: &str) -> Option<Head> {
    let mut parts = line.split_whitespace();
    let head = Head {
        chain: parts.next()?.parse().ok()?,
        number: parts.next()?.parse().ok()?,
        hash: unhex(parts.next()?)?,
    };
    parts.next().is_none().then_some(head)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(text, 16).ok()
    };
    (text.len() == 64)
        .then(|| text.as_bytes().chunks(2).map(byte).collect())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::head;

    #[test]
    fn a_head_is_a_chain_a_number_and_a_hash() {
        let hash = "0f".repeat(32);
        let line = format!("00000000-0000-0000-0000-000000000000 12 {hash}");
        let read = head(&line).unwrap();
        assert_eq!((read.number, read.hash), (12, vec![15; 32]));
        for broken in ["", "x 1 00", &line[..60], &format!("{line} more")] {
            assert!(head(broken).is_none(), "{broken}");
        }
    }
}
