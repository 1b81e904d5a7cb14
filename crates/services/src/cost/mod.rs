//! Cost and energy: amounts are booked from telemetry and files, shown with the rows behind them, held against budgets.

mod asked;
mod assumptions;
mod booking;
mod budgets;
mod estimates;
mod export;
mod factors;
mod figures;
mod group;
mod workload;

pub use assumptions::{AssumptionsForm, forget_assumptions, keep_assumptions};
pub(crate) use booking::{book, filed};
pub use budgets::{BudgetForm, Subject, remove_budget, set_budget};
pub use export::{group_csv, workload_csv};
pub use factors::{FactorsForm, remove_factors, set_factors};
pub use group::{organisation, team};
pub use workload::page;
