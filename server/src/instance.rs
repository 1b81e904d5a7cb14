//! A running product: the database, the use cases over it, and the real clock and randomness.

use std::sync::Arc;

use domain::framework::{LoadError, builtin};
use rand::TryRng as _;
use rand::rngs::SysRng;
use services::{Clock, Randomness, Services};
use sha2::{Digest as _, Sha256};
use store::{PgPool, StoreError, frameworks};
use time::OffsetDateTime;

use crate::config::DatabaseConfig;
use crate::database::{Database, DatabaseError};
use crate::hex::hex;

/// Why the product can't run.
#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The framework in the binary.
    #[error("the built-in framework can't be read")]
    Framework(#[source] &'static LoadError),
    /// The framework has no JSON.
    #[error("the built-in framework can't be written as JSON")]
    Json(#[from] serde_json::Error),
    /// A query failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A use case failed.
    #[error(transparent)]
    Services(#[from] services::Error),
}

/// The database and the use cases over it.
pub struct Instance {
    /// The use cases.
    pub services: Services,
    /// The database.
    pub database: Database,
}

impl Instance {
    /// For the console: starts or connects, brings the schema up to date and keeps the framework's version.
    ///
    /// # Errors
    /// See [`InstanceError`].
    pub async fn start(config: &DatabaseConfig) -> Result<Self, InstanceError> {
        Self::over(Database::open(config).await?).await
    }

    /// For a command beside a running console.
    ///
    /// # Errors
    /// See [`InstanceError`].
    pub async fn join(config: &DatabaseConfig) -> Result<Self, InstanceError> {
        Self::over(Database::join(config).await?).await
    }

    async fn over(database: Database) -> Result<Self, InstanceError> {
        match prepare(&database).await {
            Ok(services) => Ok(Self { services, database }),
            Err(error) => {
                database.close().await?;
                Err(error)
            }
        }
    }
}

async fn prepare(database: &Database) -> Result<Services, InstanceError> {
    database.migrate().await?;
    let services = services(database.pool.clone())?;
    keep_framework(&database.pool, &services).await?;
    Ok(services)
}

/// The use cases with the real clock and randomness.
///
/// # Errors
/// [`InstanceError::Framework`] in a broken build.
pub fn services(pool: PgPool) -> Result<Services, InstanceError> {
    let framework = builtin().map_err(InstanceError::Framework)?;
    Ok(Services::new(pool, clock(), randomness(), framework))
}

/// Keeps the built-in framework's version for the assessments that refer to it; open ones answer it from now on.
///
/// # Errors
/// When the database fails.
pub async fn keep_framework(pool: &PgPool, services: &Services) -> Result<(), InstanceError> {
    let framework = services.framework();
    let sha256 = hex(&Sha256::digest(serde_json::to_vec(framework)?));
    let mut db = pool.acquire().await.map_err(StoreError::from)?;
    frameworks::keep(&mut db, framework, &sha256, services.now()).await?;
    drop(db);
    let moved = services::assessing::follow_framework(services).await?;
    if moved > 0 {
        let version = framework.version.as_str();
        tracing::info!(
            moved,
            version,
            "open assessments answer the framework's new version"
        );
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "here the parameter gets its value"
)]
fn clock() -> Clock {
    Clock(Arc::new(OffsetDateTime::now_utc))
}

fn randomness() -> Randomness {
    Randomness(Arc::new(|bytes: &mut [u8]| {
        if SysRng.try_fill_bytes(bytes).is_err() {
            // Without randomness no secret is one: better no console than one that everybody can enter.
            tracing::error!("the system gives no randomness");
            std::process::abort();
        }
    }))
}
