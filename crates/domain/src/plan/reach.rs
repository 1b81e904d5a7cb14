//! Whether a plan leads to the target level, and with which action.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{PlannedAction, what_if};
use crate::{
    CriterionId, Inputs, Rubric, Set, Triple, level::levels, risk::risks, scoring::scores,
};

/// Where a plan leads: the claimed overall level, floors included, against the tier's target level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// The level is at the target already.
    Reached,
    /// It is once this action and all before it are done.
    With(CriterionId),
    /// It is not even when everything that is planned is done.
    Never,
}

/// Where a plan leads. `settled` are actions that are done and wait for an answer: they count as met from the start.
/// `dropped` are those that nobody will do.
///
/// Meeting one more criterion never lowers a level, so the first action that suffices is found by halving.
pub fn end(
    rubric: &Rubric,
    inputs: &Inputs,
    plan: &[PlannedAction],
    settled: &BTreeSet<CriterionId>,
    dropped: &BTreeSet<CriterionId>,
) -> End {
    let open: Vec<_> = plan
        .iter()
        .map(|action| &action.criterion)
        .filter(|id| !settled.contains(*id) && !dropped.contains(*id))
        .collect();
    let reached = |count: usize| {
        let done = settled.iter().chain(open.iter().copied().take(count));
        let changed = what_if(inputs, done.cloned());
        level(rubric, &changed).is_some_and(|level| level >= inputs.tier.target())
    };
    if level(rubric, inputs).is_some_and(|level| level >= inputs.tier.target()) {
        return End::Reached;
    }
    let (mut short, mut enough) = (0, open.len());
    if !reached(enough) {
        return End::Never;
    }
    if reached(short) {
        // Only the answers to what is done are missing.
        return settled.first().cloned().map_or(End::Reached, End::With);
    }
    while enough - short > 1 {
        let middle = usize::midpoint(short, enough);
        if reached(middle) {
            enough = middle;
        } else {
            short = middle;
        }
    }
    open.get(enough - 1)
        .map_or(End::Reached, |id| End::With((*id).clone()))
}

/// The claimed overall level.
fn level(rubric: &Rubric, inputs: &Inputs) -> Option<u8> {
    let claimed = scores(rubric, inputs, Set::Claimed);
    // The other sets are not asked for.
    let all = Triple::of(|_| claimed.clone());
    let risks = risks(rubric, inputs, &all);
    levels(rubric, &claimed, &risks, Set::Claimed).overall
}
