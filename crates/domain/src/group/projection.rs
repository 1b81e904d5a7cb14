//! What a team's plans come to, week by week, within its capacity.

use std::collections::BTreeMap;

use crate::{
    Exact, Set, Tier, WorkloadId,
    group::Member,
    plan::{MONTH, Task, day_of, share},
};

/// Weeks that a projection looks ahead: half a year.
pub const WEEKS: usize = 26;
/// Days in a week.
const WEEK: u32 = 7;

/// By framework version, what the weighted sum of claimed indices has grown by at the end of each week, from 0.
///
/// A team does one thing after the other, whichever workload it is for, in the order of its shared plan (ADR 18).
pub(super) fn gains(members: &[Member<'_>], capacity: u32) -> BTreeMap<String, Vec<Exact>> {
    let mut plans: Vec<_> = members.iter().filter_map(Plan::of).collect();
    // Ids grow with time: of equal actions the more important workload's comes first, then the older one's.
    plans.sort_by_key(|plan| (plan.tier, plan.id));
    let mut gains: BTreeMap<String, Vec<Exact>> = BTreeMap::new();
    for plan in &plans {
        let none = || vec![Exact::zero(); WEEKS + 1];
        gains.entry(plan.version.to_owned()).or_insert_with(none);
    }
    let queues: Vec<_> = plans.iter().map(Plan::queue).collect();
    for (plan, spans) in plans.iter().zip(share(&queues)) {
        let Some(by_week) = gains.get_mut(plan.version) else {
            continue;
        };
        let mut index = plan.index;
        for (step, span) in plan.steps.iter().zip(spans) {
            let Some(day) = day_of(span.until, capacity) else {
                break;
            };
            let week = usize::try_from(day.div_ceil(WEEK)).unwrap_or(usize::MAX);
            // Whatever comes later in a plan is done later still.
            let Some(gained) = by_week.get_mut(week) else {
                break;
            };
            if step.index != *index {
                let gain = step.index.clone() - index.clone();
                *gained = gained.clone() + gain * Exact::whole(plan.tier.weight());
                index = &step.index;
            }
        }
    }
    for by_week in gains.values_mut() {
        let mut sum = Exact::zero();
        for gained in by_week {
            sum = sum + gained.clone();
            gained.clone_from(&sum);
        }
    }
    gains
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

/// One workload's plan.
struct Plan<'a> {
    id: WorkloadId,
    tier: Tier,
    version: &'a str,
    index: &'a Exact,
    steps: &'a [super::Step],
}

impl<'a> Plan<'a> {
    fn of(member: &Member<'a>) -> Option<Self> {
        let share = member.share.filter(|share| share.assessed())?;
        Some(Self {
            id: member.id,
            tier: member.tier,
            version: &share.version,
            index: share.headline.get(Set::Claimed).index.as_ref()?,
            steps: &share.plan.steps,
        })
    }

    fn queue(&self) -> (Tier, Vec<Task>) {
        let task = |step: &super::Step| Task {
            effort: step.effort_days,
            rate: step.rate,
        };
        (self.tier, self.steps.iter().map(task).collect())
    }
}
