//! The page of a workload, with its calculators.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{BudgetView, CostFigures, CostMoney, FactorsView};
use crate::{
    ReadingId,
    cost::{Assumption, Forecast, Quantity, Range, Tco},
    views::workloads::WorkloadHead,
};

/// A day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostDay {
    /// `2026-11-22`.
    pub day: String,
    /// Tokens read and written.
    pub tokens: Option<f64>,
    /// Money in the currency.
    pub spend: Option<f64>,
    /// Mean utilisation of GPUs, 0–1.
    pub gpu_utilisation: Option<f64>,
    /// Kilowatt-hours.
    pub energy_kwh: Option<f64>,
}

/// A row behind a figure: series of one name, or a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OriginRow {
    /// What is counted.
    pub quantity: Quantity,
    /// The name of the series, as sent; empty for a file.
    pub series: String,
    /// The file.
    pub reading: Option<ReadingId>,
    /// Its name.
    pub file: String,
    /// The model; empty where nothing names it.
    pub model: String,
    /// The feature; empty where nothing names it.
    pub feature: String,
    /// The currency of money.
    pub currency: String,
    /// How much.
    pub amount: f64,
    /// On how many days.
    pub days: u64,
    /// The first of them.
    pub first: String,
    /// The last of them.
    pub last: String,
}

/// One series behind a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeriesRow {
    /// What is counted.
    pub quantity: Quantity,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// How much.
    pub amount: f64,
    /// Hours with data.
    pub hours: u64,
}

/// A model or feature of a workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartRow {
    /// Its name; empty for what names none.
    pub name: String,
    /// Tokens read.
    pub tokens_in: Option<f64>,
    /// Tokens written.
    pub tokens_out: Option<f64>,
    /// Of those read, from a cache.
    pub tokens_cached: Option<f64>,
    /// Money in the currency.
    pub spend: Option<f64>,
}

/// What the calculators found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Estimates {
    /// The currency of all amounts.
    pub currency: String,
    /// The first day of what the workload's own figures are from.
    pub first: String,
    /// The last.
    pub last: String,
    /// Days of them with data.
    pub days: u32,
    /// All assumptions.
    pub assumptions: Vec<Assumption>,
    /// The version of those that somebody kept; 0 for none.
    pub kept: i32,
    /// Saved a month by quantisation.
    pub quantisation: Option<Range>,
    /// By continuous batching.
    pub batching: Option<Range>,
    /// By routing.
    pub routing: Option<Range>,
    /// By reuse of KV caches.
    pub reuse: Option<Range>,
    /// An open model against an API.
    pub tco: Option<Tco>,
    /// What is missing for it.
    pub tco_missing: Vec<String>,
    /// What is foretold: `tokens` or `gpu`.
    pub forecast_of: String,
    /// A day's capacity.
    pub capacity: Option<f64>,
    /// Whether it follows from the workload's own machines.
    pub own_capacity: bool,
    /// The utilisation of GPUs that it is counted with, in per cent.
    pub capacity_target: f64,
    /// What history foretells; none with too little of it.
    pub forecast: Option<Forecast>,
    /// History day by day, the oldest first.
    pub history: Vec<Option<f64>>,
    /// Its first day.
    pub history_first: String,
}

/// The page of a workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkloadCostPage {
    /// The workload.
    pub head: WorkloadHead,
    /// `2026-11`.
    pub month: String,
    /// Whether the month is not over.
    pub running: bool,
    /// The months that can be chosen, the newest first.
    pub months: Vec<String>,
    /// What it came to.
    pub figures: CostFigures,
    /// Money by currency.
    pub money: Vec<CostMoney>,
    /// The currency of days, models and features; empty where nothing is spent.
    pub currency: String,
    /// The month's days.
    pub days: Vec<CostDay>,
    /// By model, the most first.
    pub models: Vec<PartRow>,
    /// By feature, the most first.
    pub features: Vec<PartRow>,
    /// Its budgets.
    pub budgets: Vec<BudgetView>,
    /// Its factors.
    pub factors: FactorsView,
    /// Whether the reader may set budgets here.
    pub may_set: bool,
    /// The rows behind the figures.
    pub rows: Vec<OriginRow>,
    /// All such rows.
    pub total: u64,
    /// From 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// The series of the name that was asked for.
    pub series: Vec<SeriesRow>,
    /// What the calculators found, where they were asked.
    pub estimates: Option<Estimates>,
}
