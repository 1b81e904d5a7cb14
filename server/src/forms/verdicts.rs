//! What people say to verdicts of rules: one, or several at once.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::rule::Outcome;
use domain::{Problem, RuleId, TextError, WorkloadId};
use services::Error;
use services::evidence::{self, Decision};

use super::submission::{Signed, Submission};
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads/{id}/verdicts", action(post(several)))
        .route("/workloads/{id}/verdicts/{rule}", action(post(one)))
}

async fn one(
    Ids((id, rule)): Ids<(WorkloadId, RuleId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let seen = outcome(&form.text("verdict")).map(|outcome| vec![(rule, outcome)]);
    decide(id, &viewer, form, seen).await
}

/// All that are ticked, or none.
async fn several(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let ticked = form.data.list("seen");
    let seen = if ticked.is_empty() {
        Err(Error::field("seen", Problem::Text(TextError::Required)))
    } else {
        ticked.iter().map(|text| ticked_row(text)).collect()
    };
    decide(id, &viewer, form, seen).await
}

async fn decide(
    id: WorkloadId,
    viewer: &domain::Viewer,
    form: Submission,
    seen: Result<Vec<(RuleId, Outcome)>, Error>,
) -> Response {
    let back = form.target("back", &links::workload(id, "/evidence#inbox"));
    let done = async {
        let (seen, (decision, code)) = (seen?, decision(&form.text("decide"))?);
        let remark = form.text("remark");
        evidence::decide(form.services(), viewer, id, &seen, decision, &remark).await?;
        Ok((seen.len(), code))
    };
    match done.await {
        Ok((count, code)) => {
            let values = BTreeMap::from([("count".to_owned(), count.to_string())]);
            form.sender.done(&back, code, values).await
        }
        Err(error) => form.failed(error, &back).await,
    }
}

fn decision(text: &str) -> Result<(Decision, &'static str), Error> {
    match text {
        "accept" => Ok((Decision::Accept, "verdicts_accepted")),
        "reject" => Ok((Decision::Reject, "verdicts_rejected")),
        _ => Err(Error::field("decide", Problem::Choice)),
    }
}

/// `S05.vuln supports`: a rule, and what the person saw it say.
fn ticked_row(text: &str) -> Result<(RuleId, Outcome), Error> {
    let broken = || Error::field("seen", Problem::Choice);
    let (rule, code) = text.split_once(' ').ok_or_else(broken)?;
    Ok((rule.parse().map_err(|_| broken())?, outcome(code)?))
}

/// What can be accepted or rejected: only what a rule says, not that it says nothing.
fn outcome(code: &str) -> Result<Outcome, Error> {
    [Outcome::Supports, Outcome::Contradicts]
        .into_iter()
        .find(|outcome| outcome.code() == code)
        .ok_or_else(|| Error::field("seen", Problem::Choice))
}
