//! What makes a finding the same in the next run.

use domain::evidence::{Fingerprint, Location};
use sha2::{Digest, Sha256};

/// The hash of tool, rule and the tool's own id or else the place without its line: code moves, and a
/// finding that moved is still the same one.
pub fn base(tool: &str, rule: &str, identity: Option<&str>, at: &Location) -> [u8; 32] {
    let place =
        |p: &Option<domain::evidence::Place>| p.as_ref().map_or("", |p| p.as_str()).to_owned();
    let tool = tool.to_lowercase();
    let parts = match identity {
        Some(id) => vec![tool, rule.to_owned(), "id".to_owned(), id.to_owned()],
        None => vec![
            tool,
            rule.to_owned(),
            "at".to_owned(),
            place(&at.file),
            place(&at.object),
            place(&at.url),
        ],
    };
    let mut hash = Sha256::new();
    hash.update(b"finding 1");
    for part in &parts {
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        hash.update(crate::fields::many(part.len()).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// Of several findings that nothing else tells apart, the first keeps the hash and the others are numbered.
pub fn numbered(base: [u8; 32], which: u32) -> Fingerprint {
    if which == 0 {
        return base.into();
    }
    let hash: [u8; 32] = Sha256::new()
        .chain_update(base)
        .chain_update(which.to_be_bytes())
        .finalize()
        .into();
    hash.into()
}
