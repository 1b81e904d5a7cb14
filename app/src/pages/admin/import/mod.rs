//! Exports of this or another console, read in.

mod list;
mod report;

pub use list::ImportsPage;
pub use report::ImportPage;

/// The address of the list.
const PATH: &str = "/admin/import";
