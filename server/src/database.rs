//! Opening the database: whose, which version, up to date.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use localpg::LocalPg;
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use store::{MIGRATIONS, PgPool, StoreError, change_log, server};

use crate::config::DatabaseConfig;

/// The name of the database in a private cluster.
const NAME: &str = "hexastyle";
/// How long a request waits for a connection before it says that the database does not answer.
const WAIT: Duration = Duration::from_secs(5);
/// For how long an idle connection is trusted to be alive still.
const TRUSTED: Duration = Duration::from_secs(1);
/// How often somebody looks whether a private server still runs.
const GLANCE: Duration = Duration::from_secs(1);
/// Versions that the product is tested with.
const OLDEST: i32 = 14;
const NEWEST: i32 = 18;

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The private cluster.
    #[error(transparent)]
    Private(#[from] localpg::Error),
    /// The address that the private cluster gave can't be read.
    #[error("the private database's address can't be read")]
    Address(#[source] sqlx::Error),
    /// The thread that starts and stops it.
    #[error("the private database could not be started or stopped")]
    Thread(#[from] tokio::task::JoinError),
    /// It could not be written down for the command line.
    #[error("{path} can't be written")]
    Note {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// No connection.
    #[error("the database can't be reached; check DATABASE_URL and that the server runs")]
    Unreachable(#[source] sqlx::Error),
    /// Too old.
    #[error("the database server is PostgreSQL {0}: Hexastyle needs version {OLDEST} to {NEWEST}")]
    TooOld(i32),
    /// The build hashes the change log otherwise than every other one did.
    #[error(
        "this build would break the hash chain of the change log: a dependency changed how JSON is written"
    )]
    OtherHashes,
    /// A query failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A database that is open; if it is a private one, its server ends with [`Database::close`].
pub struct Database {
    /// The connections.
    pub pool: PgPool,
    private: Option<Private>,
}

struct Private {
    /// None once it is being stopped.
    server: Arc<Mutex<Option<LocalPg>>>,
    note: PathBuf,
}

impl Database {
    /// Connects to the server that is named, or starts the private one.
    ///
    /// # Errors
    /// See [`DatabaseError`]: each says what to do.
    pub async fn open(config: &DatabaseConfig) -> Result<Self, DatabaseError> {
        if let Some(server) = &config.server {
            return Ok(Self {
                pool: connect(server.clone(), config.pool).await?,
                private: None,
            });
        }
        let folder = config.data_dir.clone();
        let start = move || {
            let server = LocalPg::start(&folder)?;
            server.create_database(NAME)?;
            let url = server.url(NAME);
            let note = note(&folder);
            write_note(&note, &url)?;
            let server = Arc::new(Mutex::new(Some(server)));
            Ok::<_, DatabaseError>((Private { server, note }, url))
        };
        let (private, url) = tokio::task::spawn_blocking(start).await??;
        let options = url.parse().map_err(DatabaseError::Address)?;
        match connect(options, config.pool).await {
            Ok(pool) => Ok(Self {
                pool,
                private: Some(private),
            }),
            Err(error) => {
                stop(private).await?;
                Err(error)
            }
        }
    }

    /// The same for a command: where a console runs the private server already, that one is used.
    ///
    /// # Errors
    /// As [`Database::open`].
    pub async fn join(config: &DatabaseConfig) -> Result<Self, DatabaseError> {
        match Self::open(config).await {
            Err(error @ DatabaseError::Private(localpg::Error::InUse { .. })) => {
                let url = fs::read_to_string(note(&config.data_dir))
                    .ok()
                    .and_then(|url| url.trim().parse().ok());
                let Some(url) = url else { return Err(error) };
                Ok(Self {
                    pool: connect(url, config.pool).await?,
                    private: None,
                })
            }
            other => other,
        }
    }

    /// Brings the schema up to date; of several processes at once one does it and the others wait.
    ///
    /// # Errors
    /// When a migration fails.
    pub async fn migrate(&self) -> Result<(), DatabaseError> {
        Ok(MIGRATIONS.run(&self.pool).await.map_err(StoreError::from)?)
    }

    /// Starts a private server again whenever it ends by itself; returns only when that fails. Requests meanwhile are
    /// told that the database does not answer.
    pub async fn watch(&self) -> DatabaseError {
        let Some(private) = &self.private else {
            return std::future::pending().await;
        };
        loop {
            tokio::time::sleep(GLANCE).await;
            let server = Arc::clone(&private.server);
            let revived = tokio::task::spawn_blocking(move || {
                locked(&server).as_mut().map_or(Ok(false), LocalPg::revive)
            });
            match revived.await {
                Ok(Ok(false)) => {}
                Ok(Ok(true)) => {
                    tracing::error!("the private database had ended; it was started again");
                }
                Ok(Err(error)) => return error.into(),
                Err(error) => return error.into(),
            }
        }
    }

    /// Closes the connections and stops a private server.
    ///
    /// # Errors
    /// Where that server had to be killed.
    pub async fn close(self) -> Result<(), DatabaseError> {
        self.pool.close().await;
        match self.private {
            Some(private) => stop(private).await,
            None => Ok(()),
        }
    }
}

/// A server that was left half changed by a panic is stopped all the same.
fn locked(server: &Mutex<Option<LocalPg>>) -> MutexGuard<'_, Option<LocalPg>> {
    server.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn stop(private: Private) -> Result<(), DatabaseError> {
    let Private { server, note } = private;
    let stopped = tokio::task::spawn_blocking(move || {
        // Gone with the server; where it stays, the next start writes it anew.
        let _ = fs::remove_file(note);
        locked(&server).take().map_or(Ok(()), LocalPg::stop)
    });
    Ok(stopped.await??)
}

/// Where the private server's address is written down.
fn note(data_dir: &Path) -> PathBuf {
    data_dir.join("postgres.url")
}

fn write_note(path: &Path, url: &str) -> Result<(), DatabaseError> {
    let open = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path);
    let written = open.and_then(|mut file| writeln!(file, "{url}"));
    written.map_err(|source| DatabaseError::Note {
        path: path.to_owned(),
        source,
    })
}

async fn connect(options: PgConnectOptions, connections: u32) -> Result<PgPool, DatabaseError> {
    if !change_log::self_check() {
        return Err(DatabaseError::OtherHashes);
    }
    let options = options.application_name("hexastyle");
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAIT)
        // A connection that was in use a moment ago is not asked whether it lives: that would double the round trips.
        .test_before_acquire(false)
        .before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        });
    let pool = pool
        .connect_with(options)
        .await
        .map_err(DatabaseError::Unreachable)?;
    let mut db = pool.acquire().await.map_err(DatabaseError::Unreachable)?;
    let version = server::major_version(&mut db).await?;
    drop(db);
    if version < OLDEST {
        pool.close().await;
        return Err(DatabaseError::TooOld(version));
    }
    if version > NEWEST {
        tracing::warn!(
            postgres.version = version,
            "PostgreSQL {version} is newer than what Hexastyle is tested with"
        );
    }
    Ok(pool)
}
