//! What was measured and sampled, a page at a time: nobody holds all of it in memory.

mod read;
mod sampled;
mod write;

pub use read::{cost_days, hours, series, telemetry};
pub use sampled::{
    add_alerts, add_events, add_group_samples, add_marks, add_samples, alerts, events,
    group_budgets, group_factors, group_samples, marks, samples,
};
pub use write::{add_cost_days, add_hours, add_series, add_telemetry, add_trace_days};
