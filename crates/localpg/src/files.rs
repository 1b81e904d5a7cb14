//! Folders with the right owner and mode.

use std::fs::{self, DirBuilder, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};

use crate::account::Account;
use crate::error::Error;

/// Makes sure that `path` is a folder (no symbolic link) of the account that nobody else can enter.
pub(crate) fn private_folder(path: &Path, account: &Account) -> Result<(), Error> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => {
            if let Some(gid) = account.switch_to_gid {
                chown(path, Some(account.uid), Some(gid))
                    .map_err(Error::io("change the owner of", path))?;
            }
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => check_private(path, account),
        Err(error) => Err(Error::io("create", path)(error)),
    }
}

/// A folder that was there already must be the account's and closed to all others.
fn check_private(path: &Path, account: &Account) -> Result<(), Error> {
    let found = fs::symlink_metadata(path).map_err(Error::io("look at", path))?;
    if !found.is_dir() {
        let source = io::Error::from(ErrorKind::NotADirectory);
        return Err(Error::io("use", path)(source));
    }
    if found.uid() != account.uid {
        return Err(Error::Foreign {
            path: path.to_owned(),
            owner: found.uid(),
        });
    }
    if found.mode() & 0o077 != 0 {
        let mode = fs::Permissions::from_mode(0o700);
        fs::set_permissions(path, mode).map_err(Error::io("close to others", path))?;
    }
    Ok(())
}

/// What to say of a path that could not be used: that it belongs to somebody else, where that is why.
pub(crate) fn foreign(path: &Path, caller: u32, action: &'static str, source: io::Error) -> Error {
    let there = path
        .ancestors()
        .find_map(|found| Some((found, fs::metadata(found).ok()?)));
    match there {
        Some((found, metadata))
            if source.kind() == ErrorKind::PermissionDenied && metadata.uid() != caller =>
        {
            let path = found.to_owned();
            let owner = metadata.uid();
            Error::Foreign { path, owner }
        }
        _ => Error::io(action, path)(source),
    }
}

/// The first folder on the way to `path`, itself included, that the account may not enter.
pub(crate) fn closed_folder(path: &Path, account: &Account) -> Result<Option<PathBuf>, Error> {
    let mut way: Vec<&Path> = path.ancestors().collect();
    way.reverse();
    for folder in way {
        let found = fs::metadata(folder).map_err(Error::io("look at", folder))?;
        if !may_enter(&found, account) {
            return Ok(Some(folder.to_owned()));
        }
    }
    Ok(None)
}

/// Whether the mode lets the account through; its supplementary groups are dropped, so they don't count.
fn may_enter(folder: &Metadata, account: &Account) -> bool {
    let bit = if folder.uid() == account.uid {
        0o100
    } else if account.switch_to_gid == Some(folder.gid()) {
        0o010
    } else {
        0o001
    };
    folder.mode() & bit != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody_else() -> Account {
        Account {
            uid: 4_000_001,
            switch_to_gid: Some(4_000_001),
        }
    }

    #[test]
    fn names_the_folder_that_is_closed() {
        let top = std::env::temp_dir().join(format!("localpg-files-{}", std::process::id()));
        let below = top.join("below");
        fs::create_dir_all(&below).unwrap();
        fs::set_permissions(&below, fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&top, fs::Permissions::from_mode(0o700)).unwrap();
        let closed = closed_folder(&below, &somebody_else()).unwrap();
        fs::set_permissions(&top, fs::Permissions::from_mode(0o711)).unwrap();
        let open = closed_folder(&below, &somebody_else()).unwrap();
        fs::remove_dir_all(&top).unwrap();
        assert_eq!(closed, Some(top));
        assert_eq!(open, None);
    }

    #[test]
    fn refuses_what_belongs_to_somebody_else() {
        let path = std::env::temp_dir().join(format!("localpg-foreign-{}", std::process::id()));
        fs::create_dir(&path).unwrap();
        let refused = check_private(&path, &somebody_else());
        fs::remove_dir(&path).unwrap();
        assert!(matches!(refused, Err(Error::Foreign { .. })), "{refused:?}");
    }
}
