//! Telemetry as other software reads it, and what people say of components.

use axum::Json;
use axum::response::Response;
use domain::views::signals::{ComponentStanding, SignalChart, SignalsPage};
use domain::{ComponentId, RuleId, WorkloadId};
use http::StatusCode;
use serde::Deserialize;
use services::signals;
use utoipa::ToSchema;

use super::document::{Cached, IfNoneMatch, Language, Refused, Unknown, Written};
use super::error::ApiError;
use super::evidence::{Sent, sent};
use super::reports::{Asked, Id, id};

const SVG: &str = "image/svg+xml";

/// What telemetry came in by name, what was left out, the inventory, and what is fetched.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/signals",
    operation_id = "get-signals",
    tag = "Telemetry",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
    ),
    responses(
        (status = 200, description = "What came in, with a week of hours.", body = SignalsPage),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn page(
    path: Id<WorkloadId>,
    asked: Asked,
) -> Result<Json<SignalsPage>, ApiError> {
    let page = signals::signals_page(&asked.services, &asked.viewer, id(path)?).await;
    asked.shown(page)
}

/// What a rule looked at, with its thresholds: a signal by the hour, or the rule's own figure by the day.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/signals/{rule}",
    operation_id = "get-signal-chart",
    tag = "Telemetry",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("rule" = inline(RuleId), Path, description = "The id of a rule.", example = "C04.gpu_util"),
    ),
    responses(
        (status = 200, description = "The values.", body = SignalChart),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn chart(
    path: Id<(WorkloadId, RuleId)>,
    asked: Asked,
) -> Result<Json<SignalChart>, ApiError> {
    let (workload, rule) = id(path)?;
    let chart = signals::charts(&asked.services, &asked.viewer, workload, &rule).await;
    let chart = chart.map_err(|error| asked.refused(error))?;
    chart.map(Json).ok_or_else(ApiError::not_found)
}

/// The same chart as a picture.
///
/// Complete in itself: fonts are the reader's, colours those of the light console.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/signals/{rule}/chart.svg",
    operation_id = "get-signal-chart-svg",
    tag = "Telemetry",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("rule" = inline(RuleId), Path, description = "The id of a rule.", example = "C04.gpu_util"),
        Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The picture.", body = String, content_type = "image/svg+xml",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn picture(
    path: Id<(WorkloadId, RuleId)>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let (workload, rule) = id(path)?;
    let content = async {
        let name = asked
            .workload_name(workload, &format!("-{rule}.svg"))
            .await?;
        let (services, viewer) = (&asked.services, &asked.viewer);
        let picture = signals::chart_svg(services, viewer, workload, &rule, asked.locale).await?;
        Ok((name, picture))
    };
    asked.answer(SVG, content).await
}

/// What a person says of a component.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ComponentReview, example = json!({"standing": "allowed", "remark": "", "version": 1}))]
pub(super) struct ReviewBody {
    /// Whether it belongs to the workload.
    standing: ComponentStanding,
    /// Why; needed to refuse.
    #[serde(default)]
    remark: String,
    /// The version that was seen.
    version: i32,
}

/// Says whether a model, agent, tool or server belongs to the workload.
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/components/{component}",
    operation_id = "review-component",
    tag = "Telemetry",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("component" = inline(ComponentId), Path, description = "The id of a part of the workload."),
    ),
    request_body = ReviewBody,
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(super) async fn review(
    path: Id<(WorkloadId, ComponentId)>,
    asked: Asked,
    body: Sent<ReviewBody>,
) -> Result<StatusCode, ApiError> {
    let ((workload, component), body) = (id(path)?, sent(body)?);
    let seen = (component, body.version);
    let (services, viewer) = (&asked.services, &asked.viewer);
    let done = signals::review_component(
        services,
        viewer,
        workload,
        seen,
        body.standing,
        &body.remark,
    );
    asked.done(done.await)
}

/// What is fetched from the installation's Prometheus.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Pull, example = json!({"selector": "namespace=\"chat\"", "version": 0}))]
pub(super) struct PullBody {
    /// Label matchers; empty: nothing is fetched any more.
    selector: String,
    /// 0 where nothing is fetched yet.
    #[serde(default)]
    version: i32,
}

/// Fetches a workload's metrics from the installation's Prometheus, or stops it.
///
/// Possible where the installation has one (`HEXASTYLE_PROMETHEUS_URL`).
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/pull",
    operation_id = "set-pull",
    tag = "Telemetry",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
    ),
    request_body = PullBody,
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(super) async fn pull(
    path: Id<WorkloadId>,
    asked: Asked,
    body: Sent<PullBody>,
) -> Result<StatusCode, ApiError> {
    let (workload, body) = (id(path)?, sent(body)?);
    let (services, viewer) = (&asked.services, &asked.viewer);
    let done = signals::set_pull(services, viewer, workload, &body.selector, body.version);
    asked.done(done.await)
}
