//! Reading, hashing and writing files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::workspace::Workspace;

/// The files of `app/public`, sorted by name: served as they are, also at the site's root.
pub fn public(workspace: &Workspace) -> Result<Vec<(String, Vec<u8>)>> {
    let folder = workspace.root.join("app/public");
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push((name, fs::read(entry.path())?));
        }
    }
    files.sort();
    Ok(files)
}

/// Sixteen hexadecimal digits of SHA-256: enough to name a version of a file.
pub fn content_hash(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let number = digest
        .iter()
        .take(8)
        .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    format!("{number:016x}")
}

/// Writes a file unless it has that content already, so that cargo sees no change.
pub fn write_if_changed(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(());
    }
    write(path, content)
}

/// Writes a file whole or not at all, since a later run trusts what it finds.
pub fn write(path: &Path, content: &[u8]) -> Result<()> {
    let partial = path.with_added_extension("partial");
    fs::write(&partial, content)
        .and_then(|()| fs::rename(&partial, path))
        .with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::content_hash;

    #[test]
    fn the_hash_is_the_start_of_sha_256() {
        assert_eq!(content_hash(b"abc"), "ba7816bf8f01cfea");
    }
}
