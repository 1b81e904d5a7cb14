//! The pages of the organisation and of a team.

use serde::{Deserialize, Serialize};

use super::{BudgetView, CostFigures, CostMoney, FactorsView};
use crate::{TeamId, cost::Amount};

/// A month of the trend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostMonth {
    /// `2026-11`.
    pub month: String,
    /// Tokens read and written.
    pub tokens: Option<f64>,
    /// Money in the currency.
    pub spend: Option<f64>,
    /// Kilowatt-hours.
    pub energy_kwh: Option<f64>,
}

/// A team, workload, model or feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostRow {
    /// The id of a team or workload; else empty.
    pub id: String,
    /// Its name; empty for what names no model or feature.
    pub name: String,
    /// A workload's team.
    pub team: Option<String>,
    /// What it came to.
    pub figures: CostFigures,
    /// Money in the currency.
    pub spend: Option<f64>,
    /// Its budget in the currency.
    pub budget: Option<Amount>,
}

/// The page of the organisation or of a team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupCostPage {
    /// The team; none for the organisation.
    pub team: Option<TeamId>,
    /// Its name.
    pub name: String,
    /// `2026-11`.
    pub month: String,
    /// Whether the month is not over.
    pub running: bool,
    /// The months that can be chosen, the newest first.
    pub months: Vec<String>,
    /// Everything together.
    pub figures: CostFigures,
    /// Money by currency.
    pub money: Vec<CostMoney>,
    /// The currency of rows and trend; empty where nothing is spent.
    pub currency: String,
    /// What rows are: `team`, `workload`, `model`, `feature`.
    pub by: String,
    /// The page's rows.
    pub rows: Vec<CostRow>,
    /// All rows.
    pub total: u64,
    /// From 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// The last twelve months.
    pub trend: Vec<CostMonth>,
    /// The team's budgets.
    pub budgets: Vec<BudgetView>,
    /// The team's factors.
    pub factors: FactorsView,
    /// Whether the reader may set budgets here.
    pub may_set: bool,
}
