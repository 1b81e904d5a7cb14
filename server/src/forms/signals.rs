//! What people say of components, and what is fetched from the installation's Prometheus.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{ComponentId, FieldErrors, Problem, TextError, WorkloadId};
use services::{Error, signals};

use super::submission::Signed;
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/workloads/{id}/components/{component}",
            action(post(review)),
        )
        .route("/workloads/{id}/pull", action(post(pull)))
}

async fn review(
    Ids((id, component)): Ids<(WorkloadId, ComponentId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = form.target("back", &links::workload(id, "/signals#inventory"));
    let done = async {
        let seen = (component, form.version()?);
        let (standing, remark) = (form.parsed("standing")?, form.text("remark"));
        signals::review_component(form.services(), &viewer, id, seen, standing, &remark).await
    };
    let done = done.await;
    form.finish(done, &back, "component_reviewed").await
}

/// An empty selector stops it.
async fn pull(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let selector = form.text("selector");
    let code = if selector.trim().is_empty() {
        "pull_stopped"
    } else {
        "pull_saved"
    };
    let done = async {
        let version = form.version()?;
        signals::set_pull(form.services(), &viewer, id, &selector, version).await
    };
    let done = done.await.map_err(malformed);
    form.finish(done, &links::workload(id, "/signals#pull"), code)
        .await
}

/// Matchers are typed, not chosen from a list.
fn malformed(error: Error) -> Error {
    let Error::Invalid(errors) = error else {
        return error;
    };
    let named = |(field, problem): (String, Problem)| {
        let typed = field == "selector" && problem == Problem::Choice;
        let problem = if typed {
            Problem::Text(TextError::Malformed)
        } else {
            problem
        };
        (field, problem)
    };
    Error::Invalid(FieldErrors(errors.0.into_iter().map(named).collect()))
}
