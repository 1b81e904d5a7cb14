//! How risks are treated.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{RiskId, WorkloadId};
use services::risks::{self, TreatmentForm};

use super::submission::Signed;
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads/{id}/risks/{risk}", action(post(treat)))
        .route(
            "/workloads/{id}/risks/{risk}/approve",
            action(post(approve)),
        )
}

fn page(id: WorkloadId, risk: &RiskId) -> String {
    format!("{}#{risk}", links::workload(id, "/risks"))
}

async fn treat(
    Ids((id, risk)): Ids<(WorkloadId, RiskId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        let sent = TreatmentForm {
            treatment: form.text("treatment"),
            owner: form.text("owner"),
            note: form.text("note"),
            expires_on: form.text("expires_on"),
            version: form.version()?,
        };
        risks::treat(form.services(), &viewer, id, &risk, &sent).await
    };
    let done = done.await;
    form.finish(done, &page(id, &risk), "risk_saved").await
}

async fn approve(
    Ids((id, risk)): Ids<(WorkloadId, RiskId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        risks::approve_acceptance(form.services(), &viewer, id, &risk, form.version()?).await
    };
    let done = done.await;
    form.finish(done, &page(id, &risk), "risk_accepted").await
}
