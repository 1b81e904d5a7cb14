//! The plan page of a workload: what to do next, who does it, until when.

use domain::{
    CriterionId, FieldErrors, Locale, PlannedAction, Problem, Remark, Viewer, WorkloadId,
    access::{Read, Treat},
    views::results::{PlanPage, PlanRow},
};
use serde_json::json;
use store::{
    decisions::{self, ActionState, NewActionState},
    members,
};

use crate::{
    Error, Services,
    assessing::{date, finish, open_for, owner},
    results, texts, workload,
};

/// The actions of a workload, in order.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn plan_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<PlanPage, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let decided = decisions::actions(&mut tx, id).await?;
    let people = members::people(&mut tx, basis.workload.team).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let rows = evaluation
        .plan
        .into_iter()
        .map(|action| row(services, action, &decided, locale))
        .collect();
    Ok(PlanPage {
        head: workload::head(viewer, &basis.workload)?,
        rows,
        names: texts::names(services.framework, locale),
        capacity: basis.inputs.capacity,
        index: evaluation.scores.claimed.index,
        today: services.today().to_string(),
        people,
        targets: basis.inputs.targets,
    })
}

fn row(
    services: &Services,
    action: PlannedAction,
    decided: &[ActionState],
    locale: Locale,
) -> PlanRow {
    let text = services
        .framework
        .criterion(&action.criterion)
        .map(|(_, k)| k);
    let decided = decided.iter().find(|d| d.criterion == action.criterion);
    let owner = decided.and_then(|d| d.owner.clone());
    PlanRow {
        statement: text
            .map(|k| k.statement.get(locale).to_owned())
            .unwrap_or_default(),
        how_to: text
            .map(|k| k.how_to.get(locale).to_owned())
            .unwrap_or_default(),
        state: decided.map_or_else(|| "open".to_owned(), |d| d.state.clone()),
        owner: owner.as_ref().map(|(id, _)| *id),
        owner_name: owner.map(|(_, name)| name).unwrap_or_default(),
        due_on: decided
            .and_then(|d| d.due_on)
            .map(|d| d.to_string())
            .unwrap_or_default(),
        note: decided.map(|d| d.note.clone()).unwrap_or_default(),
        version: decided.map_or(0, |d| d.version),
        action,
    }
}

/// What the action form sends.
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
    if !["open", "in_progress", "done", "dropped"].contains(&form.state.as_str()) {
        errors.add("state", Problem::Choice);
    }
    let due_on = if form.due_on.trim().is_empty() {
        None
    } else {
        errors.check("due_on", date(&form.due_on))
    };
    let note = errors.check("note", Remark::parse(&form.note).map_err(Problem::Text));
    Error::check(errors)?;
    let owner = owner(&mut tx, &workload, &form.owner).await?;
    let note = note.as_ref().map_or("", Remark::as_str);
    let new = NewActionState {
        state: &form.state,
        owner,
        due_on,
        note,
    };
    if !decisions::set_action(
        &mut tx,
        &permit,
        (id, criterion),
        form.version,
        new,
        services.now(),
    )
    .await?
    {
        return Err(Error::Stale);
    }
    let details = json!({ "state": form.state, "owner": owner, "due_on": due_on.map(|d| d.to_string()), "note": note });
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("action.set", criterion.as_str(), details),
    )
    .await
}
