//! Which file is where.

use std::fs::DirBuilder;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use crate::account::Account;
use crate::error::Error;
use crate::files;

/// Bytes that a folder's path may have so that `/.s.PGSQL.5432` in it still fits a socket's address:
/// 107 on Linux, 103 on macOS and the BSDs.
const SOCKET_FOLDER_LIMIT: usize = 103 - "/.s.PGSQL.5432".len();

/// The paths of one cluster.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Owned by the cluster's account; what its programs are started in.
    pub(crate) home: PathBuf,
    /// The cluster (`PGDATA`).
    pub(crate) data: PathBuf,
    /// The server's log.
    pub(crate) log: PathBuf,
    /// The socket's folder, valid UTF-8.
    pub(crate) socket: String,
}

/// Makes the data directory, and returns its path without symbolic links and relative parts. As root,
/// makes sure first that the account can reach it.
pub(crate) fn open_data_dir(path: &Path, caller: u32, account: &Account) -> Result<PathBuf, Error> {
    let path = std::path::absolute(path).map_err(Error::io("find", path))?;
    if account.switch_to_gid.is_some() {
        check_reachable(&path, account)?;
    }
    // Root's must let another account through to the cluster, whose own folder is closed.
    let mode = if caller == 0 { 0o711 } else { 0o700 };
    let created = DirBuilder::new().recursive(true).mode(mode).create(&path);
    created.map_err(|source| files::foreign(&path, caller, "create", source))?;
    path.canonicalize().map_err(Error::io("look at", path))
}

/// Checks the part of the path that exists; what is made below it is open enough.
fn check_reachable(path: &Path, account: &Account) -> Result<(), Error> {
    let Some(there) = path
        .ancestors()
        .find_map(|folder| folder.canonicalize().ok())
    else {
        return Ok(());
    };
    match files::closed_folder(&there, account)? {
        Some(folder) => Err(Error::Closed {
            folder,
            uid: account.uid,
        }),
        None => Ok(()),
    }
}

/// The folder that belongs to the cluster's account.
pub(crate) fn home(data_dir: &Path) -> PathBuf {
    data_dir.join("postgres")
}

impl Layout {
    /// Chooses the paths and makes the folders; `data` itself is the business of `initdb`.
    pub(crate) fn prepare(data_dir: &Path, account: &Account) -> Result<Self, Error> {
        let home = home(data_dir);
        files::private_folder(&home, account)?;
        Ok(Self {
            data: home.join("data"),
            log: data_dir.join("postgres.log"),
            socket: socket_folder(&home, account)?,
            home,
        })
    }
}

/// The socket's folder: in the cluster's, or where that path is too long, a short one of its own.
fn socket_folder(home: &Path, account: &Account) -> Result<String, Error> {
    let near = home.join("socket");
    let short = || PathBuf::from(short_name(&near, account.uid));
    let folder = if fits(&near) { near.clone() } else { short() };
    files::private_folder(&folder, account)?;
    let text = folder.to_str().map(str::to_owned);
    text.ok_or(Error::NotUtf8(folder))
}

/// `/tmp`, not `TMPDIR`: that one can be long as well, or closed to the cluster's account.
fn short_name(near: &Path, uid: u32) -> String {
    let mut hash = DefaultHasher::new();
    near.hash(&mut hash);
    format!("/tmp/hexastyle-{uid}-{:016x}", hash.finish())
}

fn fits(folder: &Path) -> bool {
    folder.as_os_str().len() <= SOCKET_FOLDER_LIMIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_short_and_differ() {
        let one = short_name(Path::new("/a"), u32::MAX);
        let other = short_name(Path::new("/b"), u32::MAX);
        assert!(fits(Path::new(&one)));
        assert_ne!(one, other);
        assert!(!fits(Path::new(&"x".repeat(SOCKET_FOLDER_LIMIT + 1))));
    }
}
