//! What leaves the console as a document: PDF (Typst), HTML, XLSX, CSV, JSON and charts (SVG).
//!
//! Every function is pure: the same model gives the same bytes. No database, no clock, no network;
//! fonts are found once, in folders that the caller names ([`Fonts::load`]).

pub mod charts;
pub mod csv;
mod dates;
pub mod html;
pub mod json;
mod labels;
mod lookup;
pub mod model;
pub mod pdf;
mod sentences;
mod table;
mod view;
mod words;
pub mod xlsx;

pub use domain::views::reports::{ReportFormat as Format, ReportKind as Kind};
pub use model::{GroupReport, WorkloadReport};
pub use pdf::{FontError, Fonts, PdfError};
