//! Whole workloads out, to be read into another installation.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{IntoResponse, Response};
use domain::WorkloadId;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http_body_util::channel::{Channel, Sender};
use serde::Deserialize;
use services::Error;
use services::transfer::{self, Exporter};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::document::{Forbidden, Json, Refused, Unknown};
use super::error::ApiError;
use super::reports::{Asked, Id, id};
use crate::web::{RequestId, attachment, failure};

/// Exports in lines that run at once, whoever asks: each holds a connection to the database while it is read.
static TURNS: Semaphore = Semaphore::const_new(2);
/// How long a reader may take for a line.
const PATIENCE: Duration = Duration::from_mins(1);

/// What stands after the `?`.
#[derive(Deserialize)]
pub(super) struct With {
    #[serde(default)]
    files: bool,
}

type Wanted = Result<Query<With>, QueryRejection>;

fn wanted(query: Wanted) -> Result<bool, ApiError> {
    query
        .map(|Query(With { files })| files)
        .map_err(|_| ApiError::malformed("`files` is true or false."))
}

/// A workload with everything that its scores follow from.
///
/// The assessment document with one more field, `export`: answers with who gave them and when, notes, documents,
/// confirmations, decisions and how they were come to, what rules and tools said, milestones. `hexastyle import` and the
/// console read it. Addresses of people are in it only for administrators. What was measured is in `export.ndjson`.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/export.json",
    operation_id = "export-workload",
    tag = "Results",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("files" = inline(Option<bool>), Query, description = "Whether the files of documents are in it, in base64: 32 MiB in all at most, further ones are named in `export.files_left_out`."),
    ),
    responses(
        (status = 200, description = "The file.", body = report::json::AssessmentDocument<'static>),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn workload(
    path: Id<WorkloadId>,
    query: Wanted,
    asked: Asked,
) -> Result<Response, ApiError> {
    let (id, files) = (id(path)?, wanted(query)?);
    let content = async {
        let name = asked.workload_name(id, "-export.json").await?;
        let bytes = transfer::workload_export(&asked.services, &asked.viewer, id, files).await?;
        Ok((name, bytes))
    };
    let content: Result<_, Error> = content.await;
    let (name, bytes) = content.map_err(|error| ApiError::from_use_case(error, asked.request))?;
    Ok(file(Body::from(bytes), "application/json", &name))
}

/// A workload with everything that its numbers, charts and verdicts follow from.
///
/// One JSON document a line, in the format of the organisation's export: where it is from, the workload as `export.json` has
/// it, what was measured of it (telemetry by the hour, amounts by day, samples, alerts), its team's carbon factors, and a last
/// line that says how many there were. Without that line the file is not whole. It is written while it is sent.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/export.ndjson",
    operation_id = "export-workload-lines",
    tag = "Results",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("files" = inline(Option<bool>), Query, description = "Whether the files of documents are in it, in base64: 32 MiB in all at most, further ones are named in `export.files_left_out`."),
    ),
    responses(
        (status = 200, description = "The file.", body = inline(Json), content_type = "application/x-ndjson"),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn workload_lines(
    path: Id<WorkloadId>,
    query: Wanted,
    asked: Asked,
) -> Result<Response, ApiError> {
    let (id, files) = (id(path)?, wanted(query)?);
    let export = async {
        let name = asked.workload_name(id, "-export.ndjson").await?;
        let export = Exporter::begin_workload(&asked.services, &asked.viewer, id, files).await?;
        Ok((export, name))
    };
    lines(export, asked.request).await
}

/// All workloads with everything that their numbers follow from.
///
/// One JSON document a line: the organisation, each workload as `export.json` has it and after it what was measured of it
/// (telemetry by the hour, amounts by day, samples), what teams have, and a last line that says how many there were. Without
/// that line the file is not whole. It is written while it is sent.
#[utoipa::path(
    get,
    path = "/api/v1/organisation/export.ndjson",
    operation_id = "export-organisation",
    tag = "Results",
    params(
        ("files" = inline(Option<bool>), Query, description = "Whether the files of documents are in it, in base64: 32 MiB in all at most, further ones are named in `export.files_left_out`."),
    ),
    responses(
        (status = 200, description = "The file.", body = inline(Json), content_type = "application/x-ndjson"),
        Forbidden, Refused,
    ),
    extensions(("x-access" = json!("administrators"))),
)]
pub(super) async fn organisation(query: Wanted, asked: Asked) -> Result<Response, ApiError> {
    let files = wanted(query)?;
    let export = async {
        let name = asked
            .group_name(services::export::Group::Organisation, "-export.ndjson")
            .await?;
        let export = Exporter::begin(&asked.services, &asked.viewer, files).await?;
        Ok((export, name))
    };
    lines(export, asked.request).await
}

/// An export that is written while it is sent.
async fn lines(
    export: impl Future<Output = Result<(Exporter, String), Error>>,
    request: Option<RequestId>,
) -> Result<Response, ApiError> {
    // Nothing closes it.
    let turn = TURNS.acquire().await.ok();
    let (mut export, name) = export
        .await
        .map_err(|error| ApiError::from_use_case(error, request))?;
    let (mut sender, body) = Channel::<Bytes, Error>::new(2);
    tokio::spawn(async move {
        if let Err(error) = send(&mut export, &mut sender).await {
            failure::log(&error, request);
            // The receiver sees a body that broke off.
            sender.abort(error);
        }
        drop((export, turn));
    });
    Ok(file(Body::new(body), "application/x-ndjson", &name))
}

/// Sends line after line for as long as somebody reads.
async fn send(export: &mut Exporter, sender: &mut Sender<Bytes, Error>) -> Result<(), Error> {
    while let Some(text) = export.line().await? {
        let sent = timeout(PATIENCE, sender.send_data(Bytes::from(text))).await;
        if !matches!(sent, Ok(Ok(()))) {
            return Ok(());
        }
    }
    Ok(())
}

fn file(body: Body, kind: &'static str, name: &str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_DISPOSITION, attachment::header(name));
    response
}
