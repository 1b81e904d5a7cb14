//! Money and tokens, summed by what the checks ask about; money of different currencies is never added.
//!
//! Measures, with `currency` each: `cost.all`, every charge; `cost.total`, charges for AI; of these
//! `cost.keyed` with any business key, `cost.keyed.full` with a business line and a feature or user, and
//! `cost.by_key` by `key`; `cost.idle`; `cost.gpu`; `cost.model` by `model` and `direction` (`input`,
//! `output`, `cache_read`, `cache_write`, `any`); `cost.feature` by `feature` and, where it is known, `model`. By `model`: `tokens.input` (those of a cache included),
//! `tokens.input.cached`, `tokens.output`. `cost.period`, the seconds from the first charge to the end of
//! the last one.

mod amount;
mod features;
mod keys;
mod period;

use std::collections::BTreeMap;

use domain::{
    cost::NO_CURRENCY,
    evidence::{Unit, Warning},
};

use crate::draft::Draft;

use features::Features;

pub use amount::amount;
pub use keys::{Keys, names_someone};
pub use period::Period;

/// One charge.
#[derive(Clone, Copy, Debug)]
pub struct Charge<'a> {
    /// As ISO 4217 writes it.
    pub currency: &'a str,
    /// How much.
    pub cost: f64,
    /// Whether it is known to be for AI.
    pub ai: bool,
    /// Whom or what it is for.
    pub keys: &'a Keys,
}

/// What tokens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Read by the model.
    Input,
    /// Read out of a cache.
    CacheRead,
    /// Read and put into a cache.
    CacheWrite,
    /// Written by the model.
    Output,
    /// The file does not say.
    Any,
}

impl Direction {
    const fn code(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::CacheRead => "cache_read",
            Self::CacheWrite => "cache_write",
            Self::Output => "output",
            Self::Any => "any",
        }
    }
}

#[derive(Default)]
struct Totals {
    all: f64,
    ai: f64,
    ai_rows: u64,
    keyed: f64,
    full: f64,
    idle: f64,
    gpu: f64,
}

#[derive(Default)]
struct Tokens {
    input: f64,
    cached: f64,
    output: f64,
}

/// The sums.
#[derive(Default)]
pub struct Ledger {
    totals: BTreeMap<String, Totals>,
    keys: BTreeMap<(String, String), f64>,
    models: BTreeMap<(String, String, Direction), f64>,
    features: Features,
    tokens: BTreeMap<String, Tokens>,
}

impl Ledger {
    /// Adds a charge.
    pub fn charge(&mut self, charge: Charge<'_>) {
        let totals = self.totals.entry(charge.currency.to_owned()).or_default();
        totals.all += charge.cost;
        if !charge.ai {
            return;
        }
        totals.ai += charge.cost;
        totals.ai_rows += 1;
        if charge.keys.any() {
            totals.keyed += charge.cost;
        }
        if charge.keys.full() {
            totals.full += charge.cost;
        }
        for key in charge.keys.names() {
            let key = (charge.currency.to_owned(), key.to_owned());
            *self.keys.entry(key).or_default() += charge.cost;
        }
    }

    /// Says that this much of what was charged was for nothing in use.
    pub fn idle(&mut self, currency: &str, cost: f64) {
        self.totals.entry(currency.to_owned()).or_default().idle += cost;
    }

    /// Says that this much of what was charged was for GPUs.
    pub fn gpu(&mut self, currency: &str, cost: f64) {
        self.totals.entry(currency.to_owned()).or_default().gpu += cost;
    }

    /// Says that this much of what was charged was for a model.
    pub fn model(&mut self, currency: &str, model: &str, direction: Direction, cost: f64) {
        let key = (currency.to_owned(), model.to_owned(), direction);
        *self.models.entry(key).or_default() += cost;
    }

    /// Says that this much of what was charged was for the feature that its keys name, where they name one.
    pub fn feature(&mut self, currency: &str, model: Option<&str>, keys: &Keys, cost: f64) {
        if let Some(feature) = keys.feature() {
            let model = model.unwrap_or_default();
            self.features.add(currency, model, feature, cost);
        }
    }

    /// Adds tokens of a model.
    pub fn tokens(&mut self, model: &str, direction: Direction, tokens: f64) {
        let of = self.tokens.entry(model.to_owned()).or_default();
        match direction {
            Direction::Input | Direction::CacheWrite => of.input += tokens,
            Direction::CacheRead => {
                of.input += tokens;
                of.cached += tokens;
            }
            Direction::Output => of.output += tokens,
            Direction::Any => {}
        }
    }

    /// Whether nothing was charged.
    pub fn is_empty(&self) -> bool {
        self.totals.is_empty()
    }

    /// Reports the sums by feature: after everything else, as there may be many.
    pub fn report_features(&self, draft: &mut Draft<'_>) {
        self.features.report(draft);
    }

    /// Reports the sums, all but those by feature.
    pub fn report(&self, draft: &mut Draft<'_>) {
        for (currency, totals) in &self.totals {
            totals.report(currency, draft);
        }
        if self.totals.contains_key(NO_CURRENCY) {
            draft.warn(Warning::CurrencyNotStated);
        }
        for ((currency, key), cost) in &self.keys {
            let labels = [("currency", currency.as_str()), ("key", key)];
            draft.measure("cost.by_key", &labels, *cost, Unit::Money, None);
        }
        for ((currency, model, direction), cost) in &self.models {
            let labels = [
                ("currency", currency.as_str()),
                ("model", model),
                ("direction", direction.code()),
            ];
            draft.measure("cost.model", &labels, *cost, Unit::Money, None);
        }
        for (model, tokens) in &self.tokens {
            tokens.report(model, draft);
        }
    }
}

impl Totals {
    fn report(&self, currency: &str, draft: &mut Draft<'_>) {
        let labels = [("currency", currency)];
        draft.measure("cost.all", &labels, self.all, Unit::Money, None);
        if self.ai_rows > 0 {
            let rows = Some(self.ai_rows);
            draft.measure("cost.total", &labels, self.ai, Unit::Money, rows);
            draft.measure("cost.keyed", &labels, self.keyed, Unit::Money, None);
            draft.measure("cost.keyed.full", &labels, self.full, Unit::Money, None);
        }
        for (name, cost) in [("cost.idle", self.idle), ("cost.gpu", self.gpu)] {
            if cost != 0.0 {
                draft.measure(name, &labels, cost, Unit::Money, None);
            }
        }
    }
}

impl Tokens {
    fn report(&self, model: &str, draft: &mut Draft<'_>) {
        let labels = [("model", model)];
        draft.measure("tokens.input", &labels, self.input, Unit::Tokens, None);
        draft.measure(
            "tokens.input.cached",
            &labels,
            self.cached,
            Unit::Tokens,
            None,
        );
        draft.measure("tokens.output", &labels, self.output, Unit::Tokens, None);
    }
}
