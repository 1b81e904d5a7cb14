//! Documents: in as multipart, out as attachments.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use domain::{CheckId, EvidenceId, WorkloadId};
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use services::assessing::{self, DocumentForm};

use super::sender::Sender;
use super::upload::Upload;
use super::{Ids, links, see_other};
use crate::web::{AppState, attachment};

/// Even where a browser is made to show it, it can do nothing.
const SANDBOX: HeaderValue =
    HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");

/// Adds a document to a check.
pub(super) async fn add(
    Ids((id, check)): Ids<(WorkloadId, CheckId)>,
    State(state): State<AppState>,
    sender: Sender,
    request: Request,
) -> Response {
    let Some((viewer, _)) = sender.viewer() else {
        return sender.sign_in_first();
    };
    let Upload { form, file } = match Upload::read(sender, request, &state).await {
        Ok(upload) => upload,
        Err(response) => return response,
    };
    let sent = DocumentForm {
        title: form.text("title"),
        url: form.text("url"),
        effective: form.text("effective"),
        valid_until: form.text("valid_until"),
        criteria: form.data.list("criteria"),
    };
    let done = assessing::add_document(form.services(), &viewer, id, &check, &sent, file).await;
    form.finish(
        done.map(|_| ()),
        &links::evidence(id, &check),
        "evidence_added",
    )
    .await
}

/// A document's file.
pub(super) async fn download(Ids(id): Ids<EvidenceId>, sender: Sender) -> Response {
    let Some((viewer, _)) = sender.viewer() else {
        return see_other(&app::href::login(&format!("/evidence/{id}")));
    };
    let file = match assessing::download(sender.services(), &viewer, id).await {
        Ok(file) => file,
        Err(error) => return sender.refused(&error),
    };
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_str(&file.media_type);
    headers.insert(
        CONTENT_TYPE,
        kind.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(CONTENT_DISPOSITION, attachment::header(&file.name));
    headers.insert(CONTENT_SECURITY_POLICY, SANDBOX);
    response
}
