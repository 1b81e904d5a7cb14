//! The key that seals secrets in the database: given, or in a file of its own, which is made at the first start.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::TryRng as _;
use rand::rngs::SysRng;
use services::{SealError, SealingKey};

/// What the file is called beside a private database.
pub const FILE: &str = "secret.key";

/// Where the key is.
#[derive(Clone, PartialEq, Eq)]
pub enum SecretKey {
    /// Here.
    Given([u8; SealingKey::LEN]),
    /// In a file; where there is none, it is made.
    File(PathBuf),
    /// Nobody named one, and there is no folder that surely outlives the process: secrets are not sealed.
    Nowhere,
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the key.
        match self {
            Self::Given(_) => f.write_str("Given"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Nowhere => f.write_str("Nowhere"),
        }
    }
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum SecretKeyError {
    /// The file can't be read.
    #[error("can't read the key of secrets in {path}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file can't be made.
    #[error("can't make the key of secrets in {path}: name another file with --secret-key-file")]
    Make {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something else is in the file.
    #[error(
        "{0} holds no key of secrets: 32 bytes in base64, as `openssl rand -base64 32` prints them"
    )]
    NoKey(PathBuf),
    /// The system has none.
    #[error("the system gives no randomness for a key of secrets")]
    Randomness,
    /// The cipher takes no such key.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// A key in base64.
pub fn parse(text: &str) -> Option<[u8; SealingKey::LEN]> {
    STANDARD.decode(text.trim()).ok()?.try_into().ok()
}

impl SecretKey {
    /// The key; none where secrets are not sealed.
    ///
    /// # Errors
    /// See [`SecretKeyError`].
    pub fn read(&self) -> Result<Option<SealingKey>, SecretKeyError> {
        let bytes = match self {
            Self::Given(bytes) => *bytes,
            Self::File(path) => of_file(path)?,
            Self::Nowhere => return Ok(None),
        };
        Ok(Some(SealingKey::new(&bytes)?))
    }
}

fn of_file(path: &Path) -> Result<[u8; SealingKey::LEN], SecretKeyError> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make(path)?;
            fs::read_to_string(path)
        }
        read => read,
    };
    let text = text.map_err(|source| SecretKeyError::Read {
        path: path.to_owned(),
        source,
    })?;
    parse(&text).ok_or_else(|| SecretKeyError::NoKey(path.to_owned()))
}

fn make(path: &Path) -> Result<(), SecretKeyError> {
    let mut bytes = [0; SealingKey::LEN];
    SysRng
        .try_fill_bytes(&mut bytes)
        .map_err(|_| SecretKeyError::Randomness)?;
    write(path, &STANDARD.encode(bytes)).map_err(|source| SecretKeyError::Make {
        path: path.to_owned(),
        source,
    })?;
    tracing::info!(
        path = %path.display(),
        "made the key of secrets in the database: keep a copy of it, apart from copies of the database"
    );
    Ok(())
}

/// Whole or not at all, and for nobody else to read.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let new = path.with_extension("new");
    // A start that was broken off may have left it.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    fs::rename(&new, path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// An empty folder that is gone after the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("hexastyle-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            fs::create_dir(&folder).unwrap();
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            // What is left in the system's folder for such things harms nobody.
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_is_made_once_and_for_nobody_else_to_read() {
        let folder = Folder::new("key-made");
        let path = folder.0.join(FILE);
        let first = of_file(&path).unwrap();
        assert_ne!(first, [0; SealingKey::LEN]);
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(of_file(&path).unwrap(), first);
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
        assert!(SecretKey::File(path).read().unwrap().is_some());
        assert!(SecretKey::Nowhere.read().unwrap().is_none());
    }

    #[test]
    fn what_is_no_key_is_left_alone_and_not_repeated() {
        let folder = Folder::new("key-none");
        let path = folder.0.join(FILE);
        for text in ["", "hunter2", "AQIDBA=="] {
            fs::write(&path, text).unwrap();
            let said = of_file(&path).unwrap_err().to_string();
            assert!(
                said.contains("openssl") && !said.contains("hunter2"),
                "{said}"
            );
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        let nowhere = folder.0.join("not-there").join(FILE);
        let error = of_file(&nowhere).unwrap_err();
        assert!(matches!(error, SecretKeyError::Make { .. }), "{error}");
    }
}
