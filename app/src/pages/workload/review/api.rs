//! What the review page asks the server.

use domain::WorkloadId;
use domain::views::assessing::ReviewPage;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::AppError;

/// The audit before submission, and what reviewers said.
#[server(prefix = "/api/fn", endpoint = "review/page", input = Json)]
pub async fn load_review(id: Option<WorkloadId>) -> Result<ReviewPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    Ok(services::assessing::review_page(&request.services, viewer, id, request.locale).await?)
}
