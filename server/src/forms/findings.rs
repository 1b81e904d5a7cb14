//! What people decide about findings of other tools.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{FindingId, WorkloadId};
use services::evidence::{self, Triage};

use super::submission::Signed;
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/workloads/{id}/findings/{finding}", action(post(triage)))
}

async fn triage(
    Ids((id, finding)): Ids<(WorkloadId, FindingId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = form.target("back", &links::workload(id, "/findings"));
    let done = async {
        let sent = Triage {
            decision: form.text("decision"),
            until: form.text("until"),
            remark: form.text("remark"),
            version: form.version()?,
        };
        evidence::triage(form.services(), &viewer, id, finding, &sent).await
    };
    let done = done.await;
    form.finish(done, &back, "finding_saved").await
}
