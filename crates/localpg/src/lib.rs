//! A private PostgreSQL cluster in the data directory, for those who have no server of their own.
//!
//! [`LocalPg::start`] finds the machine's server programs, makes the cluster on first use, and runs
//! `postgres` as a child of this process. It listens on a Unix socket in a folder that only the
//! cluster's account can enter, never on TCP, and ends with the guard. If this process is killed, a
//! watchdog stops the server; if that is killed too, the next start does.
//!
//! ```text
//! data-dir/postgres.lock   one process per data directory
//! data-dir/postgres.log    what the server says
//! data-dir/postgres/       owned by the cluster's account, mode 0700
//!   data/                  the cluster
//!   socket/                its socket, unless the path is too long for one
//! ```
//!
//! PostgreSQL refuses to run as root, so root's cluster belongs to the system's `postgres` user.
//! Everything blocks: call it from a blocking thread where that matters.

mod account;
mod cluster;
mod error;
mod files;
mod layout;
mod lock;
mod orphan;
mod process;
mod programs;
mod server;
mod settings;
mod sql;

use std::path::{Path, PathBuf};

pub use error::Error;

/// How much a sudden power cut may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// What was committed survives: for everything that somebody wants to keep.
    Full,
    /// Fast and lossy (`fsync = off`): for tests, whose cluster is thrown away.
    Disposable,
}

/// A running cluster. Dropping it stops the server; [`LocalPg::stop`] also says if that failed.
#[derive(Debug)]
pub struct LocalPg {
    server: server::Server,
    sql: sql::Client,
    durability: Durability,
    // Held for its lock, and last: released only after the server has stopped.
    _lock: lock::Lock,
}

impl LocalPg {
    /// Starts the cluster of `data_dir`, making both if they don't exist.
    ///
    /// # Errors
    ///
    /// See [`Error`]: each variant says what to do.
    pub fn start(data_dir: &Path) -> Result<Self, Error> {
        Self::start_with(data_dir, Durability::Full)
    }

    /// Like [`LocalPg::start`], with a choice of durability.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn start_with(data_dir: &Path, durability: Durability) -> Result<Self, Error> {
        let caller = account::caller_uid()?;
        let account = account::for_cluster(caller, data_dir)?;
        let data_dir = layout::open_data_dir(data_dir, caller, &account)?;
        let lock = lock::Lock::take(&data_dir, caller)?;
        let layout = layout::Layout::prepare(&data_dir, &account)?;
        let programs = programs::find(cluster::major_version(&layout)?)?;
        cluster::ensure(&layout, &programs, &account)?;
        orphan::clear(&layout.data)?;
        let server = server::Server::start(&layout, &programs, &account, durability)?;
        let sql = sql::Client::new(&programs, &layout, account);
        Ok(Self {
            server,
            sql,
            durability,
            _lock: lock,
        })
    }

    /// The URL of a database, for sqlx, `psql` and everything else that reads `DATABASE_URL`.
    pub fn url(&self, database: &str) -> String {
        self.sql.url(database)
    }

    /// Creates a database unless it exists.
    ///
    /// # Errors
    ///
    /// [`Error::DatabaseName`] for a name that would need quoting, [`Error::Program`] where the
    /// server refuses.
    pub fn create_database(&self, name: &str) -> Result<(), Error> {
        self.sql.create_database(name)
    }

    /// Starts the server again where it ended by itself, as after a kill for lack of memory; `true` where it had. The
    /// address stays the same, and what was committed is there.
    ///
    /// # Errors
    ///
    /// [`Error::Start`] if it does not start any more.
    pub fn revive(&mut self) -> Result<bool, Error> {
        if !self.server.is_gone() {
            return Ok(false);
        }
        // Ends the watchdog, which names a process that is no more.
        self.server.stop()?;
        let (programs, layout, account) = self.sql.parts();
        orphan::clear(&layout.data)?;
        self.server = server::Server::start(layout, programs, account, self.durability)?;
        Ok(true)
    }

    /// Stops the server and waits for it, up to 70 seconds.
    ///
    /// # Errors
    ///
    /// [`Error::Stop`] if it had to be killed. Nothing that was committed is lost then either.
    pub fn stop(mut self) -> Result<(), Error> {
        self.server.stop()
    }
}

/// Where the data lives unless told otherwise: the XDG data folder, and for root `/var/lib`, as root's
/// own home is closed to the account that runs the cluster. `None` without a home.
pub fn default_data_dir() -> Option<PathBuf> {
    if account::caller_uid().is_ok_and(|uid| uid == 0) {
        return Some(PathBuf::from("/var/lib/hexastyle"));
    }
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    set("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| set("HOME").map(|home| Path::new(&home).join(".local/share")))
        .map(|share| share.join("hexastyle"))
}
