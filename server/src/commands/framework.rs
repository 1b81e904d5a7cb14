//! `hexastyle framework`.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use domain::framework::{Framework, builtin, lint, load};
use services::Error;

use super::{CommandError, output};
use crate::cli::{FrameworkCommand, FrameworkFormat};
use crate::instance::InstanceError;

pub(super) fn run(command: FrameworkCommand) -> Result<(), CommandError> {
    match command {
        FrameworkCommand::Lint { folder: None } => judge(built_in()?),
        FrameworkCommand::Lint {
            folder: Some(folder),
        } => judge(&read(&folder)?),
        FrameworkCommand::Export {
            id,
            format: FrameworkFormat::Json,
            output: file,
        } => {
            let framework = built_in()?;
            if id != framework.id.as_str() {
                let known = &framework.id;
                return Err(CommandError::Refused(format!(
                    "There is no framework `{id}`; there is `{known}`."
                )));
            }
            let json = report::json::framework(framework).map_err(|error| {
                CommandError::Failed(Error::Internal("framework", Box::new(error)))
            })?;
            output::write(json.as_bytes(), file.as_deref())
        }
    }
}

fn built_in() -> Result<&'static Framework, CommandError> {
    Ok(builtin().map_err(InstanceError::Framework)?)
}

fn judge(framework: &Framework) -> Result<(), CommandError> {
    let (id, version) = (&framework.id, &framework.version);
    let problems = lint::lint(framework);
    if problems.is_empty() {
        let checks = framework.checks().count();
        return output::line(&format!("{id} {version}: {checks} checks, no problem."));
    }
    for problem in &problems {
        output::line(&problem.to_string())?;
    }
    let count = problems.len();
    Err(CommandError::Refused(format!("{count} problems in {id}.")))
}

fn read(folder: &Path) -> Result<Framework, CommandError> {
    let files = files(folder, "")
        .and_then(|mut files| {
            files.extend(self::files(&folder.join("checks"), "checks/")?);
            Ok(files)
        })
        .map_err(|source| CommandError::Io {
            what: format!("{} can't be read as a framework", folder.display()),
            source,
        })?;
    let files = files
        .iter()
        .map(|(name, content)| (name.as_str(), &**content));
    load(&files.collect()).map_err(|error| CommandError::Refused(format!("{error}.")))
}

/// The TOML files directly in a folder, their names behind the prefix.
fn files(folder: &Path, prefix: &str) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "toml")
            && let Some(name) = path.file_name().and_then(|name| name.to_str())
        {
            found.insert(format!("{prefix}{name}"), fs::read(&path)?);
        }
    }
    Ok(found)
}
