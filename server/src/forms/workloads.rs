//! Workloads: create, change, archive, target levels.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{CheckId, Problem, TeamId, WorkloadId};
use services::Error;
use services::workload::{self, WorkloadForm};

use super::submission::{Signed, Submission};
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads", post(create))
        .route("/workloads/{id}/edit", post(edit))
        .route("/workloads/{id}/archive", action(post(archive)))
        .route("/workloads/{id}/restore", action(post(restore)))
        .route("/workloads/{id}/targets", action(post(target)))
}

fn sent(form: &Submission) -> WorkloadForm {
    WorkloadForm {
        name: form.text("name"),
        description: form.text("description"),
        tier: form.text("tier"),
        profile: form.data.list("profile"),
    }
}

async fn create(Signed { viewer, form, .. }: Signed) -> Response {
    let created = async {
        let team = form.parsed::<TeamId>("team")?;
        workload::create(form.services(), &viewer, team, &sent(&form)).await
    };
    match created.await {
        Ok(id) => {
            form.sender
                .done(
                    &links::workload(id, ""),
                    "workload_created",
                    BTreeMap::new(),
                )
                .await
        }
        Err(error) => form.failed(error, "/workloads/new").await,
    }
}

async fn edit(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done =
        async { workload::edit(form.services(), &viewer, id, form.version()?, &sent(&form)).await };
    match done.await {
        Ok(()) => {
            form.sender
                .done(&links::workload(id, ""), "workload_saved", BTreeMap::new())
                .await
        }
        Err(error) => form.failed(error, &links::workload(id, "/edit")).await,
    }
}

async fn archive(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = workload::archive(form.services(), &viewer, id).await;
    form.finish(done, &links::workload(id, ""), "workload_archived")
        .await
}

async fn restore(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = workload::restore(form.services(), &viewer, id).await;
    form.finish(done, &links::workload(id, ""), "workload_restored")
        .await
}

async fn target(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = form.target("back", &links::workload(id, "/plan"));
    let done = async {
        let check = form.parsed::<CheckId>("check")?;
        let level = match form.text("level").trim() {
            "" => None,
            text => Some(
                text.parse()
                    .map_err(|_| Error::field("level", Problem::Choice))?,
            ),
        };
        workload::set_targets(form.services(), &viewer, id, &check, level).await
    };
    let done = done.await;
    form.finish(done, &back, "target_saved").await
}
