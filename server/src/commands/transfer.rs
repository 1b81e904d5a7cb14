//! `hexastyle export workload` and `hexastyle export organisation --whole`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use domain::WorkloadId;
use services::transfer::{self, Exporter};
use services::{Error, Services};

use super::{CommandError, administrator, output};
use crate::cli::{DatabaseOptions, ExportOptions};
use crate::config::{DatabaseConfig, Environment};
use crate::instance::Instance;

/// A workload, or the ids of all.
pub(super) async fn workload(
    id: Option<WorkloadId>,
    files: bool,
    to: Option<&Path>,
    database: &DatabaseOptions,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    let config = DatabaseConfig::read(database, environment)?;
    let instance = Instance::join(&config).await?;
    let bytes = async {
        let (services, viewer) = (&instance.services, administrator());
        if let Some(id) = id {
            transfer::workload_export(services, &viewer, id, files).await
        } else {
            let ids = transfer::workloads(services, &viewer).await?;
            let lines: Vec<_> = ids.iter().map(|id| format!("{id}\n")).collect();
            Ok(lines.concat().into_bytes())
        }
    };
    let bytes = bytes.await;
    instance.database.close().await?;
    let bytes = bytes.map_err(|error| match error {
        Error::NotFound => CommandError::Refused("There is no such workload.".to_owned()),
        other => CommandError::Failed(other),
    })?;
    output::write(&bytes, to)
}

/// All workloads, line by line: the size of the organisation does not matter.
pub(super) async fn organisation(
    files: bool,
    options: &ExportOptions,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    let config = DatabaseConfig::read(&options.database, environment)?;
    let instance = Instance::join(&config).await?;
    let done = match &options.output {
        Some(path) => match File::create(path) {
            Ok(file) => lines(&instance.services, files, &mut BufWriter::new(file)).await,
            Err(source) => Err(unwritable(source)),
        },
        None => lines(&instance.services, files, &mut io::stdout()).await,
    };
    instance.database.close().await?;
    done
}

async fn lines(
    services: &Services,
    files: bool,
    to: &mut (dyn Write + Send),
) -> Result<(), CommandError> {
    let mut export = Exporter::begin(services, &administrator(), files).await?;
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
