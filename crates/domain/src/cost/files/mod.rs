//! Amounts that files state, laid on days.

mod charged;
mod laid;
mod stated;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use time::Date;

use super::{Entry, Origin, Quantity};
use crate::{
    ReadingId,
    evidence::{Kind, Measure, Reading},
};
use charged::{charged, tokens};
use laid::laid;
use stated::stated;

pub use laid::days_of;

/// Kinds of files that state amounts.
pub const FILE_KINDS: [Kind; 5] = [
    Kind::Focus,
    Kind::Opencost,
    Kind::LitellmSpend,
    Kind::Codecarbon,
    Kind::CarbonExport,
];

/// A file that was handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Filed {
    /// Which.
    pub id: ReadingId,
    /// Files of the same kind and tool about the same things have the same.
    pub series: String,
    /// The day from which it counts.
    pub day: Date,
    /// What it says.
    pub content: Reading,
}

/// Days and currencies for which a bill says everything.
pub(super) fn billed(filed: &[Filed]) -> BTreeSet<(Date, String)> {
    let mut found = BTreeSet::new();
    for (one, own, _) in laid(filed, Kind::Focus) {
        for total in measures(&one.content, "cost.total") {
            let currency = label(total, "currency");
            found.extend(own.iter().map(|day| (*day, currency.clone())));
        }
    }
    found
}

/// Tokens are counted at one place, those in, out and cached together.
pub(super) const fn together(quantity: Quantity) -> Quantity {
    match quantity {
        Quantity::TokensOut | Quantity::TokensCached => Quantity::TokensIn,
        other => other,
    }
}

/// What files state. Money of a bill counts alone; without one, allocations of a cluster and a gateway's rows add up,
/// as the one is for machines and the other for what was bought by the token. What telemetry counted on a day (`seen`)
/// a gateway's rows don't count again.
pub(super) fn entries(
    filed: &[Filed],
    billed: &BTreeSet<(Date, String)>,
    seen: &BTreeSet<(Date, Quantity)>,
) -> Vec<Entry> {
    let mut found = Vec::new();
    for kind in [Kind::Focus, Kind::Opencost, Kind::LitellmSpend] {
        for (one, own, share) in laid(filed, kind) {
            for entry in charged(one).chain(tokens(one)) {
                for day in &own {
                    let covered = kind != Kind::Focus
                        && entry.quantity == Quantity::Spend
                        && billed.contains(&(*day, entry.currency.clone()));
                    let counted = kind == Kind::LitellmSpend
                        && seen.contains(&(*day, together(entry.quantity)));
                    let other = kind != Kind::LitellmSpend && entry.quantity != Quantity::Spend;
                    if !covered && !counted && !other {
                        found.push(Entry {
                            day: *day,
                            amount: entry.amount * share,
                            ..entry.clone()
                        });
                    }
                }
            }
        }
    }
    found.extend(stated(filed));
    found
}

fn measures<'a>(content: &'a Reading, name: &'a str) -> impl Iterator<Item = &'a Measure> {
    content
        .measures
        .iter()
        .filter(move |m| m.name.as_str() == name)
}

fn label(measure: &Measure, name: &str) -> String {
    let found = measure.labels.iter().find(|(key, _)| key.as_str() == name);
    found
        .map(|(_, value)| value.to_string())
        .unwrap_or_default()
}

fn entry(one: &Filed, quantity: Quantity, model: String, currency: String, amount: f64) -> Entry {
    Entry {
        day: one.day,
        quantity,
        origin: Origin::File { reading: one.id },
        model,
        feature: String::new(),
        currency,
        amount,
    }
}
