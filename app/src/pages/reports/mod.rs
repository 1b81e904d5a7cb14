//! All reports: choose what they are about, for whom, in which form.

mod choose;
mod front;
mod subject;

pub use front::ReportsPage;
pub(crate) use front::page_of;
pub use subject::{of_group, of_workload};
