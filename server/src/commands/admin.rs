//! `hexastyle admin`: for the first day, and for the day on which nobody can sign in.

use std::io::{self, BufRead as _, IsTerminal as _};

use services::accounts::{self, NewOrganisation};
use services::{Error, Services};

use super::{CommandError, output};
use crate::cli::AdminCommand;
use crate::config::{DatabaseConfig, Environment};
use crate::instance::Instance;

pub(super) async fn run(
    command: AdminCommand,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    match command {
        AdminCommand::Create {
            email,
            name,
            organisation,
            database,
        } => {
            let config = DatabaseConfig::read(&database, environment)?;
            let password = password()?;
            let form = NewOrganisation {
                organisation,
                name,
                email,
                repeat: password.clone(),
                password,
            };
            let instance = Instance::join(&config).await?;
            let done = create(&instance.services, &form).await;
            instance.database.close().await?;
            output::line(&done?)
        }
        AdminCommand::Recover { email, database } => {
            let config = DatabaseConfig::read(&database, environment)?;
            let instance = Instance::join(&config).await?;
            let link = accounts::recover(&instance.services, &email).await;
            instance.database.close().await?;
            let link = link.map_err(|error| refused(error, &email))?;
            output::line(&format!(
                "Open /reset/{} in the console's address before {} and set a new password.",
                link.token, link.expires_at
            ))
        }
    }
}

async fn create(services: &Services, form: &NewOrganisation) -> Result<String, CommandError> {
    match accounts::setup(services, form).await {
        Ok(_) => Ok(format!("{} can sign in as administrator.", form.email)),
        Err(Error::State(_)) => Err(CommandError::Refused(
            "The organisation has an administrator already: `hexastyle admin recover --email ADDRESS` lets somebody \
             in again, and administrators invite others in the console."
                .to_owned(),
        )),
        Err(error) => Err(refused(error, &form.email)),
    }
}

/// Says what a use case refused as a sentence.
fn refused(error: Error, email: &str) -> CommandError {
    CommandError::Refused(match error {
        Error::NotFound => format!("There is no account with the address {email}."),
        Error::State("disabled") => {
            format!("The account {email} is disabled: an administrator must enable it first.")
        }
        Error::Invalid(errors) => {
            let fields: Vec<_> = errors
                .0
                .iter()
                .map(|(field, problem)| format!("{field} ({problem:?})"))
                .collect();
            format!(
                "Not done; wrong: {}. Passwords have 12 to 200 characters.",
                fields.join(", ")
            )
        }
        other => return CommandError::Failed(other),
    })
}

/// Asked for where somebody sits in front of it, else one line of standard input.
fn password() -> Result<String, CommandError> {
    let stdin = io::stdin();
    let typed = if stdin.is_terminal() {
        rpassword::prompt_password("Password for the new administrator: ")
    } else {
        let mut line = String::new();
        stdin.lock().read_line(&mut line).map(|_| line)
    };
    let line = typed.map_err(|source| CommandError::Io {
        what: "the password can't be read".to_owned(),
        source,
    })?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
