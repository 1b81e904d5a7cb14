//! Who does an action until when, and where it stands.

use domain::{
    AnswerState, CriterionId, FieldErrors, Problem, Remark, Viewer, WorkloadId, access::Treat,
};
use store::{
    Tx,
    decisions::{self, NewActionState},
    workloads::Workload,
};

use super::changes::{By, Changed, Sides, details, member, tell};
use crate::{
    Error, Services,
    assessing::{date, finish_apart, open_for},
    notices,
    platforms::answers_of,
};

/// What an action's form sends.
#[derive(Clone, Debug, Default)]
pub struct ActionForm {
    /// `open`, `in_progress`, `done`, `dropped`.
    pub state: String,
    /// A member's id, or empty.
    pub owner: String,
    /// `2026-11-22`, or empty.
    pub due_on: String,
    /// Remarks.
    pub note: String,
    /// The version that the writer saw; 0 for none.
    pub version: i32,
}

const STATES: [&str; 4] = ["open", "in_progress", "done", "dropped"];

/// Decides who does an action and until when. `done` answers nothing: the criterion is answered in the questionnaire.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn set_action(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    criterion: &CriterionId,
    form: &ActionForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Treat>(&mut tx, viewer, id).await?;
    if services.framework.criterion(criterion).is_none() {
        return Err(Error::NotFound);
    }
    let mut errors = FieldErrors::default();
    if !STATES.contains(&form.state.as_str()) {
        errors.add("state", Problem::Choice);
    }
    let due_on = if form.due_on.trim().is_empty() {
        None
    } else {
        errors.check("due_on", date(&form.due_on))
    };
    let note = errors.check("note", Remark::parse(&form.note).map_err(Problem::Text));
    Error::check(errors)?;
    let owner = member(&mut tx, &workload, &form.owner).await?;
    let (stands, before) = stands(&mut tx, id, criterion).await?;
    let after = Sides {
        state: form.state.clone(),
        owner,
        due_on,
        note: note.map(String::from).unwrap_or_default(),
        ..before.clone()
    };
    let expected = (form.version, stands);
    let changed = Changed {
        criterion,
        before,
        after,
    };
    write(services, &mut tx, &permit, id, expected, &changed).await?;
    done(services, tx, viewer, &workload, ("action.set", &changed)).await
}

/// Moves an action to another column; owner, date and remarks stay.
///
/// # Errors
/// [`Error::State`] where its criterion is met and no rule contradicts it: it is done; [`Error::Invalid`];
/// [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn move_action(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    criterion: &CriterionId,
    (state, version): (&str, i32),
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Treat>(&mut tx, viewer, id).await?;
    if services.framework.criterion(criterion).is_none() {
        return Err(Error::NotFound);
    }
    if !STATES.contains(&state) {
        return Err(Error::field("state", Problem::Choice));
    }
    let answers = answers_of(services, &mut tx, &workload).await?;
    let met = answers
        .iter()
        .any(|a| a.criterion == *criterion && a.answer.state() == AnswerState::Met);
    if met
        && !notices::contradicted(services, &mut tx, id)
            .await?
            .contains(criterion)
    {
        return Err(Error::State("action_met"));
    }
    let (stands, before) = stands(&mut tx, id, criterion).await?;
    let after = Sides {
        state: state.to_owned(),
        ..before.clone()
    };
    let changed = Changed {
        criterion,
        before,
        after,
    };
    write(services, &mut tx, &permit, id, (version, stands), &changed).await?;
    done(services, tx, viewer, &workload, ("action.move", &changed)).await
}

/// The version that stands (0: none), and what is decided.
pub(super) async fn stands(
    tx: &mut Tx,
    id: WorkloadId,
    criterion: &CriterionId,
) -> Result<(i32, Sides), Error> {
    let decided = decisions::actions(tx, id).await?;
    let found = decided.iter().find(|d| d.criterion == *criterion);
    Ok((found.map_or(0, |d| d.version), Sides::of(found)))
}

/// Writes over the version that the writer saw.
pub(super) async fn write(
    services: &Services,
    tx: &mut Tx,
    permit: &domain::Permit<Treat>,
    id: WorkloadId,
    (expected, stands): (i32, i32),
    changed: &Changed<'_>,
) -> Result<(), Error> {
    let after = &changed.after;
    let new = NewActionState {
        state: &after.state,
        owner: after.owner.as_ref().map(|(id, _)| *id),
        due_on: after.due_on,
        note: &after.note,
    };
    let target = (id, changed.criterion);
    let written = expected == stands
        && decisions::set_action(tx, permit, target, expected, new, services.now()).await?;
    if written { Ok(()) } else { Err(Error::Stale) }
}

/// Tells, logs and commits.
pub(super) async fn done(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    workload: &Workload,
    (action, changed): (&str, &Changed<'_>),
) -> Result<(), Error> {
    tell(
        services,
        &mut tx,
        workload,
        By::Person(viewer),
        std::slice::from_ref(changed),
    )
    .await?;
    let entry = (action, changed.criterion.as_str(), details(changed));
    finish_apart(services, tx, viewer, workload, entry).await
}
