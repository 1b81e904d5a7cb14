//! `hexastyle framework`.

use domain::framework::{builtin, lint};
use services::Error;

use super::{CommandError, output};
use crate::cli::{FrameworkCommand, FrameworkFormat};
use crate::instance::InstanceError;

pub(super) fn run(command: FrameworkCommand) -> Result<(), CommandError> {
    let framework = builtin().map_err(InstanceError::Framework)?;
    match command {
        FrameworkCommand::Lint => {
            let problems = lint::lint(framework);
            if problems.is_empty() {
                let checks = framework.checks().count();
                return output::line(&format!(
                    "{} {}: {checks} checks, no problem.",
                    framework.id, framework.version
                ));
            }
            for problem in &problems {
                output::line(&problem.to_string())?;
            }
            Err(CommandError::Refused(format!(
                "{} problems in {}.",
                problems.len(),
                framework.id
            )))
        }
        FrameworkCommand::Export {
            id,
            format: FrameworkFormat::Json,
            output: file,
        } => {
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
