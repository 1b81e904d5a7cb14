//! What the questionnaire asks the server.

use domain::views::assessing::{Basis, Change, CheckPage, NoteSaved, Saved};
use domain::{CheckId, UserId, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::AppError;

/// One check's page.
#[server(prefix = "/api/fn", endpoint = "checks/page", input = Json)]
pub async fn load_check(
    id: Option<WorkloadId>,
    check: Option<CheckId>,
) -> Result<CheckPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let (id, check) = id.zip(check).ok_or(services::Error::NotFound)?;
    Ok(
        services::assessing::check_page(&request.services, viewer, id, &check, request.locale)
            .await?,
    )
}

/// The check to go on with.
#[server(prefix = "/api/fn", endpoint = "checks/first-open", input = Json)]
pub async fn first_open_check(id: Option<WorkloadId>) -> Result<CheckId, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    Ok(services::assessing::first_open(&request.services, viewer, id).await?)
}

/// What live scoring starts from.
#[server(prefix = "/api/fn", endpoint = "checks/scoring-basis", input = Json)]
pub async fn scoring_basis(id: WorkloadId) -> Result<Basis, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::assessing::scoring_basis(&request.services, viewer, id).await?)
}

/// Saves answers, all or none.
///
/// `writer` is who gave them: they may have been kept while somebody else signed in on this browser.
#[server(prefix = "/api/fn", endpoint = "checks/answer", input = Json)]
pub async fn answer_criteria(
    id: WorkloadId,
    writer: UserId,
    changes: Vec<Change>,
) -> Result<Saved, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    if viewer.user != writer {
        return Err(AppError::Unauthenticated);
    }
    Ok(services::assessing::answer(&request.services, viewer, id, &changes).await?)
}

/// A check's note and owner over the version that the writer saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteChange {
    /// The version that the writer saw; 0 for none.
    pub expected: i32,
    /// The note.
    pub text: String,
    /// The owner's id; empty for nobody.
    pub owner: String,
}

/// Saves a check's note and owner.
#[server(prefix = "/api/fn", endpoint = "checks/note", input = Json)]
pub async fn save_note(
    id: WorkloadId,
    check: CheckId,
    writer: UserId,
    change: NoteChange,
) -> Result<NoteSaved, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    if viewer.user != writer {
        return Err(AppError::Unauthenticated);
    }
    let NoteChange {
        expected,
        text,
        owner,
    } = change;
    Ok(services::assessing::save_note(
        &request.services,
        viewer,
        id,
        &check,
        expected,
        (&text, &owner),
    )
    .await?)
}
