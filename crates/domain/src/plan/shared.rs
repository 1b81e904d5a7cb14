//! One capacity for all plans of a team: who is served when.
//!
//! Each workload keeps its own order. Of the next actions of all workloads, the one with the greatest gain for its
//! effort, weighted by tier, comes first (ADR 18).

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::Tier;

/// One action that takes a part of the capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// Person-days.
    pub effort: u32,
    /// Gain for a person-day in millionths of a point; [`i64::MAX`] for what must be mended first.
    pub rate: i64,
}

/// The team's person-days before an action begins and until it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Before.
    pub from: u32,
    /// Until.
    pub until: u32,
}

/// Shares a team's capacity among the plans of its workloads, each with its tasks in their order; the spans in the same
/// places. Equal rates are served in the order of the workloads.
pub fn share(plans: &[(Tier, Vec<Task>)]) -> Vec<Vec<Span>> {
    let mut spans: Vec<Vec<Span>> = plans
        .iter()
        .map(|(_, tasks)| Vec::with_capacity(tasks.len()))
        .collect();
    let mut heads = BinaryHeap::new();
    let head = |plan: usize, place: usize| {
        let (tier, tasks) = plans.get(plan)?;
        let task = tasks.get(place)?;
        let urgency = task.rate.saturating_mul(i64::from(tier.weight()));
        Some((urgency, Reverse(plan), place))
    };
    heads.extend((0..plans.len()).filter_map(|plan| head(plan, 0)));
    let mut spent = 0_u32;
    while let Some((_, Reverse(plan), place)) = heads.pop() {
        let task = plans.get(plan).and_then(|(_, tasks)| tasks.get(place));
        let (Some(task), Some(spans)) = (task, spans.get_mut(plan)) else {
            continue;
        };
        let until = spent.saturating_add(task.effort);
        spans.push(Span { from: spent, until });
        spent = until;
        heads.extend(head(plan, place + 1));
    }
    spans
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn task(effort: u32, rate: i64) -> Task {
        Task { effort, rate }
    }

    const fn span(from: u32, until: u32) -> Span {
        Span { from, until }
    }

    #[test]
    fn gain_for_effort_by_tier_decides_and_each_plan_keeps_its_order() {
        let plans = [
            (Tier::Three, vec![task(2, 100), task(8, 900)]),
            (Tier::One, vec![task(2, 50), task(20, 10)]),
        ];
        // 150 of tier 1, then 100 and 900 of tier 3 (the second waits for the first), then 30.
        let expected = vec![
            vec![span(2, 4), span(4, 12)],
            vec![span(0, 2), span(12, 32)],
        ];
        assert_eq!(share(&plans), expected);
    }

    #[test]
    fn alone_it_is_the_plan_of_the_workload() {
        let plans = [(Tier::Two, vec![task(2, 1), task(8, 9), task(20, 3)])];
        assert_eq!(share(&plans), [vec![span(0, 2), span(2, 10), span(10, 30)]]);
        assert_eq!(share(&[]), Vec::<Vec<Span>>::new());
    }

    proptest! {
        /// No person-day is used twice, none is lost, and nothing overtakes what stands before it in its own plan.
        #[test]
        fn every_person_day_has_one_use(plans in proptest::collection::vec(
            (0_usize..3, proptest::collection::vec((1_u32..30, 0_i64..1_000_000), 0..12)), 0..8
        )) {
            let plans: Vec<_> = plans.into_iter().map(|(tier, tasks)| {
                let tasks = tasks.into_iter().map(|(effort, rate)| Task { effort, rate }).collect::<Vec<_>>();
                (Tier::ALL[tier], tasks)
            }).collect();
            let spans = share(&plans);
            let mut all = Vec::new();
            for ((_, tasks), spans) in plans.iter().zip(&spans) {
                prop_assert_eq!(tasks.len(), spans.len());
                for (task, span) in tasks.iter().zip(spans) {
                    prop_assert_eq!(span.until - span.from, task.effort);
                }
                prop_assert!(spans.is_sorted_by_key(|span| span.from));
                all.extend(spans.iter().map(|span| (span.from, span.until)));
            }
            all.sort_unstable();
            let mut next = 0;
            for (from, until) in all {
                prop_assert_eq!(from, next);
                next = until;
            }
        }
    }
}
