//! Catalog, overviews, explanations and history on a real Postgres.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod catalog;
mod cells;
mod criteria;
mod differences;
mod explanations;
mod frameworks;
mod logs;
mod means;
mod overviews;
mod pasts;
mod prepared;
mod register_counts;
mod registers;
mod reports;
mod support;
mod tables;
mod trend;
