//! Money and tokens that a file charges, by model and feature.

use std::collections::BTreeMap;

use super::{Filed, entry, label, measures};
use crate::cost::{Entry, Quantity};

/// A file's money by model, and of each model by feature; the rest without one.
pub(super) fn charged(one: &Filed) -> impl Iterator<Item = Entry> + '_ {
    measures(&one.content, "cost.total").flat_map(move |total| {
        let currency = label(total, "currency");
        let own = |name: &'static str| {
            let currency = currency.clone();
            measures(&one.content, name).filter(move |m| label(m, "currency") == currency)
        };
        let mut models: BTreeMap<String, f64> = BTreeMap::new();
        for measure in own("cost.model") {
            *models.entry(label(measure, "model")).or_default() += measure.value.get();
        }
        let mut features: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
        for measure in own("cost.feature") {
            let of = features.entry(label(measure, "model")).or_default();
            *of.entry(label(measure, "feature")).or_default() += measure.value.get();
        }
        let mut found = Vec::new();
        for (model, amount) in parts(models, total.value.get()) {
            let mut of = parts(features.remove(&model).unwrap_or_default(), amount);
            // A model that cost nothing is known to.
            if of.is_empty() {
                of.insert(String::new(), amount);
            }
            for (feature, amount) in of {
                found.push(Entry {
                    feature,
                    ..entry(
                        one,
                        Quantity::Spend,
                        model.clone(),
                        currency.clone(),
                        amount,
                    )
                });
            }
        }
        found
    })
}

/// The parts of a whole with the rest, which has no name. Where credits make named parts more than the whole, they share it.
fn parts(mut named: BTreeMap<String, f64>, whole: f64) -> BTreeMap<String, f64> {
    named.retain(|_, amount| *amount >= 0.0);
    let sum: f64 = named.values().sum();
    let rest = whole - sum;
    if rest > whole.abs() * 1e-9 {
        *named.entry(String::new()).or_default() += rest;
    } else if sum > 0.0 {
        let scale = whole.max(0.0) / sum;
        for amount in named.values_mut() {
            *amount *= scale;
        }
    }
    named
}

pub(super) fn tokens(one: &Filed) -> impl Iterator<Item = Entry> + '_ {
    let names = [
        ("tokens.input", Quantity::TokensIn),
        ("tokens.output", Quantity::TokensOut),
        ("tokens.input.cached", Quantity::TokensCached),
    ];
    names.into_iter().flat_map(move |(name, quantity)| {
        measures(&one.content, name).map(move |m| {
            entry(
                one,
                quantity,
                label(m, "model"),
                String::new(),
                m.value.get(),
            )
        })
    })
}
