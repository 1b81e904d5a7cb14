//! What the history pages ask the server.

use domain::{
    WorkloadId,
    views::results::{DifferencePage, HistoryPage},
};
use leptos::prelude::*;

use crate::AppError;

/// Milestones and changes of a workload: a page of its change log, and one of what was done before it was imported.
#[server(prefix = "/api/fn", endpoint = "history/page", input = leptos::server_fn::codec::Json)]
pub async fn workload_history(
    id: Option<WorkloadId>,
    page: u32,
    imported: u32,
) -> Result<HistoryPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    Ok(services::history::page(&request.services, viewer, id, (page, imported)).await?)
}

/// The difference of two milestones, or of one and the current draft (`to` is none).
#[server(prefix = "/api/fn", endpoint = "history/difference", input = leptos::server_fn::codec::Json)]
pub async fn workload_difference(
    id: Option<WorkloadId>,
    from: Option<i32>,
    to: Option<i32>,
) -> Result<DifferencePage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let (id, from) = id.zip(from).ok_or(services::Error::NotFound)?;
    Ok(
        services::history::difference(&request.services, viewer, id, (from, to), request.locale)
            .await?,
    )
}
