//! What the plan pages ask the server.

use domain::TeamId;
use domain::views::plans::{PlanQuery, PlansPage};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::AppError;

/// The plans that the reader may see.
#[server(prefix = "/api/fn", endpoint = "plans/organisation", input = Json)]
pub async fn organisation_plans(query: PlanQuery) -> Result<PlansPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::plan::plans_page(&request.services, viewer, None, &query, request.locale).await?)
}

/// The plans of a team.
#[server(prefix = "/api/fn", endpoint = "plans/team", input = Json)]
pub async fn team_plans(id: Option<TeamId>, query: PlanQuery) -> Result<PlansPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    let team = Some(id);
    Ok(services::plan::plans_page(&request.services, viewer, team, &query, request.locale).await?)
}
