//! Files of other tools: handed in, and taken back.

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use domain::evidence::Kind;
use domain::views::evidence::{ReadingRow, TelemetryFile};
use domain::{ReadingId, WorkloadId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use services::assessing::NewFile;
use services::evidence::{self, HandedIn, Said, Sender};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::{Asking, asking};
use crate::api::ApiError;
use crate::api::document::{File, Refused, TooLarge, Unknown, Written};
use crate::api::reports::{Asked, Id, id};

/// What stands after the `?` of a file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct FileQuery {
    /// The file's name; without dates and numbers of runs it is the subject of files that don't say theirs.
    #[serde(default)]
    file: String,
    /// What the file is about; a later one about the same takes its place. Left out, it or its name says so.
    #[serde(default)]
    #[param(max_length = 500)]
    subject: String,
    /// What it is, where its content does not tell, as with an empty list.
    #[param(inline)]
    kind: Option<Kind>,
    /// Only look, keep nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// What became of a file.
#[derive(Serialize, ToSchema)]
#[schema(as = HandedIn)]
pub(in crate::api) struct Answer {
    /// Whether it was not there before.
    new: bool,
    /// What it says, where it is evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<ReadingRow>,
    /// What it holds, where it is telemetry.
    #[serde(skip_serializing_if = "Option::is_none")]
    telemetry: Option<TelemetryFile>,
}

/// Hands in a file of another tool.
///
/// What it is, is recognised by its content; it is read, and not kept itself. The same file twice counts once; one without
/// a date of its own, once a day. A file of telemetry (OTLP in JSON, a page of metrics) goes the way of what senders send.
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/evidence",
    operation_id = "send-evidence",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        FileQuery,
    ),
    request_body(content = File, content_type = "application/octet-stream", description = "The file as the tool wrote it, up to 20 MiB."),
    responses(
        (status = 200, description = "The file was there already, or was only looked at.", body = Answer),
        (status = 201, description = "The file was read and kept.", body = Answer),
        TooLarge, Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects_or_evidence_token"))),
)]
pub(in crate::api) async fn hand_in(
    path: Id<WorkloadId>,
    caller: Caller,
    query: Asking<FileQuery>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Answer>), ApiError> {
    let workload = id(path)?;
    let query = asking(query)?;
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large(),
        _ => ApiError::malformed(rejection.body_text()),
    })?;
    let file = NewFile {
        name: query.file,
        bytes: body.into(),
    };
    let said = Said {
        kind: query.kind,
        subject: query.subject,
    };
    let (services, request, sender) = match &caller {
        Caller::Person(asked) => (
            &asked.services,
            asked.request,
            Sender::Person(&asked.viewer),
        ),
        Caller::Machine {
            services,
            token,
            workload,
            request,
        } => (
            services.as_ref(),
            *request,
            Sender::Machine(*token, *workload),
        ),
    };
    let done = evidence::hand_in_as(services, sender, workload, (file, said), !query.dry_run).await;
    match done.map_err(|error| ApiError::from_use_case(error, request))? {
        HandedIn::Read { reading, new } => {
            let answer = Answer {
                new,
                reading: Some(*reading),
                telemetry: None,
            };
            Ok((kept(new && !query.dry_run), Json(answer)))
        }
        HandedIn::Telemetry { held, new } => {
            let answer = Answer {
                new,
                reading: None,
                telemetry: Some(held),
            };
            Ok((kept(new && !query.dry_run), Json(answer)))
        }
        HandedIn::Unusable(why) => Err(ApiError::unusable(&why)),
    }
}

const fn kept(new: bool) -> StatusCode {
    if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    }
}

/// Hands in a file of another tool, for the workload of the token.
///
/// As `send-evidence`; `hexastyle push` uses it.
#[utoipa::path(
    post,
    path = "/api/v1/evidence",
    operation_id = "send-evidence-by-token",
    tag = "Evidence",
    params(
        FileQuery,
    ),
    request_body(content = File, content_type = "application/octet-stream", description = "The file as the tool wrote it, up to 20 MiB."),
    responses(
        (status = 200, description = "The file was there already, or was only looked at.", body = Answer),
        (status = 201, description = "The file was read and kept.", body = Answer),
        TooLarge, Written, Refused,
    ),
    extensions(("x-access" = json!("evidence_token"))),
)]
pub(in crate::api) async fn hand_in_by_token(
    caller: Caller,
    query: Asking<FileQuery>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Answer>), ApiError> {
    let Caller::Machine { workload, .. } = caller else {
        return Err(ApiError::unauthenticated());
    };
    hand_in(Ok(Path(workload)), caller, query, body).await
}

/// Takes a file back.
///
/// What rules said of it is judged anew.
#[utoipa::path(
    delete,
    path = "/api/v1/workloads/{workload}/readings/{reading}",
    operation_id = "withdraw-reading",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("reading" = inline(ReadingId), Path, description = "The id of a file that came in."),
    ),
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(in crate::api) async fn withdraw(
    path: Id<(WorkloadId, ReadingId)>,
    asked: Asked,
) -> Result<StatusCode, ApiError> {
    let (workload, reading) = id(path)?;
    let done = evidence::withdraw_reading(&asked.services, &asked.viewer, workload, reading);
    asked.done(done.await)
}
