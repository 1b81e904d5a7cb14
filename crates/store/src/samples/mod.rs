//! Numbers of each day: of workloads, of teams, of the organisation.

mod daily;
mod groups;
mod milestones;
mod past;
mod workloads;

pub use daily::{Taking, lock, put, repeat, take};
pub use groups::{GroupSample, Known, keep_groups, known, of_groups};
pub use milestones::{MilestoneNumbers, OldMilestone, add_of_milestone, unsampled_milestones};
pub use past::{PastIndex, indices_on};
pub use workloads::{PastRisk, WorkloadSample, of_workload, risks_of_milestones, risks_on};
