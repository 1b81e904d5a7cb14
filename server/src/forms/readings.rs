//! Files of other tools: in as a form, or one by one by the page's script, which looks before it hands in.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, FromRequest, Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use domain::evidence::{Kind, Unusable};
use domain::views::evidence::{FileOutcome, HandedFile};
use domain::{Problem, ReadingId, TextError, Viewer, WorkloadId};
use http::StatusCode;
use serde::Deserialize;
use services::Error;
use services::assessing::{LARGEST_FILE, NewFile};
use services::evidence::{self, HandedIn, Said};

use super::sender::Sender;
use super::submission::Signed;
use super::{Ids, action, links};
use crate::web::{AppState, failure};

/// How large all files of one form may be together, in bytes; one after the other is read.
const LARGEST_FORM: usize = 10 * LARGEST_FILE;
/// How many files one form may bring.
const MOST_FILES: usize = 100;
/// How large another field may be, in bytes.
const LARGEST_TEXT: usize = 2048;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route(
        "/workloads/{id}/readings/{reading}/withdraw",
        action(post(withdraw)),
    )
}

/// Those that bring files, which have a limit and a time-out of their own.
pub(super) fn uploads() -> Router<AppState> {
    let form = Router::new()
        .route("/workloads/{id}/evidence", post(hand_in))
        .layer(DefaultBodyLimit::max(LARGEST_FORM));
    let file = Router::new()
        .route("/workloads/{id}/evidence/file", action(post(one)))
        .layer(DefaultBodyLimit::max(LARGEST_FILE));
    form.merge(file)
}

async fn withdraw(
    Ids((id, reading)): Ids<(WorkloadId, ReadingId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = links::workload(id, "/evidence#readings");
    let done = evidence::withdraw_reading(form.services(), &viewer, id, reading).await;
    form.finish(done, &back, "reading_withdrawn").await
}

/// What the page's script asks of one file.
#[derive(Deserialize)]
struct Asked {
    /// The file's name.
    #[serde(default)]
    name: String,
    /// What somebody says that it is; empty where its content tells.
    #[serde(default)]
    kind: String,
    /// What somebody says that it is about; empty where it says so itself, or its name does.
    #[serde(default)]
    subject: String,
    /// Whether to keep what it says, instead of only looking.
    #[serde(default)]
    keep: bool,
}

/// One file as the body. Answers what became of it as JSON, or a status alone.
async fn one(
    Ids(id): Ids<WorkloadId>,
    Query(asked): Query<Asked>,
    State(state): State<AppState>,
    sender: Sender,
    request: Request,
) -> Response {
    // Before the body is read: nobody makes the server read much for nothing.
    let Some((viewer, _)) = sender.viewer() else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let bytes = match Bytes::from_request(request, &state).await {
        Ok(bytes) => bytes.into(),
        Err(rejection) => return rejection.status().into_response(),
    };
    let file = NewFile {
        name: asked.name,
        bytes,
    };
    let said = Said {
        kind: kind(&asked.kind),
        subject: asked.subject,
    };
    match keep(&sender, &viewer, id, (file, said), asked.keep).await {
        Ok(outcome) => Json(outcome).into_response(),
        Err(error) => {
            let status = failure::status(&error);
            if status.is_server_error() {
                failure::log(&error, sender.request);
            }
            status.into_response()
        }
    }
}

async fn keep(
    sender: &Sender,
    viewer: &Viewer,
    id: WorkloadId,
    file: (NewFile, Said),
    keep: bool,
) -> Result<FileOutcome, Error> {
    let from = evidence::Sender::Person(viewer);
    let done = evidence::hand_in_as(sender.services(), from, id, file, keep).await?;
    Ok(match done {
        HandedIn::Read { reading, new } => FileOutcome::Read { reading, new },
        HandedIn::Telemetry { held, new } => FileOutcome::Telemetry { held, new },
        HandedIn::Unusable(why) => FileOutcome::Unusable { why },
    })
}

fn kind(code: &str) -> Option<Kind> {
    code.parse().ok()
}

/// The form without script: keeps what every file says, and tells what became of each.
async fn hand_in(
    Ids(id): Ids<WorkloadId>,
    State(state): State<AppState>,
    sender: Sender,
    request: Request,
) -> Response {
    let Some((viewer, _)) = sender.viewer() else {
        return sender.sign_in_first();
    };
    let Ok(parts) = Multipart::from_request(request, &state).await else {
        return sender.page(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    };
    let page = links::workload(id, "/evidence#hand-in");
    match files(&sender, &viewer, id, parts).await {
        Ok(handed) => done(&sender, &page, &handed).await,
        Err(Stopped::Status(status)) => sender.page(status),
        Err(Stopped::Refused(error)) => sender.failed(error, &page, BTreeMap::new()).await,
    }
}

/// Why no further file of a form is read.
enum Stopped {
    /// The body is no such form, or too large.
    Status(StatusCode),
    /// The use case refused.
    Refused(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

async fn files(
    sender: &Sender,
    viewer: &Viewer,
    id: WorkloadId,
    mut parts: Multipart,
) -> Result<Vec<HandedFile>, Stopped> {
    let broken = |error: axum::extract::multipart::MultipartError| Stopped::Status(error.status());
    let (mut handed, mut said) = (Vec::new(), Said::default());
    while let Some(field) = parts.next_field().await.map_err(broken)? {
        let named = field.file_name().map(str::to_owned);
        let Some(name) = named else {
            let field_name = field.name().unwrap_or_default().to_owned();
            let (bytes, _) = read(field, LARGEST_TEXT).await.map_err(Stopped::Status)?;
            let text = String::from_utf8_lossy(&bytes);
            match field_name.as_str() {
                "kind" => said.kind = kind(text.trim()),
                "subject" => text.trim().clone_into(&mut said.subject),
                _ => {}
            }
            continue;
        };
        if handed.len() == MOST_FILES {
            return Err(Stopped::Status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let (bytes, size) = read(field, LARGEST_FILE).await.map_err(Stopped::Status)?;
        // Browsers send an empty part without a name where no file was chosen.
        if name.is_empty() && size == 0 {
            continue;
        }
        let outcome = if size > bytes.len() {
            FileOutcome::Unusable {
                why: too_large(size),
            }
        } else {
            let file = NewFile {
                name: name.clone(),
                bytes,
            };
            keep(sender, viewer, id, (file, said.clone()), true).await?
        };
        handed.push(told(name, outcome));
    }
    if handed.is_empty() {
        let missing = Problem::Text(TextError::Required);
        return Err(Error::field("file", missing).into());
    }
    Ok(handed)
}

fn too_large(size: usize) -> Unusable {
    let bytes = |size: usize| u64::try_from(size).unwrap_or(u64::MAX);
    Unusable::TooLarge {
        bytes: bytes(size),
        limit: bytes(LARGEST_FILE),
    }
}

/// A part's bytes, no more than a limit, and how many there are.
async fn read(mut field: Field<'_>, limit: usize) -> Result<(Vec<u8>, usize), StatusCode> {
    let (mut bytes, mut size) = (Vec::new(), 0);
    while let Some(chunk) = field.chunk().await.map_err(|error| error.status())? {
        size += chunk.len();
        if size <= limit {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((bytes, size))
}

fn told(name: String, outcome: FileOutcome) -> HandedFile {
    let name = name.chars().filter(|c| !c.is_control()).take(120).collect();
    match outcome {
        FileOutcome::Read { reading, new } => HandedFile {
            name,
            reading: reading.id,
            new,
            why: None,
            telemetry: None,
        },
        FileOutcome::Telemetry { held, new } => HandedFile {
            name,
            reading: None,
            new,
            why: None,
            telemetry: Some(held),
        },
        FileOutcome::Unusable { why } => HandedFile {
            name,
            reading: None,
            new: false,
            why: Some(why),
            telemetry: None,
        },
    }
}

async fn done(sender: &Sender, page: &str, handed: &[HandedFile]) -> Response {
    let new = handed.iter().filter(|file| file.new).count();
    let refused = handed.iter().filter(|file| file.why.is_some()).count();
    let files = match serde_json::to_string(handed) {
        Ok(files) => files,
        Err(error) => return sender.refused(&Error::Internal("evidence", Box::new(error))),
    };
    let values = BTreeMap::from([
        ("count".to_owned(), new.to_string()),
        ("refused".to_owned(), refused.to_string()),
        ("files".to_owned(), files),
    ]);
    let code = if refused > 0 {
        "files_partly_read"
    } else {
        "files_read"
    };
    sender.done(page, code, values).await
}
