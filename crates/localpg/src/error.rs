//! What can go wrong, each as a sentence that says what to do.

use std::io;
use std::path::PathBuf;

/// Why the private cluster could not be started, used or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No usable server programs on this machine.
    #[error(
        "PostgreSQL's programs (initdb, postgres, psql; version 14 or newer) were not found: install \
         PostgreSQL (Debian, Ubuntu: apt-get install postgresql), name the folder they are in with \
         HEXASTYLE_PG_BIN, or set DATABASE_URL to use a server that runs already"
    )]
    ProgramsMissing,
    /// The cluster was made by a major version that isn't installed.
    #[error(
        "the cluster in {data} was made by PostgreSQL {major}, whose programs were not found: install \
         PostgreSQL {major}, or name their folder with HEXASTYLE_PG_BIN"
    )]
    VersionMissing {
        /// The cluster's folder.
        data: PathBuf,
        /// Its major version.
        major: u32,
    },
    /// Another process holds the data directory.
    #[error(
        "{data_dir} is in use by process {pid}: stop that one first, or choose another data directory"
    )]
    InUse {
        /// The data directory.
        data_dir: PathBuf,
        /// The holder as it wrote itself down, or `unknown`.
        pid: String,
    },
    /// As root: no account that may run PostgreSQL.
    #[error(
        "PostgreSQL refuses to run as root, and this system has no user `postgres` to run it as: \
         create one (useradd --system postgres), or run as an ordinary user"
    )]
    NoAccount,
    /// As root: the cluster's account can't reach the data directory.
    #[error(
        "user id {uid}, who runs the database, may not enter {folder}: choose a data directory outside \
         it (such as /var/lib/hexastyle), or allow it with: chmod o+x {folder}"
    )]
    Closed {
        /// The first folder on the way that is closed.
        folder: PathBuf,
        /// The account's user id.
        uid: u32,
    },
    /// The data belongs to somebody else.
    #[error(
        "{path} belongs to user id {owner}: run as that user, or choose another data directory"
    )]
    Foreign {
        /// What belongs to somebody else.
        path: PathBuf,
        /// The owner's user id.
        owner: u32,
    },
    /// A path that can't be written in a connection URL.
    #[error("{0} is not valid UTF-8: choose another data directory")]
    NotUtf8(PathBuf),
    /// A database name that would need quoting.
    #[error("`{0}` can't name a database: use a-z, 0-9 and _, a letter first, 63 at most")]
    DatabaseName(String),
    /// One of the server programs failed.
    #[error("{program} failed ({status}): {output}")]
    Program {
        /// Which one.
        program: &'static str,
        /// Its exit status.
        status: String,
        /// What it said, its last lines.
        output: String,
    },
    /// The server ended, or did not become ready.
    #[error("the database server did not start ({reason}); the end of {log}:\n{tail}")]
    Start {
        /// Ended with a status, or took too long.
        reason: String,
        /// The server's log.
        log: PathBuf,
        /// Its lines since this start.
        tail: String,
    },
    /// A server left behind by a killed process doesn't end.
    #[error(
        "process {0}, a database server left over from an earlier run, does not end: kill it and start again"
    )]
    Orphan(u32),
    /// The server did not end when told to.
    #[error(
        "the database server (process {0}) did not end in time and was killed; the next start recovers"
    )]
    Stop(u32),
    /// A file or program could not be used.
    #[error("could not {action} {path}")]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

impl Error {
    /// For `map_err`: says what was tried on which path.
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}
