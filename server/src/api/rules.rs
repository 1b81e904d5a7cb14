//! Rules and their numbers.

use std::collections::BTreeMap;

use axum::Json;
use domain::RuleId;
use domain::views::rules::RulesPage;
use http::StatusCode;
use serde::Deserialize;
use services::rules::{self, ThresholdForm};
use utoipa::{IntoParams, ToSchema};

use super::document::{Language, Refused, Unknown, Written};
use super::error::ApiError;
use super::evidence::{Asking, Sent, asking, sent};
use super::reports::{Asked, Id, id};

/// Rules that judge, with the framework's numbers and this installation's.
#[utoipa::path(
    get,
    path = "/api/v1/rules",
    operation_id = "list-rules",
    tag = "Rules",
    params(
        Language,
    ),
    responses(
        (status = 200, description = "The rules.", body = RulesPage),
        Refused,
    ),
    extensions(("x-access" = json!("signed_in"))),
)]
pub(super) async fn page(asked: Asked) -> Result<Json<RulesPage>, ApiError> {
    let page = rules::rules_page(&asked.services, &asked.viewer, asked.locale).await;
    asked.shown(page)
}

/// A rule's numbers; those that are left out are the framework's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RuleNumbers, example = json!({
    "numbers": {"supports": 60}, "remark": "Our accelerators are shared.", "version": 0
}))]
pub(super) struct NumbersBody {
    /// By name: `days`, `min`, `supports`, `contradicts`, `runs`, `apart`, `against`, `variety`.
    numbers: BTreeMap<String, f64>,
    /// Why.
    remark: String,
    /// 0 where this installation has none yet.
    #[serde(default)]
    version: i32,
}

/// Changes a rule's numbers for this installation.
///
/// Every workload is judged anew. Numbers that are left out are the framework's.
#[utoipa::path(
    post,
    path = "/api/v1/rules/{rule}",
    operation_id = "set-rule-numbers",
    tag = "Rules",
    params(
        ("rule" = inline(RuleId), Path, description = "The id of a rule.", example = "C04.gpu_util"),
    ),
    request_body = NumbersBody,
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("administrators"))),
)]
pub(super) async fn set(
    path: Id<RuleId>,
    asked: Asked,
    body: Sent<NumbersBody>,
) -> Result<StatusCode, ApiError> {
    let (rule, body) = (id(path)?, sent(body)?);
    let form = ThresholdForm {
        numbers: body
            .numbers
            .into_iter()
            .map(|(field, number)| (field, number.to_string()))
            .collect(),
        remark: body.remark,
        version: body.version,
    };
    let done = rules::set_thresholds(&asked.services, &asked.viewer, &rule, &form);
    asked.done(done.await)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct VersionQuery {
    /// The version that was seen.
    version: i32,
}

/// Goes back to the framework's numbers.
///
/// Every workload is judged anew.
#[utoipa::path(
    delete,
    path = "/api/v1/rules/{rule}",
    operation_id = "reset-rule-numbers",
    tag = "Rules",
    params(
        ("rule" = inline(RuleId), Path, description = "The id of a rule.", example = "C04.gpu_util"),
        VersionQuery,
    ),
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("administrators"))),
)]
pub(super) async fn reset(
    path: Id<RuleId>,
    asked: Asked,
    query: Asking<VersionQuery>,
) -> Result<StatusCode, ApiError> {
    let (seen, rule) = (asking(query)?.version, id(path)?);
    let done = rules::reset_thresholds(&asked.services, &asked.viewer, &rule, seen);
    asked.done(done.await)
}
