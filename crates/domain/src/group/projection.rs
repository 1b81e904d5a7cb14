//! What a team's plans come to, week by week, within its capacity.

use std::collections::BTreeMap;

use crate::{Exact, Set, group::Member};

/// Weeks that a projection looks ahead: half a year.
pub const WEEKS: usize = 26;
/// Days in a week.
const WEEK: u32 = 7;
/// Days in the month that capacity is counted by.
const MONTH: u32 = 30;

/// By framework version, what the weighted sum of claimed indices has grown by at the end of each week, from 0.
///
/// A team does one thing after the other, whichever workload it is for: what gains most for its effort first, each
/// workload's plan in its own order.
pub(super) fn gains(members: &[Member<'_>], capacity: u32) -> BTreeMap<String, Vec<Exact>> {
    let mut plans: Vec<_> = members.iter().filter_map(Plan::of).collect();
    let mut gains: BTreeMap<String, Vec<Exact>> = BTreeMap::new();
    for plan in &plans {
        let none = || vec![Exact::zero(); WEEKS + 1];
        gains.entry(plan.version.to_owned()).or_insert_with(none);
    }
    if capacity == 0 {
        return gains;
    }
    let mut effort = 0_u32;
    loop {
        let next = plans
            .iter_mut()
            .filter(|plan| plan.next.is_some())
            // The first of equals: members come in the order of their ids.
            .reduce(|best, plan| {
                if plan.rate() > best.rate() {
                    plan
                } else {
                    best
                }
            });
        let Some((plan, step)) = next.and_then(|plan| plan.next.take().map(|step| (plan, step)))
        else {
            return gains;
        };
        effort = effort.saturating_add(step.effort);
        let day = effort.saturating_mul(MONTH).div_ceil(capacity);
        let week = usize::try_from(day.div_ceil(WEEK)).unwrap_or(usize::MAX);
        if week > WEEKS {
            return gains;
        }
        if let Some(by_week) = gains.get_mut(plan.version) {
            for gained in by_week.iter_mut().skip(week) {
                *gained = gained.clone() + step.gain.clone();
            }
        }
        plan.advance();
    }
}

/// Effort left at the end of each week, from 0, in person-days.
pub(super) fn left(effort_days: u32, capacity: u32) -> Vec<Exact> {
    let left = |week: usize| {
        let days = u32::try_from(week).unwrap_or(u32::MAX).saturating_mul(WEEK);
        let done = Exact::ratio(i64::from(days) * i64::from(capacity), MONTH);
        let left = Exact::whole(effort_days) - done;
        if left.is_negative() {
            Exact::zero()
        } else {
            left
        }
    };
    (0..=WEEKS).map(left).collect()
}

/// What is left of one workload's plan.
struct Plan<'a> {
    version: &'a str,
    weight: Exact,
    index: Exact,
    steps: std::slice::Iter<'a, super::Step>,
    next: Option<Next>,
}

/// A step with what it gains the weighted sum.
struct Next {
    effort: u32,
    gain: Exact,
    rate: Exact,
}

impl<'a> Plan<'a> {
    fn of(member: &Member<'a>) -> Option<Self> {
        let share = member.share.filter(|share| share.assessed())?;
        let mut plan = Self {
            version: &share.version,
            weight: Exact::whole(member.tier.weight()),
            index: share.headline.get(Set::Claimed).index.clone()?,
            steps: share.plan.steps.iter(),
            next: None,
        };
        plan.advance();
        Some(plan)
    }

    fn advance(&mut self) {
        self.next = self.steps.next().map(|step| {
            let gain = (step.index.clone() - self.index.clone()) * self.weight.clone();
            self.index = step.index.clone();
            let rate = gain.clone() / Exact::whole(step.effort_days.max(1));
            Next {
                effort: step.effort_days,
                gain,
                rate,
            }
        });
    }

    fn rate(&self) -> Option<&Exact> {
        self.next.as_ref().map(|next| &next.rate)
    }
}
