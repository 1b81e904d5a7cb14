//! `hexastyle doctor`: what the console needs, whether it is there, and what to do.

use std::path::PathBuf;

use report::Fonts;
use report::pdf::DEFAULT_FOLDERS;
use store::{MIGRATIONS, StoreError, server};

use super::{CommandError, output};
use crate::cli::DatabaseOptions;
use crate::config::{DatabaseConfig, Environment};
use crate::database::{Database, DatabaseError};
use crate::web::failure::chain;

/// What was found, a line each.
#[derive(Default)]
struct Findings {
    failed: usize,
}

impl Findings {
    fn good(text: &str) -> Result<(), CommandError> {
        output::line(&format!("ok      {text}"))
    }

    fn bad(&mut self, text: &str) -> Result<(), CommandError> {
        self.failed += 1;
        output::line(&format!("WRONG   {text}"))
    }
}

pub(super) async fn run(
    options: &DatabaseOptions,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    let mut findings = Findings::default();
    fonts(&mut findings)?;
    match DatabaseConfig::read(options, environment) {
        Ok(config) => database(&mut findings, &config).await?,
        Err(error) => findings.bad(&error.to_string())?,
    }
    match findings.failed {
        0 => Ok(()),
        failed => Err(CommandError::Refused(format!(
            "{failed} of these must be put right."
        ))),
    }
}

fn fonts(findings: &mut Findings) -> Result<(), CommandError> {
    let folders: Vec<PathBuf> = DEFAULT_FOLDERS.iter().map(PathBuf::from).collect();
    match Fonts::load(&folders) {
        Ok(fonts) => Findings::good(&format!("fonts for PDF: {}", fonts.family())),
        Err(error) => findings.bad(&chain(&error)),
    }
}

async fn database(findings: &mut Findings, config: &DatabaseConfig) -> Result<(), CommandError> {
    let whose = match &config.server {
        Some(server) => format!("DATABASE_URL, {}:{}", server.get_host(), server.get_port()),
        None => format!("private, in {}", config.data_dir.display()),
    };
    let database = match Database::join(config).await {
        Ok(database) => database,
        Err(error) => return findings.bad(&format!("database ({whose}): {}", chain(&error))),
    };
    let looked = look(findings, &database, &whose).await;
    database.close().await?;
    looked
}

async fn look(
    findings: &mut Findings,
    database: &Database,
    whose: &str,
) -> Result<(), CommandError> {
    match version(database).await {
        Ok(version) => Findings::good(&format!("database ({whose}): PostgreSQL {version}"))?,
        Err(error) => findings.bad(&format!("database ({whose}): {}", chain(&error)))?,
    }
    match open_migrations(database).await {
        Ok(0) => Findings::good("the schema is up to date"),
        Ok(open) => findings.bad(&format!(
            "{open} migrations have not run: `hexastyle migrate`, or start the console"
        )),
        Err(error) => findings.bad(&format!("the schema can't be read: {}", chain(&error))),
    }
}

async fn version(database: &Database) -> Result<i32, DatabaseError> {
    let mut db = database.pool.acquire().await.map_err(StoreError::from)?;
    Ok(server::major_version(&mut db).await?)
}

/// How many migrations of this version the database does not have.
async fn open_migrations(database: &Database) -> Result<usize, DatabaseError> {
    let known = MIGRATIONS
        .iter()
        .filter(|migration| migration.migration_type.is_up_migration())
        .count();
    let mut db = database.pool.acquire().await.map_err(StoreError::from)?;
    let done = server::migrations_done(&mut db).await?;
    Ok(known.saturating_sub(done))
}
