//! What a month came to, as other software reads it.

use axum::Json;
use axum::response::Response;
use domain::views::cost::{CostQuery, GroupCostPage, WorkloadCostPage};
use domain::{TeamId, WorkloadId};
use services::cost;
use services::export::Group;
use utoipa::IntoParams;

use super::document::{Cached, IfNoneMatch, Language, Refused, Spreadsheet, Unknown};
use super::error::ApiError;
use super::evidence::{Asking, asking};
use super::reports::{Asked, CSV, Id, id};

/// Of when.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only stands in the document")]
struct Month {
    /// `2026-11`; this month where it is left out.
    month: Option<String>,
}

/// In which currency a group's money is.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only stands in the document")]
struct Currency {
    /// The currency of rows and trend.
    currency: Option<String>,
}

/// In which order a group's rows are.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only stands in the document")]
struct Sorting {
    /// `name`, `spend`, `tokens`, `gpu`, `energy`, `carbon`, `sci`; `-` before it for the greatest first.
    sort: Option<String>,
}

/// Which rows.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only stands in the document")]
struct Rows {
    /// Only rows of this model; `-` for those that name none.
    model: Option<String>,
    /// Only rows of this feature; `-` for those that name none.
    feature: Option<String>,
    /// A page of rows, from 1.
    page: Option<String>,
}

/// What stands after the `?`.
type Pairs = Asking<Vec<(String, String)>>;

fn query(pairs: Pairs) -> Result<CostQuery, ApiError> {
    let pairs = asking(pairs)?;
    Ok(CostQuery::of(
        pairs
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str())),
    ))
}

/// What a workload came to in a month: tokens, money, GPUs, energy and carbon, with the rows behind them.
///
/// With `part=calculators` also what the calculators find on the last thirty days; any of their assumptions can be given by
/// its key.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/cost",
    operation_id = "get-workload-cost",
    tag = "Cost",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        Month,
        ("currency" = Option<String>, Query, description = "The currency of days, models and features."),
        ("open" = Option<String>, Query, description = "Which rows: `tokens`, `spend`, `gpu`, `energy`, `carbon`, `cache`, `calls`."),
        ("series" = Option<String>, Query, description = "A name whose series are listed one by one."),
        Rows,
        ("part" = Option<String>, Query, description = "`calculators` for estimates too."),
    ),
    responses(
        (status = 200, description = "What it came to.", body = WorkloadCostPage),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn workload(
    path: Id<WorkloadId>,
    asked: Asked,
    pairs: Pairs,
) -> Result<Json<WorkloadCostPage>, ApiError> {
    let (workload, query) = (id(path)?, query(pairs)?);
    let page = cost::page(&asked.services, &asked.viewer, workload, &query).await;
    asked.shown(page)
}

/// What a team's workloads came to in a month, by workload, model or feature.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{team}/cost",
    operation_id = "get-team-cost",
    tag = "Cost",
    params(
        ("team" = inline(TeamId), Path, description = "The id of a team."),
        Month,
        Currency,
        ("by" = Option<String>, Query, description = "`workload`, `model`, `feature`."),
        Sorting,
        Rows,
    ),
    responses(
        (status = 200, description = "What it came to.", body = GroupCostPage),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn team(
    path: Id<TeamId>,
    asked: Asked,
    pairs: Pairs,
) -> Result<Json<GroupCostPage>, ApiError> {
    let (team, query) = (id(path)?, query(pairs)?);
    let page = cost::team(&asked.services, &asked.viewer, team, &query).await;
    asked.shown(page)
}

/// What the organisation came to in a month, by team, workload, model or feature.
///
/// Only workloads that the reader may see are in it.
#[utoipa::path(
    get,
    path = "/api/v1/organisation/cost",
    operation_id = "get-organisation-cost",
    tag = "Cost",
    params(
        Month,
        Currency,
        ("by" = Option<String>, Query, description = "`team`, `workload`, `model`, `feature`."),
        Sorting,
        Rows,
    ),
    responses(
        (status = 200, description = "What it came to.", body = GroupCostPage),
        Refused,
    ),
    extensions(("x-access" = json!("signed_in"))),
)]
pub(super) async fn organisation(
    asked: Asked,
    pairs: Pairs,
) -> Result<Json<GroupCostPage>, ApiError> {
    let query = query(pairs)?;
    let page = cost::organisation(&asked.services, &asked.viewer, &query).await;
    asked.shown(page)
}

/// The rows behind a workload's month as CSV: series and files by what they count.
///
/// UTF-8 with a byte order mark; at most 100,000 rows.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/cost.csv",
    operation_id = "get-workload-cost-csv",
    tag = "Cost",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        Month,
        Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn workload_csv(
    path: Id<WorkloadId>,
    asked: Asked,
    pairs: Pairs,
) -> Result<Response, ApiError> {
    let (workload, query) = (id(path)?, query(pairs)?);
    let content = async {
        let name = asked.workload_name(workload, "-cost.csv").await?;
        let wanted = (query.month.as_str(), asked.locale);
        Ok((
            name,
            cost::workload_csv(&asked.services, &asked.viewer, workload, wanted).await?,
        ))
    };
    asked.answer(CSV, content).await
}

/// What a team's workloads came to in a month as CSV, by model and feature.
///
/// UTF-8 with a byte order mark; at most 100,000 rows.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{team}/cost.csv",
    operation_id = "get-team-cost-csv",
    tag = "Cost",
    params(
        ("team" = inline(TeamId), Path, description = "The id of a team."),
        Month,
        Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn team_csv(
    path: Id<TeamId>,
    asked: Asked,
    pairs: Pairs,
) -> Result<Response, ApiError> {
    group_csv(&asked, Group::Team(id(path)?), &query(pairs)?).await
}

/// What the organisation came to in a month as CSV, by workload, model and feature.
///
/// UTF-8 with a byte order mark; at most 100,000 rows. Only workloads that the reader may see are in it.
#[utoipa::path(
    get,
    path = "/api/v1/organisation/cost.csv",
    operation_id = "get-organisation-cost-csv",
    tag = "Cost",
    params(
        Month,
        Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Refused,
    ),
    extensions(("x-access" = json!("signed_in"))),
)]
pub(super) async fn organisation_csv(asked: Asked, pairs: Pairs) -> Result<Response, ApiError> {
    group_csv(&asked, Group::Organisation, &query(pairs)?).await
}

async fn group_csv(asked: &Asked, group: Group, query: &CostQuery) -> Result<Response, ApiError> {
    let content = async {
        let name = asked.group_name(group, "-cost.csv").await?;
        let wanted = (query.month.as_str(), asked.locale);
        Ok((
            name,
            cost::group_csv(&asked.services, &asked.viewer, group, wanted).await?,
        ))
    };
    asked.table(content).await
}
