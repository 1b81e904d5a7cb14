//! Exports that administrators read in: handed in, looked at, then imported or dropped.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::response::Response;
use axum::routing::post;
use domain::ImportId;
use services::transfer::{self, LARGEST_UPLOAD};

use super::sender::Sender;
use super::submission::Signed;
use super::upload::{LARGEST_TEXTS, Upload};
use super::{Ids, action};
use crate::web::AppState;

const PAGE: &str = "/admin/import";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/import/{id}/run", action(post(run)))
        .route("/admin/import/{id}/discard", action(post(discard)))
}

/// The one that brings a file, which has a limit and a time-out of its own.
pub(super) fn uploads() -> Router<AppState> {
    Router::new()
        .route(PAGE, post(upload))
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD + 2 * LARGEST_TEXTS))
}

fn page(id: ImportId) -> String {
    format!("{PAGE}/{id}")
}

async fn upload(State(state): State<AppState>, sender: Sender, request: Request) -> Response {
    let Some((viewer, _)) = sender.viewer() else {
        return sender.sign_in_first();
    };
    // Before the body is read: nobody makes the server read much for nothing.
    if let Err(denied) = viewer.administer() {
        return sender.refused(&denied.into());
    }
    let read = Upload::read_up_to(LARGEST_UPLOAD, sender, request, &state).await;
    let Upload { form, file } = match read {
        Ok(upload) => upload,
        Err(response) => return response,
    };
    let match_people = !form.text("match_people").is_empty();
    match transfer::upload(form.services(), &viewer, file.as_ref(), match_people).await {
        Ok(id) => {
            form.sender
                .done(&page(id), "import_looked", BTreeMap::new())
                .await
        }
        Err(error) => form.failed(error, PAGE).await,
    }
}

async fn run(Ids(id): Ids<ImportId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = transfer::run(form.services(), &viewer, id).await;
    form.finish(done, &page(id), "import_done").await
}

async fn discard(Ids(id): Ids<ImportId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = transfer::discard(form.services(), &viewer, id).await;
    form.finish(done, PAGE, "import_discarded").await
}
