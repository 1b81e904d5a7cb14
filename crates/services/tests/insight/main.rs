//! Catalog, overviews, explanations and history on a real Postgres.

mod catalog;
mod criteria;
mod differences;
mod explanations;
mod logs;
mod means;
mod overviews;
mod support;
