//! One module per feature.

pub mod account;
pub mod admin;
pub mod catalog;
pub mod entry;
pub mod explain;
pub mod failure;
pub mod history;
pub mod not_found;
pub mod overview;
pub mod teams;
pub mod workload;
pub mod workloads;
