//! Plans: what to do next, who does it until when, what it takes, and when the target levels are reached.

mod action;
mod assign;
mod changes;
mod effort;
mod export;
mod heirs;
mod keep;
mod list;
mod order;
mod page;
mod reach;
mod settle;

pub use action::{ActionForm, move_action, set_action};
pub use assign::{AssignForm, Chosen, assign};
pub use effort::{EffortForm, set_effort};
pub use export::{Tracker, organisation_plan_csv, team_plan_csv, workload_plan_csv};
pub(crate) use heirs::{Heirs, settle_marked};
pub(crate) use keep::{Prepared, keep, lost, prepare, rate};
pub use list::{plans_page, workload_plans};
pub use order::prepare_orders;
pub use page::plan_page;
pub(crate) use settle::{Since, fulfilled, settle};
