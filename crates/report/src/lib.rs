//! What leaves the console as a document: PDF (Typst), CSV, JSON and charts (SVG).
//!
//! Every function is pure: the same model gives the same bytes. No database, no clock, no network;
//! fonts are found once, in folders that the caller names ([`Fonts::load`]).

pub mod charts;
pub mod csv;
mod dates;
pub mod json;
mod lookup;
pub mod model;
pub mod pdf;
mod sentences;
mod words;

pub use model::{GroupReport, WorkloadReport};
pub use pdf::{FontError, Fonts, PdfError};
