//! `hexastyle export workload` and `hexastyle export organisation --whole`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use domain::{Viewer, WorkloadId};
use services::transfer::{self, Exporter};
use services::{Error, Services};

use super::{CommandError, administrator, output};
use crate::cli::{DatabaseOptions, ExportOptions};
use crate::config::{DatabaseConfig, Environment};
use crate::instance::Instance;

/// A workload with what was measured of it, or the ids of all.
pub(super) async fn workload(
    id: Option<WorkloadId>,
    files: bool,
    to: Option<&Path>,
    database: &DatabaseOptions,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    let config = DatabaseConfig::read(database, environment)?;
    let instance = Instance::join(&config).await?;
    let (services, viewer) = (&instance.services, administrator());
    let done = match id {
        Some(id) => {
            let export = Exporter::begin_workload(services, &viewer, id, files).await;
            write(export, to).await
        }
        None => list(services, &viewer, to).await,
    };
    instance.database.close().await?;
    done
}

async fn list(services: &Services, viewer: &Viewer, to: Option<&Path>) -> Result<(), CommandError> {
    let ids = transfer::workloads(services, viewer).await?;
    let lines: Vec<_> = ids.iter().map(|id| format!("{id}\n")).collect();
    output::write(lines.concat().as_bytes(), to)
}

/// All workloads, line by line: the size of the organisation does not matter.
pub(super) async fn organisation(
    files: bool,
    options: &ExportOptions,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    let config = DatabaseConfig::read(&options.database, environment)?;
    let instance = Instance::join(&config).await?;
    let export = Exporter::begin(&instance.services, &administrator(), files).await;
    let done = write(export, options.output.as_deref()).await;
    instance.database.close().await?;
    done
}

/// Writes an export to a file, or to standard output where none is named.
async fn write(export: Result<Exporter, Error>, to: Option<&Path>) -> Result<(), CommandError> {
    let mut export = export.map_err(|error| match error {
        Error::NotFound => CommandError::Refused("There is no such workload.".to_owned()),
        other => CommandError::Failed(other),
    })?;
    match to {
        Some(path) => {
            let file = File::create(path).map_err(unwritable)?;
            lines(&mut export, &mut BufWriter::new(file)).await
        }
        None => lines(&mut export, &mut io::stdout()).await,
    }
}

async fn lines(export: &mut Exporter, to: &mut (dyn Write + Send)) -> Result<(), CommandError> {
    while let Some(text) = export.line().await? {
        to.write_all(&text).map_err(unwritable)?;
    }
    to.flush().map_err(unwritable)
}

fn unwritable(source: io::Error) -> CommandError {
    CommandError::Io {
        what: "the export can't be written".to_owned(),
        source,
    }
}
