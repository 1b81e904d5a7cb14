//! The map of a workload: parts, calls, what of the inventory stands on it, what people say sits where, what can be undone.

pub mod bearings;
pub mod calls;
pub mod found;
pub mod parts;
pub mod steps;
