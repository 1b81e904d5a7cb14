//! Who does what until when, what it takes, and where it stands.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{CriterionId, WorkloadId};
use services::plan::{self, ActionForm, AssignForm, EffortForm};

use super::submission::Signed;
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads/{id}/plan/{criterion}", action(post(set)))
        .route(
            "/workloads/{id}/plan/{criterion}/effort",
            action(post(effort)),
        )
        .route(
            "/workloads/{id}/plan/{criterion}/move",
            action(post(move_to)),
        )
        .route("/plan/assign", action(post(assign)))
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

async fn effort(
    Ids((id, criterion)): Ids<(WorkloadId, CriterionId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        let sent = EffortForm {
            days: form.text("effort_days"),
            reason: form.text("effort_reason"),
            requires: form.text("requires"),
            version: form.version()?,
        };
        plan::set_effort(form.services(), &viewer, id, &criterion, &sent).await
    };
    let done = done.await;
    let page = format!("{}#{criterion}", links::workload(id, "/plan"));
    form.finish(done, &page, "effort_saved").await
}

async fn move_to(
    Ids((id, criterion)): Ids<(WorkloadId, CriterionId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        let state = form.text("state");
        let to = (state.as_str(), form.version()?);
        plan::move_action(form.services(), &viewer, id, &criterion, to).await
    };
    let done = done.await;
    let page = form.target("back", &links::workload(id, "/plan?view=board"));
    form.finish(done, &page, "action_moved").await
}

async fn assign(Signed { viewer, form, .. }: Signed) -> Response {
    let sent = AssignForm {
        actions: form.data.list("action"),
        owner: form.text("owner"),
        due_on: form.text("due_on"),
    };
    let done = plan::assign(form.services(), &viewer, &sent).await;
    let page = format!("{}#assign-many", form.target("back", "/plan"));
    match done {
        Ok(count) => {
            let values = BTreeMap::from([("count".to_owned(), count.to_string())]);
            form.sender.done(&page, "actions_assigned", values).await
        }
        Err(error) => form.failed(error, &page).await,
    }
}
