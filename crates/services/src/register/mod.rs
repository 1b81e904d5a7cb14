//! The register: all risks of all workloads that somebody may read.

mod assign;
mod keep;
mod page;
mod query;
mod table;

pub use assign::{Assigned, assign};
pub(crate) use keep::{Line, counts, keep, lines, linked, place};
pub use page::{MOST, page, rows, team};
pub use table::{IN_A_TABLE, csv};
