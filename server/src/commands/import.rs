//! `hexastyle import`.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use domain::views::transfer::{ImportRemark, ImportReport, Obstacle, RowFault};
use services::transfer::{self, Source, Wish};
use services::{Error, Services};
use sha2::{Digest, Sha256};

use super::{CommandError, administrator, output};
use crate::cli::ImportOptions;
use crate::config::{DatabaseConfig, Environment};
use crate::hex::hex;
use crate::instance::Instance;

pub(super) async fn run(
    options: ImportOptions,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    let (mut file, sha256, size) = open(&options.file)?;
    let config = DatabaseConfig::read(&options.database, environment)?;
    let instance = Instance::join(&config).await?;
    let name = options.file.file_name().unwrap_or_default();
    let source = Source {
        reader: &mut file,
        name: &name.to_string_lossy(),
        sha256: &sha256,
        size,
    };
    let report = read(&instance.services, source, &options).await;
    instance.database.close().await?;
    let report = report.map_err(|error| match error {
        Error::State("not_set_up") => CommandError::Refused(
            "Set up the organisation first: `hexastyle admin create` makes it and its first administrator.".to_owned(),
        ),
        Error::State("imported_already") => {
            CommandError::Refused("The same file was imported a moment ago.".to_owned())
        }
        other => CommandError::Failed(other),
    })?;
    tell(&options, &report)
}

async fn read(
    services: &Services,
    source: Source<'_>,
    options: &ImportOptions,
) -> Result<ImportReport, Error> {
    let wish = Wish {
        match_people: !options.names_only,
        actor: None,
    };
    if options.dry_run {
        transfer::look(services, &administrator(), source, wish).await
    } else {
        transfer::import(services, &administrator(), source, wish).await
    }
}

/// Opens a file and reads it once, for its hash.
fn open(path: &Path) -> Result<(BufReader<File>, String, i64), CommandError> {
    let read = || -> io::Result<_> {
        let mut file = File::open(path)?;
        let (mut hash, mut size, mut buffer) = (Sha256::new(), 0_i64, vec![0; 1024 * 1024]);
        loop {
            let count = file.read(&mut buffer)?;
            let Some(part) = buffer.get(..count).filter(|part| !part.is_empty()) else {
                break;
            };
            hash.update(part);
            size += i64::try_from(count).unwrap_or(0);
        }
        file.rewind()?;
        Ok((BufReader::new(file), hex(&hash.finalize()), size))
    };
    read().map_err(|source| CommandError::Io {
        what: format!("{} can't be read", path.display()),
        source,
    })
}

/// Says what was made, or what is in the way.
fn tell(options: &ImportOptions, report: &ImportReport) -> Result<(), CommandError> {
    if !report.obstacles.is_empty() {
        let file = options.file.display();
        let lines: Vec<_> = report
            .obstacles
            .iter()
            .map(|one| format!("{file}:{}", obstacle(one)))
            .collect();
        return Err(CommandError::Refused(format!(
            "Nothing is imported.\n{}",
            lines.join("\n")
        )));
    }
    for remark in &report.remarks {
        output::line(&said(*remark))?;
    }
    let t = report.totals;
    output::line(&format!(
        "{}: {} workloads, {} answers, {} documents ({} with their file), {} findings, {} milestones, {} entries of history, {} measured rows from {}, written {}. \
         Numbers and input hashes equal those in the file. People: {} with an account here, {} as names.",
        if options.dry_run {
            "Would be imported"
        } else {
            "Imported"
        },
        t.workloads,
        t.answers,
        t.documents,
        t.files,
        t.findings,
        t.milestones,
        t.history,
        t.measured,
        report.origin,
        report.exported_at,
        report.matched.len(),
        report.named_total,
    ))
}

fn said(remark: ImportRemark) -> String {
    match remark {
        ImportRemark::Priorities => {
            "The organisation's pillar priorities become those of the export.".to_owned()
        }
        ImportRemark::Thresholds { count } => {
            format!("{count} rules get the numbers of the export.")
        }
        ImportRemark::OtherThresholds { count } => {
            format!(
                "{count} rules have other numbers here; they judge by them when new data comes."
            )
        }
        ImportRemark::WithoutFile { count } => {
            format!("{count} documents come without their file (see `hexastyle export … --files`).")
        }
        ImportRemark::Older { days } => {
            format!(
                "The export is {days} days old: numbers are compared as of then, proof may have ended since."
            )
        }
    }
}

/// What is in the way, after the file's name: the line, and a sentence.
fn obstacle(one: &Obstacle) -> String {
    match one {
        Obstacle::Again { at } => format!(" it was imported already, {at}."),
        Obstacle::Unknown => " it is no export of this console, or parts of several.".to_owned(),
        Obstacle::Malformed { line, field, said } if field.is_empty() => format!("{line}: {said}"),
        Obstacle::Malformed { line, field, said } => format!("{line}: {field}: {said}"),
        Obstacle::Format { number } => format!(" format {number} is newer than this console."),
        Obstacle::CutOff { workloads } => {
            format!(" its end is missing; there are {workloads} workloads in it.")
        }
        Obstacle::Framework { line, name } => format!("{line}: the framework {name} is not here."),
        Obstacle::Row {
            line,
            workload,
            field,
            fault,
        } => format!("{line}: {workload}: {field}: {}", wrong(*fault)),
        Obstacle::Workload { line, name, here } => {
            format!("{line}: {name}: a workload with this id or name is here already ({here}).")
        }
        Obstacle::Platform {
            line,
            workload,
            platform,
        } => format!(
            "{line}: {workload}: it inherits answers of {platform}, which is neither here nor in the file."
        ),
        Obstacle::Team {
            line,
            name,
            capacity,
        } => format!(
            "{line}: the team {name} is here with another {}, so scores or plans would differ.",
            if *capacity {
                "capacity"
            } else {
                "set of pillar priorities"
            }
        ),
        Obstacle::Refused {
            line,
            workload,
            constraint,
        } => format!("{line}: {workload}: the database refuses a row ({constraint})."),
        Obstacle::Numbers {
            line,
            workload,
            field,
            file,
            here,
        } => format!(
            "{line}: {workload}: {field} is {file} in the file and {here} when computed here."
        ),
    }
}

const fn wrong(fault: RowFault) -> &'static str {
    match fault {
        RowFault::Person => "names somebody who is not among the export's people.",
        RowFault::Criterion => "names a check or criterion that the framework does not have.",
        RowFault::Assessment => {
            "one assessment must be open, and the document must be of that one."
        }
        RowFault::Stray => "belongs to nothing in this document.",
        RowFault::Reason => "a reason belongs to `not_applicable`, and only to that.",
        RowFault::Source => "a document is a file or a link.",
        RowFault::Hash => "the file does not have the stated SHA-256.",
        RowFault::Form => "is not of the form that it should have.",
    }
}
