//! The plans of many workloads together.

use domain::{group::GroupPlan, views::results::PlanSummary};
use time::Date;

/// Sums of the plans; the index after is the mean by tier of where each workload's plan ends.
pub(super) fn together(plan: &GroupPlan, today: Date) -> PlanSummary {
    PlanSummary {
        open: plan.open,
        in_progress: plan.in_progress,
        overdue: plan.due.before(today),
        effort_days: plan.effort_days,
        index_after: plan.end.mean(),
    }
}
