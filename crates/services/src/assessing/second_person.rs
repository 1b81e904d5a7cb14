//! Attestation: a second person, not the answerer, confirms.

use domain::{
    Answer, AttestationId, Comment, CriterionId, FieldErrors, Problem, Viewer, WorkloadId,
    access::Attest,
};
use serde_json::json;
use store::{answers, proof};

use super::{finish, lock_draft, open_for};
use crate::{Error, Services};

/// Confirms, as somebody other than the answerer, that a criterion is met.
///
/// # Errors
/// [`Error::State`] where the criterion is not answered `met`, or the viewer gave that answer; [`Error::Invalid`],
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn attest(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    criterion: &CriterionId,
    statement: &str,
) -> Result<AttestationId, Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Attest>(&mut tx, viewer, id).await?;
    let mut errors = FieldErrors::default();
    let statement = errors.check(
        "statement",
        Comment::parse(statement).map_err(Problem::Text),
    );
    let Some(statement) = statement else {
        return Err(Error::Invalid(errors));
    };
    lock_draft(&mut tx, &workload).await?;
    let stored = answers::list(&mut tx, workload.assessment.id).await?;
    let answer = stored
        .iter()
        .find(|a| a.criterion == *criterion)
        .ok_or(Error::State("not_met"))?;
    if answer.answer != Answer::Met {
        return Err(Error::State("not_met"));
    }
    if answer.by == viewer.user {
        return Err(Error::State("own_answer"));
    }
    let attestation = AttestationId(services.new_id());
    let content = (statement.as_str(), services.now());
    proof::attest(&mut tx, &permit, id, attestation, criterion, content).await?;
    let details = json!({ "statement": statement, "attestation": attestation });
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("attestation.add", criterion.as_str(), details),
    )
    .await?;
    Ok(attestation)
}

/// Withdraws one's own attestation.
///
/// # Errors
/// [`Error::NotFound`] where there is no such; [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn withdraw_attestation(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    attestation: AttestationId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Attest>(&mut tx, viewer, id).await?;
    let withdrawn =
        proof::withdraw_attestation(&mut tx, &permit, id, attestation, services.now()).await?;
    let criterion = withdrawn.ok_or(Error::NotFound)?;
    let details = json!({ "attestation": attestation });
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("attestation.withdraw", criterion.as_str(), details),
    )
    .await
}
