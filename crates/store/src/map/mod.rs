//! The map of a workload: parts, calls, what of the inventory stands on it, what people say sits where.

pub mod bearings;
pub mod calls;
pub mod found;
pub mod parts;
