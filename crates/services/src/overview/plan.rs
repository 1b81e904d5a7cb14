//! The plans of many workloads together.

use domain::{Exact, Set, views::results::PlanSummary};
use store::workloads::Listed;
use time::Date;

use crate::results::Summary;

/// Sums of the plans; the index after is the mean by tier of where each workload's plan ends.
pub(super) fn together(assessed: &[(&Listed, &Summary)], today: Date) -> PlanSummary {
    let mut sum = PlanSummary::default();
    let mut ends = Vec::new();
    for (row, summary) in assessed {
        let plan = &summary.plan;
        sum.open += plan.open;
        sum.in_progress += plan.in_progress;
        sum.effort_days += plan.effort_days;
        sum.overdue += super::number(plan.due.iter().filter(|day| **day < today).count());
        // Where nothing is left to do, the plan ends where the workload stands.
        let end = plan
            .index_after
            .as_ref()
            .or(summary.headline.get(Set::Claimed).index.as_ref());
        ends.extend(end.map(|index| (row.tier.weight(), index)));
    }
    sum.index_after = Exact::weighted_mean(ends);
    sum
}
