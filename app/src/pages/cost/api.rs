//! What the pages ask the server.

use domain::views::cost::{CostQuery, GroupCostPage, WorkloadCostPage};
use domain::{TeamId, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;

/// The organisation as the reader may see it.
#[server(prefix = "/api/fn", endpoint = "cost/organisation", input = Json)]
pub async fn organisation_cost(query: CostQuery) -> Result<GroupCostPage, AppError> {
    let request = crate::server::request()?;
    Ok(services::cost::organisation(&request.services, request.viewer()?, &query).await?)
}

/// A team.
#[server(prefix = "/api/fn", endpoint = "cost/team", input = Json)]
pub async fn team_cost(id: TeamId, query: CostQuery) -> Result<GroupCostPage, AppError> {
    let request = crate::server::request()?;
    Ok(services::cost::team(&request.services, request.viewer()?, id, &query).await?)
}

/// A workload.
#[server(prefix = "/api/fn", endpoint = "cost/workload", input = Json)]
pub async fn workload_cost(id: WorkloadId, query: CostQuery) -> Result<WorkloadCostPage, AppError> {
    let request = crate::server::request()?;
    Ok(services::cost::page(&request.services, request.viewer()?, id, &query).await?)
}
