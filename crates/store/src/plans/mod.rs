//! Plans prepared for lists over many workloads, and the order in which a team's capacity serves them.

mod counts;
mod due;
mod filter;
pub mod keep;
mod kept;
pub mod list;
pub mod order;
pub mod reach;
pub mod unsettled;

pub use due::{OverdueAction, overdue};
