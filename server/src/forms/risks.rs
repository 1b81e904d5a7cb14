//! How risks are treated, and the risks that workloads have of their own.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{Problem, RiskId, WorkloadId};
use services::Error;
use services::register::{self, Assigned};
use services::risks::{self, OwnRiskForm, TreatmentForm};

use super::submission::{Signed, Submission};
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/risks/owners", action(post(assign)))
        .route("/workloads/{id}/risks", post(add))
        .route("/workloads/{id}/risks/{risk}", post(treat))
        .route(
            "/workloads/{id}/risks/{risk}/approve",
            action(post(approve)),
        )
        .route("/workloads/{id}/risks/{risk}/reject", action(post(reject)))
        .route("/workloads/{id}/risks/{risk}/own", action(post(edit)))
        .route("/workloads/{id}/risks/{risk}/close", action(post(close)))
        .route("/workloads/{id}/risks/{risk}/reopen", action(post(reopen)))
}

/// The page that the form was on: of the risk, of the workload's risks, or of the register.
fn page(form: &Submission, id: WorkloadId, risk: &RiskId) -> String {
    let own = links::risk(id, risk);
    let from_own = form
        .sender
        .came_from()
        .is_some_and(|from| from.split(['?', '#']).next() == Some(own.as_str()));
    let page = if from_own {
        own
    } else {
        format!("{}#{risk}", links::workload(id, "/risks"))
    };
    form.target("back", &page)
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
    let page = page(&form, id, &risk);
    form.finish(done, &page, "risk_saved").await
}

async fn approve(
    Ids((id, risk)): Ids<(WorkloadId, RiskId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        risks::approve_acceptance(form.services(), &viewer, id, &risk, form.version()?).await
    };
    let done = done.await;
    let page = page(&form, id, &risk);
    form.finish(done, &page, "risk_accepted").await
}

async fn reject(
    Ids((id, risk)): Ids<(WorkloadId, RiskId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        let (version, reason) = (form.version()?, form.text("reason"));
        let sent = (version, reason.as_str());
        risks::reject_acceptance(form.services(), &viewer, id, &risk, sent).await
    };
    let done = done.await;
    let page = page(&form, id, &risk);
    form.finish(done, &page, "risk_rejected").await
}

fn own(form: &Submission) -> OwnRiskForm {
    OwnRiskForm {
        title: form.text("title"),
        text: form.text("text"),
        pillar: form.text("pillar"),
        likelihood: form.text("likelihood"),
        impact: form.text("impact"),
        checks: form.data.list("checks"),
    }
}

async fn add(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    match risks::add_own(form.services(), &viewer, id, &own(&form)).await {
        Ok(risk) => {
            let page = links::risk(id, &risk);
            form.sender
                .done(&page, "own_risk_added", BTreeMap::new())
                .await
        }
        Err(error) => form.failed(error, &links::workload(id, "/risks/new")).await,
    }
}

async fn edit(
    Ids((id, risk)): Ids<(WorkloadId, RiskId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        let sent = (form.version()?, &own(&form));
        risks::edit_own(form.services(), &viewer, id, &risk, sent).await
    };
    let done = done.await;
    form.finish(done, &links::risk(id, &risk), "own_risk_saved")
        .await
}

async fn close(
    Ids((id, risk)): Ids<(WorkloadId, RiskId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        let (version, reason) = (form.version()?, form.text("reason"));
        let sent = (version, reason.as_str());
        risks::close_own(form.services(), &viewer, id, &risk, sent).await
    };
    let done = done.await;
    form.finish(done, &links::risk(id, &risk), "own_risk_closed")
        .await
}

async fn reopen(
    Ids((id, risk)): Ids<(WorkloadId, RiskId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done =
        async { risks::reopen_own(form.services(), &viewer, id, &risk, form.version()?).await };
    let done = done.await;
    form.finish(done, &links::risk(id, &risk), "own_risk_reopened")
        .await
}

/// All that are ticked, or none.
async fn assign(Signed { viewer, form, .. }: Signed) -> Response {
    let back = form.target("back", "/risks");
    let rows: Result<Vec<_>, _> = form.data.list("row").iter().map(|t| ticked(t)).collect();
    let done = async {
        let rows = rows?;
        register::assign(form.services(), &viewer, &rows, &form.text("owner")).await?;
        Ok(rows.len())
    };
    match done.await {
        Ok(count) => {
            let values = BTreeMap::from([("count".to_owned(), count.to_string())]);
            form.sender.done(&back, "risk_owners", values).await
        }
        Err(error) => form.failed(error, &back).await,
    }
}

/// `workload risk version`: a row as the person saw it.
fn ticked(text: &str) -> Result<Assigned, Error> {
    let row = || {
        let mut parts = text.split(' ');
        let row = Assigned {
            workload: parts.next()?.parse().ok()?,
            risk: parts.next()?.parse().ok()?,
            version: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(row)
    };
    row().ok_or_else(|| Error::field("row", Problem::Choice))
}
