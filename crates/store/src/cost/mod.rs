//! What workloads cost: amounts by day and month, budgets, factors of carbon.

pub mod all;
pub mod assumptions;
pub mod budgets;
pub mod days;
pub mod factors;
pub mod groups;
pub mod months;
