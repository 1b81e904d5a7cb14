//! Who does what until when.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{CriterionId, WorkloadId};
use services::plan::{self, ActionForm};

use super::submission::Signed;
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/workloads/{id}/plan/{criterion}", action(post(set)))
}

async fn set(
    Ids((id, criterion)): Ids<(WorkloadId, CriterionId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        let sent = ActionForm {
            state: form.text("state"),
            owner: form.text("owner"),
            due_on: form.text("due_on"),
            note: form.text("note"),
            version: form.version()?,
        };
        plan::set_action(form.services(), &viewer, id, &criterion, &sent).await
    };
    let done = done.await;
    let page = format!("{}#{criterion}", links::workload(id, "/plan"));
    form.finish(done, &page, "action_saved").await
}
