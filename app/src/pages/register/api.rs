//! What the register asks the server.

use domain::TeamId;
use domain::views::register::{RegisterPage, RegisterQuery};
use leptos::prelude::*;

use crate::AppError;

/// All risks that the reader may see.
#[server(prefix = "/api/fn", endpoint = "register/organisation", input = leptos::server_fn::codec::Json)]
pub async fn organisation_register(query: RegisterQuery) -> Result<RegisterPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::register::page(&request.services, viewer, &query, request.locale).await?)
}

/// A team's risks.
#[server(prefix = "/api/fn", endpoint = "register/team", input = leptos::server_fn::codec::Json)]
pub async fn team_register(
    id: Option<TeamId>,
    query: RegisterQuery,
) -> Result<RegisterPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    Ok(services::register::team(&request.services, viewer, id, &query, request.locale).await?)
}
