//! Everything the binary does but running the console.

mod admin;
mod audit;
mod doctor;
mod export;
mod framework;
mod import;
mod output;
mod push;
mod transfer;

use std::collections::BTreeMap;
use std::io;

use domain::{OrgRole, UserId, Viewer};
use store::StoreError;
use uuid::Uuid;

use crate::cli::{AuditCommand, Command};
use crate::config::{ConfigError, DatabaseConfig, Environment};
use crate::database::DatabaseError;
use crate::instance::{Instance, InstanceError};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database and the use cases over it.
    #[error(transparent)]
    Instance(#[from] InstanceError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A use case said no.
    #[error("{0}")]
    Refused(String),
    /// A use case failed.
    #[error(transparent)]
    Failed(#[from] services::Error),
    /// A query failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Reading or writing.
    #[error("{what}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
}

/// Runs a command; [`Command::Serve`] is for the caller.
///
/// # Errors
/// See [`CommandError`].
pub async fn run(command: Command, environment: Environment<'_>) -> Result<(), CommandError> {
    match command {
        Command::Serve(_) => Ok(()),
        Command::Migrate(options) => {
            let config = DatabaseConfig::read(&options, environment)?;
            let instance = Instance::join(&config).await?;
            instance.database.close().await?;
            output::line("The database is up to date.")
        }
        Command::Admin(command) => admin::run(command, environment).await,
        Command::Framework(command) => framework::run(command),
        Command::Export(command) => export::run(command, environment).await,
        Command::Import(options) => import::run(options, environment).await,
        Command::Audit(AuditCommand::Verify { against, database }) => {
            let config = DatabaseConfig::read(&database, environment)?;
            audit::verify(&config, against.as_deref()).await
        }
        Command::Audit(AuditCommand::Heads(options)) => {
            audit::heads(&DatabaseConfig::read(&options, environment)?).await
        }
        Command::Doctor(options) => doctor::run(&options, environment).await,
        Command::Openapi => {
            let text = crate::api::document::text().map_err(|error| {
                CommandError::Refused(format!("The document can't be written: {error}."))
            })?;
            output::line(text)
        }
        Command::Push(options) => push::run(options, environment).await,
    }
}

/// Who may start the program on the database may read all of it.
fn administrator() -> Viewer {
    Viewer {
        user: UserId(Uuid::nil()),
        org_role: Some(OrgRole::Administrator),
        teams: BTreeMap::new(),
    }
}
