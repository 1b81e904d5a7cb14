//! The workloads: list and form.

mod edit;
mod form;
mod list;
mod new;
mod pillar_columns;
pub(crate) mod row;
mod scope;

pub use edit::EditWorkloadPage;
pub use list::WorkloadsPage;
pub(crate) use list::{filter_selects, first_use};
pub use new::NewWorkloadPage;
