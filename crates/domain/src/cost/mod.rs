//! What a workload costs in money, tokens, machines, energy and carbon, what could be saved, and what it will need.
//!
//! Amounts are measurements, so they are floating point; a budget is what people set, so it is exact.

mod assumptions;
mod book;
mod budget;
mod carbon;
mod entry;
mod files;
mod forecast;
mod month;
mod places;
mod saving;
mod tco;
mod vantage;

pub use assumptions::{Assumption, Assumptions, Basis, Facts, Known};
pub use book::{SeriesDay, amount, book};
pub use budget::{Amount, BudgetStep, Currency, step};
pub use carbon::{Factors, NotAFactor, carbon, sci};
pub use entry::{Entry, OTHERS, Origin, Quantity};
pub use files::{FILE_KINDS, Filed, days_of};
pub use forecast::{Forecast, LEAST_DAYS, Point, forecast};
pub use month::Month;
pub use saving::{
    Band, Batching, Quantisation, Range, Reuse, Routing, batch, quantise, reuse, route,
};
pub use tco::{Api, Break, Own, Tco, compare};
pub use vantage::{How, Source, Vantage, signals, sources};

/// The code of ISO 4217 for "no currency": what amounts are in where a file names none.
pub const NO_CURRENCY: &str = "XXX";

/// Hours of a month of thirty days.
pub const HOURS_A_MONTH: f64 = 720.0;
