//! A workload's plan, prepared for lists together with its numbers.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AnswerState, CriterionId, Evaluation, Exact, Inputs, PlannedAction, RubricCheck,
    RubricCriterion, RubricPillar, Set, WorkloadId,
    plan::{End, end, of_platforms, what_if},
    views::plans::{ActionStanding, ActionState},
};
use store::{
    PgConnection, StoreError,
    decisions::ActionState as Decided,
    plans::keep::{self as kept, Row},
};

use crate::basis::Basis;

/// A plan's rows, and where it leads.
pub(crate) struct Prepared {
    rows: Vec<Row>,
    end: kept::End,
}

/// Keeps the plan's rows and where it leads.
pub(crate) async fn keep(
    db: &mut PgConnection,
    workload: WorkloadId,
    prepared: &Prepared,
) -> Result<(), StoreError> {
    kept::rows(db, workload, &prepared.rows).await?;
    kept::end(db, workload, prepared.end).await
}

/// The plan's rows and where it leads.
pub(crate) fn prepare(basis: &Basis, evaluation: &Evaluation) -> Prepared {
    let assessed = evaluation.coverage.total.answered() > 0;
    let decided: BTreeMap<_, _> = basis.actions.iter().map(|a| (&a.criterion, a)).collect();
    let leads = if assessed {
        leads(basis, &basis.inputs, &evaluation.plan)
    } else {
        End::Never
    };
    let planned = evaluation
        .plan
        .iter()
        .enumerate()
        .filter_map(|(n, action)| {
            let decided = decided.get(&action.criterion).copied();
            // The plan of a workload that nobody has assessed is the whole framework: that says nothing.
            (assessed || decided.is_some()).then(|| open_row(n, action, decided, &leads))
        });
    let mut rows: Vec<_> = planned.collect();
    let there: BTreeSet<_> = rows.iter().map(|row| row.criterion.clone()).collect();
    let rest = basis
        .actions
        .iter()
        .filter(|a| !there.contains(&a.criterion));
    rows.extend(rest.filter_map(|decided| settled_row(basis, decided)));
    for row in &mut rows {
        row.own_effort = basis.inputs.efforts.contains_key(&row.criterion);
    }
    let standing = match leads {
        End::Reached => "reached",
        End::With(_) => "planned",
        End::Never => "never",
    };
    let end = kept::End {
        assessed,
        target: basis.workload.tier.target(),
        level: evaluation
            .levels
            .get(Set::Claimed)
            .overall
            .filter(|_| assessed),
        standing,
    };
    Prepared { rows, end }
}

/// Where a plan leads with what was decided about its actions.
pub(super) fn leads(basis: &Basis, inputs: &Inputs, plan: &[PlannedAction]) -> End {
    let decided: BTreeMap<_, _> = basis.actions.iter().map(|a| (&a.criterion, a)).collect();
    let in_state = |wanted: ActionState| -> BTreeSet<CriterionId> {
        let planned = plan.iter().map(|action| &action.criterion);
        planned
            .filter(|id| state(decided.get(id).copied()) == wanted)
            .cloned()
            .collect()
    };
    let (done, dropped) = (in_state(ActionState::Done), in_state(ActionState::Dropped));
    end(&basis.rubric, inputs, plan, &done, &dropped)
}

/// Whether only platforms keep a plan from its target: it leads there once they have done their part.
pub(super) fn waits_for_platforms(basis: &Basis, plan: &[PlannedAction]) -> bool {
    let missing = of_platforms(&basis.rubric, &basis.inputs).map(|(_, k)| k.id.clone());
    let missing: Vec<_> = missing.collect();
    !missing.is_empty()
        && leads(basis, &basis.inputs, plan) == End::Never
        && leads(basis, &what_if(&basis.inputs, missing), plan) != End::Never
}

/// What somebody decided, else that nobody has begun.
fn state(decided: Option<&Decided>) -> ActionState {
    decided
        .and_then(|decided| decided.state.parse().ok())
        .unwrap_or(ActionState::Open)
}

/// In millionths, rounded half-even.
fn millionths(value: Exact) -> i64 {
    (value * Exact::whole(1_000_000)).rounded()
}

/// What an action gains for a person-day: what decides in the order of a team.
pub(crate) fn rate(action: &PlannedAction) -> i64 {
    let gain = action.index_gain.clone() + action.risk_gain.clone();
    millionths(gain / Exact::whole(action.effort_days))
}

/// The person-days of actions that were done and are lost again: they take the team's capacity before all others.
pub(crate) fn lost(basis: &Basis, evaluation: &Evaluation) -> Vec<u32> {
    let planned: BTreeSet<_> = evaluation.plan.iter().map(|a| &a.criterion).collect();
    let rest = basis
        .actions
        .iter()
        .filter(|a| !planned.contains(&a.criterion));
    rest.filter_map(|decided| settled_row(basis, decided))
        .filter(|row| row.place == Some(0))
        .map(|row| row.effort_days)
        .collect()
}

/// An action whose criterion is unmet.
fn open_row(n: usize, action: &PlannedAction, decided: Option<&Decided>, leads: &End) -> Row {
    Row {
        criterion: action.criterion.clone(),
        place: i32::try_from(n + 1).ok(),
        check: action.check.clone(),
        pillar: action.pillar.clone(),
        level: action.level,
        state: state(decided),
        standing: ActionStanding::Unmet,
        effort_days: action.effort_days,
        own_effort: false,
        requires: action.requires.clone(),
        index_gain: millionths(action.index_gain.clone()),
        risk_gain: millionths(action.risk_gain.clone()),
        rate: rate(action),
        reaches: matches!(leads, End::With(id) if *id == action.criterion),
        owner: decided.and_then(|d| d.owner.as_ref().map(|(id, _)| *id)),
        due_on: decided.and_then(|d| d.due_on),
        version: decided.map_or(0, |d| d.version),
    }
}

/// A decided action that is in the plan no more: its criterion is met, or claimed against a rule. Whatever else took
/// it out of the plan (a lower target, a profile without it) takes it out of lists too.
fn settled_row(basis: &Basis, decided: &Decided) -> Option<Row> {
    let (pillar, check, criterion) = found(basis, &decided.criterion)?;
    let mark = basis.inputs.answers.get(&decided.criterion)?;
    if mark.state != AnswerState::Met || !basis.inputs.in_scope(check, criterion) {
        return None;
    }
    let (standing, state) = if mark.conflict {
        (ActionStanding::Contradicted, state(Some(decided)))
    } else {
        (ActionStanding::Met, ActionState::Done)
    };
    let active = matches!(state, ActionState::Open | ActionState::InProgress);
    let own = basis.inputs.efforts.get(&decided.criterion).copied();
    Some(Row {
        criterion: decided.criterion.clone(),
        // What was there and is lost is mended first.
        place: active.then_some(0),
        check: check.id.clone(),
        pillar: pillar.id.clone(),
        level: criterion.level,
        state,
        standing,
        effort_days: own.unwrap_or_else(|| criterion.effort.days()),
        own_effort: false,
        requires: Vec::new(),
        index_gain: 0,
        risk_gain: 0,
        rate: 0,
        reaches: false,
        owner: decided.owner.as_ref().map(|(id, _)| *id),
        due_on: decided.due_on,
        version: decided.version,
    })
}

fn found<'a>(
    basis: &'a Basis,
    id: &CriterionId,
) -> Option<(&'a RubricPillar, &'a RubricCheck, &'a RubricCriterion)> {
    basis.rubric.checks().find_map(|(pillar, check)| {
        let criterion = check.criteria.iter().find(|k| k.id == *id)?;
        Some((pillar, check, criterion))
    })
}
