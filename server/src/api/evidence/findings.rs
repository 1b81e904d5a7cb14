//! Findings of other tools, and what people decide about them.

use axum::Json;
use domain::evidence::{Kind, Severity};
use domain::views::evidence::{FindingStanding, FindingsPage};
use domain::{CheckId, FindingId, WorkloadId};
use http::StatusCode;
use serde::Deserialize;
use services::evidence::{self, FindingsQuery, Triage};
use utoipa::{IntoParams, ToSchema};

use super::{Asking, Sent, asking, sent};
use crate::api::ApiError;
use crate::api::document::{Refused, Unknown, Written};
use crate::api::reports::{Asked, Id, id};

/// What stands after the `?` of the findings.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct FindingsFilter {
    /// Only of this kind of file.
    #[param(value_type = Option<Kind>, inline)]
    kind: String,
    /// Only of this tool, as it names itself.
    #[param(value_type = Option<String>)]
    tool: String,
    /// This severity or worse.
    #[param(value_type = Option<Severity>, inline)]
    severity: String,
    /// Only those that rules of this check count.
    #[param(value_type = Option<CheckId>, inline)]
    check: String,
    /// Only those that stand so.
    #[param(value_type = Option<FindingStanding>, inline)]
    state: String,
}

impl FindingsFilter {
    /// What is asked for, a page of it where there are pages.
    pub(in crate::api) fn query(self, page: String) -> FindingsQuery {
        FindingsQuery {
            kind: self.kind,
            tool: self.tool,
            severity: self.severity,
            check: self.check,
            state: self.state,
            page,
        }
    }
}

/// Which page of the findings.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct FindingsPaging {
    /// Which page, from 1; 50 findings each.
    #[param(value_type = Option<u32>, minimum = 1)]
    page: String,
}

/// Findings of other tools, the worst first.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/findings",
    operation_id = "list-findings",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        FindingsFilter, FindingsPaging,
    ),
    responses(
        (status = 200, description = "A page of findings.", body = FindingsPage),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(in crate::api) async fn findings(
    path: Id<WorkloadId>,
    asked: Asked,
    filter: Asking<FindingsFilter>,
    paging: Asking<FindingsPaging>,
) -> Result<Json<FindingsPage>, ApiError> {
    let query = asking(filter)?.query(asking(paging)?.page);
    let page = evidence::findings_page(&asked.services, &asked.viewer, id(path)?, &query);
    asked.shown(page.await)
}

/// A decision about a finding.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Triage, example = json!({
    "decision": "accepted", "until": "2026-12-31", "remark": "No fix yet; the port is closed.", "version": 1
}))]
pub(in crate::api) struct TriageBody {
    /// Where it stands from now on.
    #[schema(value_type = TriageDecision)]
    decision: String,
    /// The last day on which it is accepted, such as `2026-12-31`; only with `accepted`.
    #[serde(default)]
    until: String,
    /// Why.
    #[serde(default)]
    remark: String,
    /// The version that was seen.
    version: i32,
}

/// Settles a finding: open, accepted until a day, no problem, or fixed.
///
/// A finding that was said to be fixed is open again once a later run reports it.
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/findings/{finding}",
    operation_id = "triage-finding",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("finding" = inline(FindingId), Path, description = "The id of a finding."),
    ),
    request_body = TriageBody,
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(in crate::api) async fn triage(
    path: Id<(WorkloadId, FindingId)>,
    asked: Asked,
    body: Sent<TriageBody>,
) -> Result<StatusCode, ApiError> {
    let ((workload, finding), body) = (id(path)?, sent(body)?);
    let form = Triage {
        decision: body.decision,
        until: body.until,
        remark: body.remark,
        version: body.version,
    };
    let done = evidence::triage(&asked.services, &asked.viewer, workload, finding, &form);
    asked.done(done.await)
}

/// What a person says of a finding.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "it only stands in the document")]
pub(in crate::api) enum TriageDecision {
    Open,
    Accepted,
    FalsePositive,
    Fixed,
}
