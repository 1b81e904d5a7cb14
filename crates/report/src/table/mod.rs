//! Tables of a report with typed cells: what CSV and the workbook write, each in its way.

pub mod answers;
pub mod attestations;
mod cell;
pub mod due;
pub mod evidence;
pub mod findings;
pub mod group;
pub mod heat;
pub mod history;
pub mod inventory;
pub mod plan;
pub mod risks;
pub mod signals;
pub mod top_risks;
pub mod verdict_figures;
pub mod verdicts;

pub use cell::Cell;

/// A column's header in Chinese and English.
pub type Column<'a> = (&'a str, &'a str);

/// Rows in their order, each as wide as the headers.
pub type Rows = Vec<Vec<Cell>>;
