//! Taking evidence back, and confirmations by a second person.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{AttestationId, CriterionId, EvidenceId, WorkloadId};
use services::assessing;

use super::submission::{Signed, Submission};
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/workloads/{id}/evidence/{evidence}/withdraw",
            action(post(withdraw_document)),
        )
        .route("/workloads/{id}/attest", action(post(attest)))
        .route(
            "/workloads/{id}/attestations/{attestation}/withdraw",
            action(post(withdraw_attestation)),
        )
}

fn back(form: &Submission, id: WorkloadId) -> String {
    let from = form
        .sender
        .came_from()
        .unwrap_or_else(|| links::workload(id, "/checks"));
    form.target("back", &from)
}

async fn withdraw_document(
    Ids((id, evidence)): Ids<(WorkloadId, EvidenceId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = back(&form, id);
    let done = assessing::withdraw_document(form.services(), &viewer, id, evidence).await;
    form.finish(done, &back, "evidence_withdrawn").await
}

async fn attest(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = back(&form, id);
    let done = async {
        let criterion = form.parsed::<CriterionId>("criterion")?;
        assessing::attest(
            form.services(),
            &viewer,
            id,
            &criterion,
            &form.text("statement"),
        )
        .await
        .map(|_| ())
    };
    let done = done.await;
    form.finish(done, &back, "attested").await
}

async fn withdraw_attestation(
    Ids((id, attestation)): Ids<(WorkloadId, AttestationId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = back(&form, id);
    let done = assessing::withdraw_attestation(form.services(), &viewer, id, attestation).await;
    form.finish(done, &back, "attestation_withdrawn").await
}
