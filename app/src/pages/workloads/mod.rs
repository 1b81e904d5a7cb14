//! The workloads: list and form.

mod edit;
mod form;
mod list;
mod new;
mod pillar_columns;
mod row;
mod scope;

pub use edit::EditWorkloadPage;
pub use list::WorkloadsPage;
pub use new::NewWorkloadPage;
