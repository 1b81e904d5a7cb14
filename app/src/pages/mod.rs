//! One module per feature.

pub mod account;
pub mod admin;
pub mod catalog;
pub mod cost;
pub mod entry;
pub mod explain;
pub mod failure;
pub mod history;
pub mod not_found;
pub mod notices;
pub mod outward;
pub mod overview;
pub mod plans;
pub mod reference;
pub mod register;
pub mod reports;
pub mod teams;
pub mod workload;
pub mod workloads;
