//! Review: submit, withdraw, approve, send back.

use domain::{
    AnswerState, AssessmentId, AssessmentState, CheckId, CriterionId, Evaluation, FieldErrors,
    Locale, MilestoneId, Problem, Remark, Transition, UserId, Viewer, WorkloadId,
    access::{Assess, Permit, Read, Review},
    views::{
        accounts::Tie,
        assessing::{OpenCheck, ReviewPage, ReviewView},
    },
};
use serde_json::json;
use store::{
    Tx, answers, reviews,
    reviews::{NewMilestone, Step},
    workloads::{NewAssessment, Workload},
};

use super::{finish_apart, open_for};
use crate::{
    Error, Services,
    basis::{self, Basis},
    notices,
    platforms::answers_of,
    results,
    snapshot::Snapshot,
    texts,
    ties::{self, Pair},
    workload,
};

/// Steps of reviews on the page; the auditor's report has all.
const SHOWN: i64 = 200;

/// The audit before submission, and what reviewers said.
///
/// # Errors
/// [`Error::NotFound`] where the workload may not be read.
#[tracing::instrument(skip_all)]
pub async fn review_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<ReviewPage, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let reviews = reviews::list(&mut tx, id, Some(SHOWN)).await?;
    let reader = basis.workload.assessment.submitted_by.as_ref();
    let reader = reader.map(|(by, _)| (*by, viewer.user));
    let approvals = approvals(&reviews);
    let pairs: Vec<Pair> = approvals.iter().copied().flatten().chain(reader).collect();
    let ties = ties::of(&mut tx, &pairs).await?;
    let tie = |pair: Option<Pair>| pair.and_then(|pair| ties.get(&pair).copied());
    tx.commit().await.map_err(store::StoreError::from)?;
    let with =
        |wanted: &dyn Fn(&CriterionId) -> bool| open_checks(services, &basis, wanted, locale);
    let state = |id: &CriterionId| basis.inputs.answers.get(id).map(|m| m.state);
    let unproven = |id: &CriterionId| {
        basis
            .inputs
            .answers
            .get(id)
            .is_some_and(|m| m.state == AnswerState::Met && !m.proven)
    };
    let inherited = |id: &CriterionId| {
        let mut answers = basis.answers.iter();
        answers.any(|a| a.criterion == *id && a.source.is_some())
    };
    Ok(ReviewPage {
        head: workload::head(viewer, &basis.workload, basis.attention)?,
        counts: evaluation.coverage.total,
        unanswered: with(&|id| state(id).is_none()),
        unknown: with(&|id| state(id) == Some(AnswerState::Unknown)),
        unproven: with(&unproven),
        inherited: with(&inherited),
        reviews: reviews
            .into_iter()
            .zip(approvals)
            .map(|(row, pair)| view(row, tie(pair)))
            .collect(),
        tie: tie(reader),
    })
}

/// Of each step that approves: who submitted, and who approved. The steps come newest first.
fn approvals(steps: &[reviews::ReviewRow]) -> Vec<Option<Pair>> {
    let submitter = |place: usize, approved: &reviews::ReviewRow| {
        let mut before = steps.iter().skip(place + 1);
        let submitted =
            before.find(|step| step.kind == "submit" && step.number == approved.number)?;
        Some((UserId(submitted.by_user), UserId(approved.by_user)))
    };
    let pair = |(place, step): (usize, &reviews::ReviewRow)| {
        (step.kind == "approve")
            .then(|| submitter(place, step))
            .flatten()
    };
    steps.iter().enumerate().map(pair).collect()
}

fn open_checks(
    services: &Services,
    basis: &Basis,
    wanted: &dyn Fn(&CriterionId) -> bool,
    locale: Locale,
) -> Vec<OpenCheck> {
    let criteria = |check: &domain::RubricCheck| -> Vec<CriterionId> {
        let open = |k: &&domain::RubricCriterion| basis.inputs.in_scope(check, k) && wanted(&k.id);
        check
            .criteria
            .iter()
            .filter(open)
            .map(|k| k.id.clone())
            .collect()
    };
    let name = |id: &CheckId| texts::check_name(services.framework, id, locale);
    let rows = basis.rubric.checks().map(|(_, c)| OpenCheck {
        id: c.id.clone(),
        name: name(&c.id),
        criteria: criteria(c),
    });
    rows.filter(|row| !row.criteria.is_empty()).collect()
}

fn view(row: reviews::ReviewRow, tie: Option<Tie>) -> ReviewView {
    let reviews::ReviewRow {
        kind,
        comment,
        by_user: _,
        by_name,
        at,
        number,
    } = row;
    ReviewView {
        kind,
        comment,
        by: by_name,
        tie,
        at: texts::instant(at),
        assessment: number,
    }
}

fn remark(text: &str) -> Result<Remark, Error> {
    let mut errors = FieldErrors::default();
    let parsed = errors.check("comment", Remark::parse(text).map_err(Problem::Text));
    parsed.ok_or(Error::Invalid(errors))
}

/// Moves the open assessment on and notes who did it.
async fn step(
    services: &Services,
    tx: &mut Tx,
    viewer: &Viewer,
    workload: &Workload,
    (transition, kind, comment): (Transition, &str, &Remark),
) -> Result<(), Error> {
    let from = workload.assessment.state;
    let to = from
        .after(transition)
        .ok_or(Error::State(impossible(from)))?;
    let step = Step {
        id: services.new_id(),
        kind,
        comment: comment.as_str(),
        by: viewer.user,
        at: services.now(),
    };
    // The state in the condition: of two at once, one moves it and the other is told.
    if reviews::step(tx, workload.assessment.id, (from, to), step).await? {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

const fn impossible(from: AssessmentState) -> &'static str {
    match from {
        AssessmentState::Draft => "not_submitted",
        AssessmentState::InReview => "not_draft",
        AssessmentState::Approved => "approved",
    }
}

/// Submits the draft for review. Unanswered criteria don't prevent it: the page has named them.
///
/// # Errors
/// [`Error::State`] where it is not a draft or nothing was answered; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn submit(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    comment: &str,
) -> Result<(), Error> {
    let comment = remark(comment)?;
    let mut tx = services.begin().await?;
    let (workload, _) = open_for::<Assess>(&mut tx, viewer, id).await?;
    step(
        services,
        &mut tx,
        viewer,
        &workload,
        (Transition::Submit, "submit", &comment),
    )
    .await?;
    if answers_of(services, &mut tx, &workload).await?.is_empty() {
        return Err(Error::State("nothing_answered"));
    }
    notices::review_asked(services, &mut tx, (viewer, &workload), &comment).await?;
    let details = json!({ "comment": comment });
    finish_apart(
        services,
        tx,
        viewer,
        &workload,
        (
            "assessment.submit",
            &workload.assessment.id.to_string(),
            details,
        ),
    )
    .await
}

/// Takes a submission back before anybody decided.
///
/// # Errors
/// [`Error::State`] where it is not in review; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn withdraw(services: &Services, viewer: &Viewer, id: WorkloadId) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, _) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let none = remark("")?;
    step(
        services,
        &mut tx,
        viewer,
        &workload,
        (Transition::Withdraw, "withdraw", &none),
    )
    .await?;
    let subject = workload.assessment.id.to_string();
    finish_apart(
        services,
        tx,
        viewer,
        &workload,
        ("assessment.withdraw", &subject, json!({})),
    )
    .await
}

/// Sends a submission back with comments.
///
/// # Errors
/// [`Error::Invalid`] without a comment; [`Error::State`] where it is not in review; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn send_back(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    comment: &str,
) -> Result<(), Error> {
    let comment = remark(comment)?;
    if comment.as_str().is_empty() {
        return Err(Error::field(
            "comment",
            Problem::Text(domain::TextError::Required),
        ));
    }
    let mut tx = services.begin().await?;
    let (workload, _) = open_for::<Review>(&mut tx, viewer, id).await?;
    step(
        services,
        &mut tx,
        viewer,
        &workload,
        (Transition::SendBack, "send_back", &comment),
    )
    .await?;
    notices::decided(services, &mut tx, (viewer, &workload), (false, &comment)).await?;
    let details = json!({ "comment": comment });
    finish_apart(
        services,
        tx,
        viewer,
        &workload,
        (
            "assessment.send_back",
            &workload.assessment.id.to_string(),
            details,
        ),
    )
    .await
}

/// Approves a submission: a milestone is taken and a new draft starts from it.
///
/// # Errors
/// [`Error::State`] where it is not in review; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn approve(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    comment: &str,
) -> Result<MilestoneId, Error> {
    let comment = remark(comment)?;
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Review>(&mut tx, viewer, id).await?;
    let basis = basis::load(services, &mut tx, id).await?;
    let evaluation = domain::evaluate(&basis.rubric, &basis.inputs);
    step(
        services,
        &mut tx,
        viewer,
        &workload,
        (Transition::Approve, "approve", &comment),
    )
    .await?;
    let milestone = take(services, &mut tx, &permit, &basis, &evaluation, &comment).await?;
    start_next(services, &mut tx, &workload).await?;
    notices::decided(services, &mut tx, (viewer, &workload), (true, &comment)).await?;
    let tie = match &workload.assessment.submitted_by {
        Some((by, _)) => ties::of_one(&mut tx, (*by, viewer.user)).await?,
        None => None,
    };
    let details = json!({
        "comment": comment, "milestone": milestone, "input_hash": basis.input_hash(), "tie": tie,
    });
    let subject = workload.assessment.id.to_string();
    finish_apart(
        services,
        tx,
        viewer,
        &workload,
        ("assessment.approve", &subject, details),
    )
    .await?;
    Ok(milestone)
}

async fn take(
    services: &Services,
    tx: &mut Tx,
    permit: &Permit<Review>,
    basis: &Basis,
    evaluation: &Evaluation,
    comment: &Remark,
) -> Result<MilestoneId, Error> {
    let broken = |e: serde_json::Error| Error::Internal("milestone", Box::new(e));
    let open = &basis.workload.assessment;
    let id = MilestoneId(services.new_id());
    let notes = answers::notes(tx, open.id).await?;
    let notes = notes
        .into_iter()
        .filter(|n| !n.text.is_empty())
        .map(|n| (n.check, n.text))
        .collect();
    let new = NewMilestone {
        id,
        assessment: open.id,
        number: open.number,
        framework: &open.framework,
        framework_version: &open.framework_version,
        snapshot: serde_json::to_value(Snapshot::of(basis, notes)).map_err(broken)?,
        evaluation: serde_json::to_value(evaluation).map_err(broken)?,
        input_hash: &basis.input_hash(),
        comment: comment.as_str(),
    };
    reviews::add_milestone(tx, permit, basis.workload.id, new, services.now()).await?;
    Ok(id)
}

/// The next draft starts with the approved answers and notes; proof belongs to the workload and stays.
async fn start_next(services: &Services, tx: &mut Tx, workload: &Workload) -> Result<(), Error> {
    let (id, framework) = (AssessmentId(services.new_id()), services.framework);
    let next = NewAssessment {
        id,
        number: workload.assessment.number + 1,
        framework: &framework.id,
        framework_version: &framework.version,
    };
    store::workloads::add_assessment(tx, workload.id, next, services.now()).await?;
    answers::copy(tx, workload.assessment.id, id).await?;
    Ok(())
}
