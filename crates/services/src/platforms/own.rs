//! A workload answers for itself what a platform answers for it, and inherits again.

use domain::{
    Answer, AnswerState, Comment, CriterionId, FieldErrors, Problem, Provenance, Viewer,
    WorkloadId, access::Assess, views::assessing::Change,
};
use serde_json::json;
use store::answers::{self, Writer};

use super::reached;
use crate::{
    Error, Services,
    assessing::{finish, lock_draft, open_for, settle},
    basis::in_scope,
    notices, plan,
};

/// What the form of an own answer sends.
#[derive(Clone, Debug, Default)]
pub struct OwnForm {
    /// `met`, `not_met`, `unknown`, `not_applicable`.
    pub state: String,
    /// Why the platform's answer does not hold here.
    pub own_reason: String,
    /// The kind of reason of "not applicable".
    pub reason: String,
}

/// Answers a criterion in the platform's place, with the reason.
///
/// # Errors
/// [`Error::Invalid`] where the reason or the state is missing; [`Error::Stale`] where there is an own answer already;
/// [`Error::State`] where the assessment is not a draft; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn answer_for_ourselves(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    criterion: &CriterionId,
    form: &OwnForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    if !in_scope(services.framework, &workload.profile, criterion) {
        return Err(Error::NotFound);
    }
    let (answer, reason) = parse(form)?;
    lock_draft(&mut tx, &workload).await?;
    let (touched, heirs) = reached(services, &mut tx, id, std::slice::from_ref(criterion)).await?;
    let fulfilled = plan::fulfilled(services, &mut tx, id).await?;
    let writer = Writer {
        permit: &permit,
        at: services.now(),
        provenance: Provenance::Stated,
    };
    let assessment = workload.assessment.id;
    let content = (&answer, reason.as_str());
    let written = answers::set_own(&mut tx, writer, assessment, criterion, content).await?;
    written.ok_or(Error::Stale)?;
    let change = Change {
        criterion: criterion.clone(),
        expected: 0,
        answer: Some(answer),
    };
    let changes = std::slice::from_ref(&change);
    heirs.settle(services, &mut tx).await?;
    settle(services, &mut tx, (viewer, id), changes, &fulfilled).await?;
    notices::claimed_now(services, &mut tx, id, changes).await?;
    let mut details = json!({ "changes": [change], "own_reason": reason });
    touched.note(&mut details);
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("answer.own", criterion.as_str(), details),
    )
    .await
}

/// The words are the reason of "not applicable", too.
fn parse(form: &OwnForm) -> Result<(Answer, Comment), Error> {
    let mut errors = FieldErrors::default();
    let reason = Comment::parse(&form.own_reason).map_err(Problem::Text);
    let reason = errors.check("own_reason", reason);
    let state = form.state.trim().parse::<AnswerState>();
    let state = errors.check("state", state.map_err(|_| Problem::Choice));
    let kind = match state {
        Some(AnswerState::NotApplicable) => {
            let kind = form.reason.trim().parse().map_err(|_| Problem::Choice);
            errors.check("reason", kind)
        }
        _ => None,
    };
    Error::check(errors)?;
    let (Some(state), Some(text)) = (state, reason) else {
        return Err(Error::field("state", Problem::Choice));
    };
    let answer = match (state, kind) {
        (AnswerState::Met, _) => Answer::Met,
        (AnswerState::NotMet, _) => Answer::NotMet,
        (AnswerState::Unknown, _) => Answer::Unknown,
        (AnswerState::NotApplicable, Some(reason)) => Answer::NotApplicable {
            reason,
            text: text.clone(),
        },
        (AnswerState::NotApplicable, None) => return Err(Error::field("reason", Problem::Choice)),
    };
    Ok((answer, text))
}

/// Takes an own answer back, so that the platform's counts again.
///
/// # Errors
/// [`Error::Stale`] where another answer stands; [`Error::State`] where the assessment is not a draft;
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn inherit_again(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    criterion: &CriterionId,
    expected: i32,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    lock_draft(&mut tx, &workload).await?;
    let (touched, heirs) = reached(services, &mut tx, id, std::slice::from_ref(criterion)).await?;
    let fulfilled = plan::fulfilled(services, &mut tx, id).await?;
    let assessment = workload.assessment.id;
    if !answers::clear(&mut tx, &permit, assessment, criterion, expected).await? {
        return Err(Error::Stale);
    }
    let change = Change {
        criterion: criterion.clone(),
        expected,
        answer: None,
    };
    let changes = std::slice::from_ref(&change);
    heirs.settle(services, &mut tx).await?;
    settle(services, &mut tx, (viewer, id), changes, &fulfilled).await?;
    let mut details = json!({ "changes": [change] });
    touched.note(&mut details);
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("answer.inherit", criterion.as_str(), details),
    )
    .await
}
