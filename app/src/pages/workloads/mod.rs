//! The workloads: list and form.

pub mod edit;
mod form;
pub mod list;
pub mod new;
mod pillar_columns;
mod row;
mod scope;
