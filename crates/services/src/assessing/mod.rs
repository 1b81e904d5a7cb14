//! The questionnaire: pages, answers, notes, proof, review.

mod answer;
mod check_page;
mod document;
mod framework;
mod note;
mod rail;
mod review;
mod second_person;

pub(crate) use answer::settle;
pub use answer::{answer, everything_up_to};
pub use check_page::{check_page, first_open, scoring_basis};
pub use document::{
    DocumentForm, LARGEST_FILE, NewFile, add_document, download, withdraw_document,
};
pub(crate) use document::{date, file_name, sniff};
pub use framework::follow_framework;
pub use note::save_note;
pub use review::{approve, review_page, send_back, submit, withdraw};
pub use second_person::{attest, withdraw_attestation};

use domain::{
    AssessmentState, UserId, Viewer,
    access::{Action, Permit},
};
use store::{StoreError, Tx, change_log, change_log::Chain, members, results, workloads::Workload};

use crate::{Error, Services, platforms::Reach};

/// A write to the open assessment of a workload: looked up, allowed, and not archived.
pub(crate) async fn open_for<A: Action>(
    tx: &mut Tx,
    viewer: &Viewer,
    id: domain::WorkloadId,
) -> Result<(Workload, Permit<A>), Error> {
    let workload = store::workloads::lookup(tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let permit = viewer.permit::<A>(workload.team)?;
    if workload.archived_at.is_some() {
        return Err(Error::State("archived"));
    }
    Ok((workload, permit))
}

/// Locks the draft against submission while it is written to.
pub(crate) async fn lock_draft(tx: &mut Tx, workload: &Workload) -> Result<(), Error> {
    match store::answers::lock_for_answers(tx, workload.assessment.id).await? {
        Some(AssessmentState::Draft) => Ok(()),
        Some(AssessmentState::InReview | AssessmentState::Approved) => {
            Err(Error::State("not_draft"))
        }
        None => Err(Error::NotFound),
    }
}

/// Marks the numbers stale, those of workloads that inherit from it too, writes the change log and commits.
pub(crate) async fn finish(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    workload: &Workload,
    (action, subject, mut details): (&str, &str, serde_json::Value),
) -> Result<(), Error> {
    results::touch(&mut tx, workload.id).await?;
    if details.get("inherited_by").is_none() {
        let reach = Reach::of(&mut tx, workload.id).await?;
        reach.all(services).note(&mut details);
    }
    close(services, tx, viewer, workload, (action, subject, details)).await
}

/// The same for what is nobody else's business: a note, a risk, a plan, a review.
pub(crate) async fn finish_apart(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    workload: &Workload,
    entry: (&str, &str, serde_json::Value),
) -> Result<(), Error> {
    results::touch_alone(&mut tx, workload.id).await?;
    close(services, tx, viewer, workload, entry).await
}

/// Writes the change log and commits: where no number changes, that is all.
pub(crate) async fn close(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    workload: &Workload,
    (action, subject, details): (&str, &str, serde_json::Value),
) -> Result<(), Error> {
    let entry = change_log::Entry {
        chain: Chain::Workload(workload.id),
        at: services.now(),
        actor: Some(viewer.user),
        team: Some(workload.team),
        action,
        subject,
        details,
    };
    change_log::append(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Only a member of the team can own something in it.
pub(crate) async fn owner(
    tx: &mut Tx,
    workload: &Workload,
    text: &str,
) -> Result<Option<UserId>, Error> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let id: UserId = text
        .trim()
        .parse()
        .map_err(|_| Error::field("owner", domain::Problem::Choice))?;
    let people = members::people(tx, workload.team).await?;
    if people.iter().any(|p| p.id == id) {
        Ok(Some(id))
    } else {
        Err(Error::field("owner", domain::Problem::Choice))
    }
}
