//! Submitting, withdrawing, approving and sending back.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::WorkloadId;
use services::assessing;

use super::submission::Signed;
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads/{id}/submit", action(post(submit)))
        .route("/workloads/{id}/withdraw", action(post(withdraw)))
        .route("/workloads/{id}/approve", action(post(approve)))
        .route("/workloads/{id}/send-back", action(post(send_back)))
}

async fn submit(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = assessing::submit(form.services(), &viewer, id, &form.text("comment")).await;
    form.finish(done, &links::workload(id, "/review"), "submitted")
        .await
}

async fn withdraw(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = assessing::withdraw(form.services(), &viewer, id).await;
    form.finish(done, &links::workload(id, "/review"), "withdrawn")
        .await
}

async fn approve(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = assessing::approve(form.services(), &viewer, id, &form.text("comment"))
        .await
        .map(|_| ());
    form.finish(done, &links::workload(id, "/review"), "approved")
        .await
}

async fn send_back(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = assessing::send_back(form.services(), &viewer, id, &form.text("comment")).await;
    form.finish(done, &links::workload(id, "/review"), "sent_back")
        .await
}
