//! What explanations ask the server.

use domain::{
    TeamId, WorkloadId,
    views::results::{ExplainPage, ExplainQuery},
};
use leptos::prelude::*;

use crate::AppError;

/// A number of the organisation.
#[server(prefix = "/api/fn", endpoint = "explain/organisation", input = leptos::server_fn::codec::Json)]
pub async fn explain_organisation(query: ExplainQuery) -> Result<ExplainPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::explain::organisation(&request.services, viewer, &query, request.locale).await?)
}

/// A number of a team.
#[server(prefix = "/api/fn", endpoint = "explain/team", input = leptos::server_fn::codec::Json)]
pub async fn explain_team(
    id: Option<TeamId>,
    query: ExplainQuery,
) -> Result<ExplainPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    Ok(services::explain::team(&request.services, viewer, id, &query, request.locale).await?)
}

/// A number of a workload.
#[server(prefix = "/api/fn", endpoint = "explain/workload", input = leptos::server_fn::codec::Json)]
pub async fn explain_workload(
    id: Option<WorkloadId>,
    query: ExplainQuery,
) -> Result<ExplainPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    Ok(services::explain::workload(&request.services, viewer, id, &query, request.locale).await?)
}
