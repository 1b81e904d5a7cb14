//! The remediation plan: what to do next, what it gains, when it could be done (`design.md` section 5).

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
}

/// What one point of a check's value is worth.
struct Worth {
    /// Points of the index.
    index: Exact,
    /// Points of residual risk, over all risks it mitigates.
    risk: Exact,
}

/// The plan of a workload, in order.
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
        let target = inputs.target(&check.id);
        for criterion in inputs
            .criteria(check)
            .filter(|k| k.level <= target && !met(inputs, &k.id))
        {
            let gained = value_gain(check, inputs, &BTreeSet::new(), &criterion.id);
            actions.insert(
                criterion.id.clone(),
                action(&pillar.id, check, criterion, &gained, worth),
            );
        }
    }
    keep_open_requirements(&mut actions);
    let mut ordered = order(actions);
    schedule(&mut ordered, inputs.capacity);
    project(&mut ordered, rubric, inputs, claimed, &worth);
    ordered
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
    pillar: &PillarId,
    check: &RubricCheck,
    criterion: &RubricCriterion,
    gained: &Exact,
    worth: &Worth,
) -> PlannedAction {
    PlannedAction {
        criterion: criterion.id.clone(),
        check: check.id.clone(),
        pillar: pillar.clone(),
        level: criterion.level,
        effort_days: criterion.effort.days(),
        requires: criterion.requires.clone(),
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
const MONTH: u32 = 30;

/// Fills the phases in order within the capacity (person-days a month).
fn schedule(ordered: &mut [PlannedAction], capacity: u32) {
    if capacity == 0 {
        return;
    }
    let mut effort = 0_u32;
    for action in ordered {
        effort += action.effort_days;
        let day = (effort * MONTH).div_ceil(capacity);
        action.done_by_day = Some(day);
        action.phase = Phase::ALL.iter().copied().find(|p| day <= p.days());
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
