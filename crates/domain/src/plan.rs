//! The remediation plan: what to do next, what it gains, when it could be done (`design.md` section 5).

mod reach;
mod requirements;
mod shared;

pub use reach::{End, end};
pub use requirements::cycle;
pub use shared::{Span, Task, share};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    CheckId, CriterionId, Exact, Inputs, Mark, PillarId, RiskScore, Rubric, RubricCheck,
    RubricCriterion, Scores, Set, scoring::check_score_with,
};

/// One action: an unmet applicable criterion up to its check's target level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedAction {
    /// The criterion to meet.
    pub criterion: CriterionId,
    /// Its check.
    pub check: CheckId,
    /// Its pillar.
    pub pillar: PillarId,
    /// Its level.
    pub level: u8,
    /// Effort in person-days.
    pub effort_days: u32,
    /// Unmet criteria that must come first.
    pub requires: Vec<CriterionId>,
    /// Change of the claimed index if this alone were met.
    pub index_gain: Exact,
    /// Fall of the claimed residual scores, summed, if this alone were met.
    pub risk_gain: Exact,
    /// The phase it fits into, or none within 180 days.
    pub phase: Option<Phase>,
    /// Day, from today, on which it is done with the team's capacity; none without capacity.
    pub done_by_day: Option<u32>,
    /// Claimed index once this and all before it are met.
    pub index_after: Exact,
}

crate::answer::wire_enum! {
    /// The three phases of a plan.
    Phase {
        /// Within 30 days.
        Days30 = "30",
        /// Within 90 days.
        Days90 = "90",
        /// Within 180 days.
        Days180 = "180",
    }
}

impl Phase {
    /// Days from today to the end of the phase.
    pub const fn days(self) -> u32 {
        match self {
            Self::Days30 => 30,
            Self::Days90 => 90,
            Self::Days180 => 180,
        }
    }

    /// The phase that a day from today falls into; none where it is later than all.
    pub fn of(day: u32) -> Option<Self> {
        Self::ALL.iter().copied().find(|phase| day <= phase.days())
    }
}

/// What one point of a check's value is worth.
struct Worth {
    /// Points of the index.
    index: Exact,
    /// Points of residual risk, over all risks it mitigates.
    risk: Exact,
}

/// How far the claimed residual of one risk falls if this criterion alone were met; an action's `risk_gain` is the sum
/// over all risks.
pub fn falls_by(
    rubric: &Rubric,
    inputs: &Inputs,
    risk: &RiskScore,
    criterion: &CriterionId,
) -> Exact {
    let holds = |(_, check): &(&crate::RubricPillar, &RubricCheck)| {
        check.criteria.iter().any(|k| k.id == *criterion)
    };
    let Some((_, check)) = rubric.checks().find(holds) else {
        return Exact::zero();
    };
    if !risk.checks.contains(&check.id) || met(inputs, criterion) {
        return Exact::zero();
    }
    let weights: u32 = rubric
        .checks()
        .filter(|(_, c)| risk.checks.contains(&c.id))
        .map(|(_, c)| c.weight)
        .sum();
    Exact::whole((risk.likelihood - 1) * risk.impact)
        * Exact::ratio(check.weight, weights)
        * value_gain(check, inputs, &BTreeSet::new(), criterion)
}

/// The plan of a workload, in order: without what is a platform's work.
pub fn plan(
    rubric: &Rubric,
    inputs: &Inputs,
    claimed: &Scores,
    risks: &[RiskScore],
) -> Vec<PlannedAction> {
    let worth = worths(rubric, claimed, risks);
    let mut actions: BTreeMap<CriterionId, PlannedAction> = BTreeMap::new();
    for (pillar, check) in rubric.checks() {
        let Some(worth) = worth.get(&check.id) else {
            continue;
        };
        for criterion in wanted(inputs, check).filter(|k| !inputs.inherited.contains(&k.id)) {
            let gained = value_gain(check, inputs, &BTreeSet::new(), &criterion.id);
            actions.insert(
                criterion.id.clone(),
                action((&pillar.id, check), criterion, inputs, &gained, worth),
            );
        }
    }
    keep_open_requirements(&mut actions);
    let mut ordered = order(actions);
    schedule(&mut ordered, inputs.capacity);
    project(&mut ordered, rubric, inputs, claimed, &worth);
    ordered
}

/// Unmet criteria up to the target level of their check that a platform has to meet.
pub fn of_platforms<'a>(
    rubric: &'a Rubric,
    inputs: &'a Inputs,
) -> impl Iterator<Item = (&'a RubricCheck, &'a RubricCriterion)> {
    let wanted = |(_, check)| wanted(inputs, check).map(move |k| (check, k));
    let all = rubric.checks().flat_map(wanted);
    all.filter(|(_, k)| inputs.inherited.contains(&k.id))
}

/// What is missing up to a check's target level.
fn wanted<'a>(
    inputs: &'a Inputs,
    check: &'a RubricCheck,
) -> impl Iterator<Item = &'a RubricCriterion> {
    let target = inputs.target(&check.id);
    let criteria = inputs.criteria(check);
    criteria.filter(move |k| k.level <= target && !met(inputs, &k.id))
}

fn met(inputs: &Inputs, id: &CriterionId) -> bool {
    Set::Claimed.holds(inputs.answers.get(id))
}

/// How much a check's value rises when `next` is met on top of `also`.
fn value_gain(
    check: &RubricCheck,
    inputs: &Inputs,
    also: &BTreeSet<&CriterionId>,
    next: &CriterionId,
) -> Exact {
    let holds = |id: &CriterionId| met(inputs, id) || also.contains(id);
    let before = check_score_with(check, inputs, holds);
    let after = check_score_with(check, inputs, |id| id == next || holds(id));
    match (before, after) {
        (Some(before), Some(after)) => after.value - before.value,
        _ => Exact::zero(),
    }
}

fn action(
    (pillar, check): (&PillarId, &RubricCheck),
    criterion: &RubricCriterion,
    inputs: &Inputs,
    gained: &Exact,
    worth: &Worth,
) -> PlannedAction {
    let own = inputs.efforts.get(&criterion.id);
    let first = inputs.requires.get(&criterion.id).into_iter().flatten();
    let more = first.filter(|id| !criterion.requires.contains(id)).cloned();
    let requires = criterion.requires.iter().cloned().chain(more).collect();
    PlannedAction {
        criterion: criterion.id.clone(),
        check: check.id.clone(),
        pillar: pillar.clone(),
        level: criterion.level,
        effort_days: own.copied().unwrap_or_else(|| criterion.effort.days()),
        requires,
        index_gain: worth.index.clone() * gained.clone(),
        risk_gain: worth.risk.clone() * gained.clone(),
        phase: None,
        done_by_day: None,
        index_after: Exact::zero(),
    }
}

/// The index and the residuals are linear in each check's value, so one factor a check gives every gain exactly.
fn worths(rubric: &Rubric, claimed: &Scores, risks: &[RiskScore]) -> BTreeMap<CheckId, Worth> {
    let scored = |p: &&crate::RubricPillar| claimed.pillars.contains_key(&p.id);
    let priorities: u32 = rubric
        .pillars
        .iter()
        .filter(scored)
        .map(|p| p.priority)
        .sum();
    let weight_of: BTreeMap<_, _> = rubric.checks().map(|(_, c)| (&c.id, c.weight)).collect();
    let weights = |ids: &[CheckId]| ids.iter().filter_map(|id| weight_of.get(id)).sum::<u32>();
    let mut worths = BTreeMap::new();
    for pillar in rubric.pillars.iter().filter(scored) {
        let applicable: Vec<_> = pillar
            .checks
            .iter()
            .filter(|c| claimed.checks.contains_key(&c.id))
            .collect();
        let total: u32 = applicable.iter().map(|c| c.weight).sum();
        for check in applicable {
            let index = Exact::whole(100)
                * Exact::ratio(pillar.priority, priorities)
                * Exact::ratio(check.weight, total);
            let risk = risks
                .iter()
                .filter(|r| r.checks.contains(&check.id))
                .map(|r| {
                    Exact::whole((r.likelihood - 1) * r.impact)
                        * Exact::ratio(check.weight, weights(&r.checks))
                })
                .sum();
            worths.insert(check.id.clone(), Worth { index, risk });
        }
    }
    worths
}

/// A requirement that is met already, or does not apply, holds nothing up.
fn keep_open_requirements(actions: &mut BTreeMap<CriterionId, PlannedAction>) {
    let open: BTreeSet<_> = actions.keys().cloned().collect();
    for action in actions.values_mut() {
        action.requires.retain(|id| open.contains(id));
    }
}

/// Prerequisites first, then gain for effort; ties by level, then id.
fn order(mut actions: BTreeMap<CriterionId, PlannedAction>) -> Vec<PlannedAction> {
    let key = |a: &PlannedAction| {
        let rate = (a.index_gain.clone() + a.risk_gain.clone()) / Exact::whole(a.effort_days);
        (std::cmp::Reverse(rate), a.level, a.criterion.clone())
    };
    let mut waiting: BTreeMap<CriterionId, Vec<CriterionId>> = actions
        .iter()
        .map(|(id, a)| (id.clone(), a.requires.clone()))
        .collect();
    let mut ready: BTreeSet<_> = actions
        .values()
        .filter(|a| a.requires.is_empty())
        .map(key)
        .collect();
    let mut ordered = Vec::with_capacity(actions.len());
    while let Some((_, _, id)) = ready.pop_first() {
        waiting.remove(&id);
        let Some(action) = actions.remove(&id) else {
            continue;
        };
        ordered.push(action);
        for (next, needs) in &mut waiting {
            let before = needs.len();
            needs.retain(|n| *n != id);
            if before > 0 && needs.is_empty() {
                ready.extend(actions.get(next).map(key));
            }
        }
    }
    ordered
}

/// Days in the month that capacity is counted by.
pub(crate) const MONTH: u32 = 30;

/// The day by which so many person-days are done with a capacity a month; none without capacity.
pub const fn day_of(effort: u32, capacity: u32) -> Option<u32> {
    if capacity == 0 {
        return None;
    }
    Some(effort.saturating_mul(MONTH).div_ceil(capacity))
}

/// Fills the phases in order within the capacity (person-days a month).
fn schedule(ordered: &mut [PlannedAction], capacity: u32) {
    if capacity == 0 {
        return;
    }
    let mut effort = 0_u32;
    for action in ordered {
        effort += action.effort_days;
        let day = day_of(effort, capacity);
        action.done_by_day = day;
        action.phase = day.and_then(Phase::of);
    }
}

/// The claimed index after each action in turn: the projected curve.
fn project(
    ordered: &mut [PlannedAction],
    rubric: &Rubric,
    inputs: &Inputs,
    claimed: &Scores,
    worth: &BTreeMap<CheckId, Worth>,
) {
    let checks: BTreeMap<_, _> = rubric.checks().map(|(_, c)| (c.id.clone(), c)).collect();
    let mut index = claimed.index.clone().unwrap_or_default();
    let mut done: BTreeMap<CheckId, BTreeSet<CriterionId>> = BTreeMap::new();
    for action in ordered {
        let so_far = done.entry(action.check.clone()).or_default();
        if let (Some(check), Some(worth)) = (checks.get(&action.check), worth.get(&action.check)) {
            let gained = value_gain(check, inputs, &so_far.iter().collect(), &action.criterion);
            index = index + worth.index.clone() * gained;
        }
        so_far.insert(action.criterion.clone());
        action.index_after = index.clone();
    }
}

/// A plan from which some actions were left out, with the claimed index after each of those that stay.
#[must_use]
pub fn projected(
    rubric: &Rubric,
    inputs: &Inputs,
    claimed: &Scores,
    mut actions: Vec<PlannedAction>,
) -> Vec<PlannedAction> {
    // Without risks only their worth is missing, which no index follows from.
    let worth = worths(rubric, claimed, &[]);
    project(&mut actions, rubric, inputs, claimed, &worth);
    actions
}

/// The inputs with some criteria met besides: the what-if of the plan page.
#[must_use]
pub fn what_if(inputs: &Inputs, met: impl IntoIterator<Item = CriterionId>) -> Inputs {
    let mut changed = inputs.clone();
    // What is met already keeps its proof: meeting it again changes nothing.
    for id in met
        .into_iter()
        .filter(|id| !Set::Claimed.holds(inputs.answers.get(id)))
    {
        let mark = Mark {
            state: crate::AnswerState::Met,
            proven: false,
            conflict: false,
        };
        changed.answers.insert(id, mark);
    }
    changed
}
