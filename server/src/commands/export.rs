//! `hexastyle export`.

use domain::{AssessmentId, Viewer};
use services::export::{self, Group};
use services::{Error, Services};
use store::{StoreError, workloads};

use super::{CommandError, administrator, output};
use crate::cli::{ExportCommand, ExportOptions, Format};
use crate::config::{DatabaseConfig, Environment};
use crate::instance::Instance;

pub(super) async fn run(
    command: ExportCommand,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    let options = match &command {
        ExportCommand::Assessment { options, .. }
        | ExportCommand::Team { options, .. }
        | ExportCommand::Organisation { options } => options.clone(),
    };
    let config = DatabaseConfig::read(&options.database, environment)?;
    let instance = Instance::join(&config).await?;
    let bytes = content(&instance, &administrator(), &command, &options).await;
    instance.database.close().await?;
    let bytes = bytes.map_err(|error| match error {
        Error::NotFound => {
            CommandError::Refused("There is no such assessment, team or organisation.".to_owned())
        }
        other => CommandError::Failed(other),
    })?;
    output::write(&bytes, options.output.as_deref())
}

async fn content(
    instance: &Instance,
    viewer: &Viewer,
    command: &ExportCommand,
    options: &ExportOptions,
) -> Result<Vec<u8>, Error> {
    let services = &instance.services;
    match command {
        ExportCommand::Assessment { id: Some(id), .. } => {
            assessment(instance, viewer, *id, options).await
        }
        ExportCommand::Assessment { id: None, .. } => {
            let ids = export::assessments(services, viewer).await?;
            let mut lines = String::new();
            for id in ids {
                lines.push_str(&id.to_string());
                lines.push('\n');
            }
            Ok(lines.into_bytes())
        }
        ExportCommand::Team { id, .. } => group(services, viewer, Group::Team(*id), options).await,
        ExportCommand::Organisation { .. } => {
            group(services, viewer, Group::Organisation, options).await
        }
    }
}

async fn assessment(
    instance: &Instance,
    viewer: &Viewer,
    id: AssessmentId,
    options: &ExportOptions,
) -> Result<Vec<u8>, Error> {
    let services = &instance.services;
    if options.format == Format::Json {
        return export::assessment_json(services, viewer, id).await;
    }
    // Reports are asked for by workload; which one it is, is no secret to who starts the program.
    let mut db = instance
        .database
        .pool
        .acquire()
        .await
        .map_err(StoreError::from)?;
    let workload = workloads::of_assessment(&mut db, id)
        .await?
        .ok_or(Error::NotFound)?;
    drop(db);
    match options.format {
        Format::Pdf => export::workload_pdf(services, viewer, workload, options.lang).await,
        Format::Csv | Format::Json => {
            export::answers_csv(services, viewer, workload, options.lang).await
        }
    }
}

async fn group(
    services: &Services,
    viewer: &Viewer,
    group: Group,
    options: &ExportOptions,
) -> Result<Vec<u8>, Error> {
    match options.format {
        Format::Json => export::group_json(services, viewer, group).await,
        Format::Pdf => export::group_pdf(services, viewer, group, options.lang).await,
        Format::Csv => export::group_csv(services, viewer, group, options.lang).await,
    }
}
