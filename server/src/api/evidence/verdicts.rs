//! What people say to verdicts.

use domain::rule::Outcome;
use domain::{RuleId, WorkloadId};
use http::StatusCode;
use serde::Deserialize;
use services::evidence::{self, Decision};
use utoipa::ToSchema;

use super::{Sent, sent};
use crate::api::ApiError;
use crate::api::document::{Refused, Unknown, Written};
use crate::api::reports::{Asked, Id, id};

/// What a person says to some verdicts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Decision, example = json!({
    "rules": [{"rule": "S05.vuln", "verdict": "supports"}], "accept": true, "remark": ""
}))]
pub(in crate::api) struct DecisionBody {
    /// The rules, each with the outcome that the person saw.
    rules: Vec<Seen>,
    /// Whether the answers follow.
    accept: bool,
    /// Why; needed to reject.
    #[serde(default)]
    remark: String,
}

/// A rule and its outcome, as a person saw them.
#[derive(Deserialize, ToSchema)]
struct Seen {
    /// Which rule.
    rule: RuleId,
    /// The outcome that was seen.
    #[serde(flatten)]
    outcome: Outcome,
}

/// Accepts or rejects verdicts: all or none.
///
/// `verdict` is the one that was seen; where it is another one by now, nothing is written and the answer is 409. A
/// rejection needs a remark.
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/verdicts",
    operation_id = "decide-verdicts",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
    ),
    request_body = DecisionBody,
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(in crate::api) async fn decide(
    path: Id<WorkloadId>,
    asked: Asked,
    body: Sent<DecisionBody>,
) -> Result<StatusCode, ApiError> {
    let (workload, body) = (id(path)?, sent(body)?);
    let rules: Vec<_> = body
        .rules
        .into_iter()
        .map(|s| (s.rule, s.outcome))
        .collect();
    let decision = if body.accept {
        Decision::Accept
    } else {
        Decision::Reject
    };
    let (services, viewer) = (&asked.services, &asked.viewer);
    let done = evidence::decide(services, viewer, workload, &rules, decision, &body.remark);
    asked.done(done.await)
}
