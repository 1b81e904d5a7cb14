//! Catalog, overviews, explanations and history on a real Postgres.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod catalog;
mod criteria;
mod differences;
mod explanations;
mod logs;
mod means;
mod overviews;
mod prepared;
mod registers;
mod support;
mod trend;
