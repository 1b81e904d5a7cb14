//! `hexastyle export`.

use domain::{AssessmentId, Viewer};
use services::export::{self, Choice, ReportFormat, Subject};
use services::{Error, Services};
use store::{StoreError, workloads};

use super::{CommandError, administrator, output, transfer};
use crate::cli::{ExportCommand, ExportOptions, Format};
use crate::config::{DatabaseConfig, Environment};
use crate::instance::Instance;

pub(super) async fn run(
    command: ExportCommand,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    let options = match &command {
        ExportCommand::Workload {
            id,
            files,
            output,
            database,
            ..
        } => {
            return transfer::workload(*id, *files, output.as_deref(), database, environment).await;
        }
        ExportCommand::Organisation {
            whole: true,
            files,
            options,
        } => return transfer::organisation(*files, options, environment).await,
        ExportCommand::Assessment { options, .. }
        | ExportCommand::Team { options, .. }
        | ExportCommand::Organisation { options, .. } => options.clone(),
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
        ExportCommand::Team { id, .. } => {
            let choice = Choice::default();
            rendered(services, viewer, Subject::Team { id: *id, choice }, options).await
        }
        ExportCommand::Organisation { .. } | ExportCommand::Workload { .. } => {
            let choice = Choice::default();
            rendered(services, viewer, Subject::Organisation { choice }, options).await
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
    rendered(
        services,
        viewer,
        Subject::Workload { id: workload },
        options,
    )
    .await
}

async fn rendered(
    services: &Services,
    viewer: &Viewer,
    subject: Subject,
    options: &ExportOptions,
) -> Result<Vec<u8>, Error> {
    let format = match options.format {
        Format::Json => ReportFormat::Json,
        Format::Pdf => ReportFormat::Pdf,
        Format::Csv => ReportFormat::Csv,
        Format::Xlsx => ReportFormat::Xlsx,
        Format::Html => ReportFormat::Html,
    };
    let kind = options.kind;
    let made = export::render(services, viewer, &subject, kind, format, options.lang).await?;
    Ok(made.bytes)
}
