//! What was: milestones, the change log, and what changed between two states.

mod called;
mod difference;
mod log;
mod milestones;
mod states;
mod why;

pub use difference::difference;
pub use log::{admin_log, page};
