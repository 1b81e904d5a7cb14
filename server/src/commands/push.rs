//! `hexastyle push`: files from a pipeline to a console that runs elsewhere.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use ureq::Agent;
use ureq::http::StatusCode;

use super::{CommandError, output};
use crate::cli::PushOptions;
use crate::config::Environment;

/// How long the console may take to read a file.
const TIME_OUT: Duration = Duration::from_mins(5);
/// How often a file is sent when the console is away for a moment.
const TRIES: u32 = 4;
/// The first pause between two tries; each next one is twice as long.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends files one after the other; all are tried, and one that was not taken fails the command at the end.
pub(super) async fn run(
    options: PushOptions,
    environment: Environment<'_>,
) -> Result<(), CommandError> {
    let token = environment("HEXASTYLE_TOKEN").ok_or_else(|| {
        CommandError::Refused(
            "Set HEXASTYLE_TOKEN to a token of the workload; an architect makes one on the workload's evidence page.".into(),
        )
    })?;
    let pushed = tokio::task::spawn_blocking(move || push_all(&options, token.trim())).await;
    let (lines, failed) = pushed.map_err(|error| CommandError::Refused(error.to_string()))?;
    output::line(lines.trim_end())?;
    if failed == 0 {
        return Ok(());
    }
    let files = if failed == 1 {
        "1 file was".to_owned()
    } else {
        format!("{failed} files were")
    };
    Err(CommandError::Refused(format!("{files} not taken.")))
}

fn push_all(options: &PushOptions, token: &str) -> (String, usize) {
    let config = Agent::config_builder()
        .timeout_global(Some(TIME_OUT))
        .http_status_as_error(false)
        .build();
    let agent = Agent::new_with_config(config);
    let (mut lines, mut failed) = (String::new(), 0);
    for file in &options.files {
        let said = push(&agent, options, token, file);
        failed += usize::from(said.is_err());
        let text = said.unwrap_or_else(|why| format!("not taken: {why}"));
        // Writing to a text does not fail.
        let _ = writeln!(lines, "{}: {text}", file.display());
    }
    (lines, failed)
}

/// One file; what became of it, or why it was not taken.
fn push(agent: &Agent, options: &PushOptions, token: &str, file: &Path) -> Result<String, String> {
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let address = format!("{}/api/v1/evidence", options.url.trim_end_matches('/'));
    let (subject, kind) = (
        options.subject.as_deref().unwrap_or_default(),
        options.kind.map(domain::evidence::Kind::code),
    );
    let mut pause = PAUSE;
    for again in (0..TRIES).rev() {
        let mut request = agent
            .post(&address)
            .query("file", name.as_deref().unwrap_or_default())
            .query("subject", subject)
            .query("dry_run", if options.dry_run { "true" } else { "false" });
        if let Some(kind) = kind {
            request = request.query("kind", kind);
        }
        let request = request
            .header("Authorization", format!("Bearer {token}"))
            .header("Content-Type", "application/octet-stream");
        match request.send(&bytes[..]) {
            Ok(mut answer) if !passing(answer.status()) => {
                let status = answer.status();
                let body = answer
                    .body_mut()
                    .read_to_string()
                    .map_err(|error| error.to_string())?;
                return told(status, &body, options.dry_run);
            }
            Ok(answer) if again == 0 => {
                return Err(format!("the console answered {}", answer.status()));
            }
            Err(error) if again == 0 => return Err(error.to_string()),
            // The same file twice counts once, so it is safe to send it again.
            _ => std::thread::sleep(pause),
        }
        pause *= 2;
    }
    Err("not sent".to_owned())
}

/// A failure that may be over in a moment.
fn passing(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

#[derive(Deserialize)]
struct Answer {
    new: bool,
    reading: Option<Reading>,
    telemetry: Option<domain::views::evidence::TelemetryFile>,
}

#[derive(Deserialize)]
struct Reading {
    kind: String,
    tool: String,
    tool_version: Option<String>,
    day: String,
    /// Consoles of earlier versions don't say.
    #[serde(default)]
    subject: String,
    tally: domain::evidence::Tally,
}

#[derive(Deserialize)]
struct Refused {
    error: Inner,
}

#[derive(Deserialize)]
struct Inner {
    message: String,
}

fn told(status: StatusCode, body: &str, dry: bool) -> Result<String, String> {
    if !status.is_success() {
        let refused = serde_json::from_str::<Refused>(body);
        return Err(refused.map_or_else(
            |_| format!("the console answered {status}"),
            |refused| refused.error.message,
        ));
    }
    let answer: Answer = serde_json::from_str(body)
        .map_err(|error| format!("not the answer of a console: {error}"))?;
    let became = match (dry, answer.new) {
        (true, _) => "would be read as",
        (false, true) => "read as",
        (false, false) => "was there already, read as",
    };
    let what = match (answer.reading, answer.telemetry) {
        (Some(reading), _) => reading.told(),
        (None, Some(held)) => format!(
            "telemetry, {} points of {} series, {} traces",
            held.points, held.series, held.traces
        ),
        (None, None) => return Err("not the answer of a console".to_owned()),
    };
    Ok(format!("{became} {what}"))
}

impl Reading {
    fn told(self) -> String {
        let version = self.tool_version;
        let version = version.map(|v| format!(" {v}")).unwrap_or_default();
        let total = self.tally.total();
        let about = if self.subject.is_empty() {
            String::new()
        } else {
            format!(" about {}", self.subject)
        };
        domain::agreed(format!(
            "{} of {}{version}{about}, {}, {total} ‹finding|findings›",
            self.kind, self.tool, self.day
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_a_file_is_said_in_a_line() {
        let body = r#"{"error":{"code":"unusable","message":"Not kept.","fields":{}}}"#;
        assert_eq!(
            told(StatusCode::UNPROCESSABLE_ENTITY, body, false).unwrap_err(),
            "Not kept."
        );
        assert!(
            told(StatusCode::BAD_GATEWAY, "<html>", false)
                .unwrap_err()
                .contains("502")
        );
        assert!(told(StatusCode::OK, "<html>", false).is_err());
        assert!(passing(StatusCode::SERVICE_UNAVAILABLE) && !passing(StatusCode::UNAUTHORIZED));
    }
}
