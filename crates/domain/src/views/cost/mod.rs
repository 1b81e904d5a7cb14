//! Cost and energy: figures, the rows behind them, budgets, calculators.

mod group;
mod workload;

pub use group::{CostMonth, CostRow, GroupCostPage};
pub use workload::{CostDay, Estimates, OriginRow, PartRow, SeriesRow, WorkloadCostPage};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cost::{Amount, BudgetStep, Currency, Factors};

/// Stands in an address for rows that name no model or no feature. Tools write it where they have no value, so that nothing
/// that is named has this name.
pub const UNNAMED: &str = "-";

/// What is asked for, as the address says it; what makes no sense is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CostQuery {
    /// `2026-11`; empty for this month.
    pub month: String,
    /// A currency; empty for the one that most is spent in.
    pub currency: String,
    /// `team`, `workload`, `model`, `feature`.
    pub by: String,
    /// Only rows of this model; [`UNNAMED`] for those that name none, empty for all.
    pub model: String,
    /// Only rows of this feature, in the same way.
    pub feature: String,
    /// A column, `-` before it for the greatest first.
    pub sort: String,
    /// From 1.
    pub page: String,
    /// Which figure is opened: `tokens`, `spend`, `gpu`, `energy`, `carbon`, `cache`, `calls`.
    pub open: String,
    /// Of which name the series are listed one by one.
    pub series: String,
    /// `calculators`; empty for the figures.
    pub part: String,
    /// What the calculators shall assume.
    pub assume: BTreeMap<String, String>,
}

/// Assumptions in an address at most, and characters of one.
const MOST: usize = 60;
const LONGEST: usize = 40;

impl CostQuery {
    /// The model and the feature that rows must have: none for any, empty for what names none.
    pub fn only(&self) -> (Option<&str>, Option<&str>) {
        (wanted(&self.model), wanted(&self.feature))
    }

    /// Keys and values of an address; what is not known here is an assumption.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (key, value) in pairs {
            let field = match key {
                "month" => &mut query.month,
                "currency" => &mut query.currency,
                "by" => &mut query.by,
                "model" => &mut query.model,
                "feature" => &mut query.feature,
                "sort" => &mut query.sort,
                "page" => &mut query.page,
                "open" => &mut query.open,
                "series" => &mut query.series,
                "part" => &mut query.part,
                _ if query.assume.len() < MOST
                    && key.len() <= LONGEST
                    && value.len() <= LONGEST =>
                {
                    query.assume.insert(key.to_owned(), value.to_owned());
                    continue;
                }
                _ => continue,
            };
            value.clone_into(field);
        }
        query
    }
}

fn wanted(name: &str) -> Option<&str> {
    match name {
        "" => None,
        UNNAMED => Some(""),
        name => Some(name),
    }
}

/// What a month came to. What nothing is known of is none, never zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostFigures {
    /// Tokens that models read, those of a cache included.
    pub tokens_in: Option<f64>,
    /// Tokens that models wrote.
    pub tokens_out: Option<f64>,
    /// Of those read, the ones that a cache held.
    pub tokens_cached: Option<f64>,
    /// Hours of GPUs that reported.
    pub gpu_hours: Option<f64>,
    /// Their mean utilisation, 0–1.
    pub gpu_utilisation: Option<f64>,
    /// Kilowatt-hours: metered, else stated by files.
    pub energy_kwh: Option<f64>,
    /// Grams of CO₂ equivalent: energy × PUE × intensity + embodied, else stated by files.
    pub carbon_grams: Option<f64>,
    /// Grams for a thousand tokens, over the workloads of which both are known.
    pub sci_grams: Option<f64>,
    /// Workloads with any figure.
    pub workloads: u64,
    /// Of them, those with energy.
    pub with_energy: u64,
    /// Of them, those with emissions.
    pub with_carbon: u64,
}

impl CostFigures {
    /// Tokens read and written.
    pub fn tokens(&self) -> Option<f64> {
        match (self.tokens_in, self.tokens_out) {
            (None, None) => None,
            (read, written) => Some(read.unwrap_or_default() + written.unwrap_or_default()),
        }
    }
}

/// What was spent in one currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostMoney {
    /// Which; `XXX` where a file names none.
    pub currency: String,
    /// How much.
    pub spent: f64,
    /// By how many workloads.
    pub workloads: u64,
    /// The budget; of the organisation those of its teams together.
    pub budget: Option<f64>,
    /// How many teams that is of.
    pub budgets: u64,
    /// What they spent of it.
    pub spent_of_budget: Option<f64>,
}

/// A budget with what was spent of it in the month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BudgetView {
    /// In which currency.
    pub currency: Currency,
    /// A month.
    pub amount: Amount,
    /// What was spent; none where nothing is known.
    pub spent: Option<f64>,
    /// Which step was passed.
    pub step: Option<BudgetStep>,
    /// Who set it.
    pub set_by: String,
    /// When, RFC 3339.
    pub set_at: String,
    /// For optimistic writes.
    pub version: i32,
}

/// What a kilowatt-hour comes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FactorsView {
    /// Those set here.
    pub own: Option<Factors>,
    /// The team's, where none are set here.
    pub inherited: Option<Factors>,
    /// Where they are from.
    pub source: String,
    /// For optimistic writes; 0 where none are set here.
    pub version: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_can_ask_for_what_is_not_named() {
        let query = CostQuery::of([("feature", "-"), ("k_now", "5")]);
        assert_eq!(query.only(), (None, Some("")));
        let query = CostQuery::of([("model", "large")]);
        assert_eq!(query.only(), (Some("large"), None));
    }
}
