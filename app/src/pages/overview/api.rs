//! What the overviews ask the server.

use domain::{
    TeamId,
    views::{overview::OverviewPage, workloads::WorkloadQuery},
};
use leptos::prelude::*;

use crate::AppError;

/// The organisation as the reader may see it.
#[server(prefix = "/api/fn", endpoint = "overview/organisation", input = leptos::server_fn::codec::Json)]
pub async fn organisation_overview(query: WorkloadQuery) -> Result<OverviewPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::overview::organisation(&request.services, viewer, &query, request.locale).await?)
}

/// A team.
#[server(prefix = "/api/fn", endpoint = "overview/team", input = leptos::server_fn::codec::Json)]
pub async fn team_overview(
    id: Option<TeamId>,
    query: WorkloadQuery,
) -> Result<OverviewPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    Ok(services::overview::team(&request.services, viewer, id, &query, request.locale).await?)
}
