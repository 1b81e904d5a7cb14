//! How much less energy a token takes from a compressed model than from the same one uncompressed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Series, SignalName, Signals};
use crate::evidence::{Figure, Title, Unit};
use crate::rule::Thresholds;
use crate::rule::model::Compressed;
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// How much less energy a token takes from a compressed model than from its original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Efficiency {
    /// Counter of energy.
    pub energy: SignalName,
    /// Counter of tokens.
    pub tokens: SignalName,
    /// Labels that name the pod.
    pub by: Vec<String>,
    /// Labels that name the model.
    pub model: Vec<String>,
}

/// What one model took.
#[derive(Default)]
struct Used {
    joules: f64,
    tokens: f64,
}

/// `supports`: at least this percentage less, for every compressed model beside its original. `min`: tokens of each.
/// Pods that serve several models, or whose energy nobody measures, are left out.
pub(super) fn judge(
    counters: &Efficiency,
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let used = used(counters, signals);
    if used.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let pairs = used.iter().flat_map(|(model, own)| {
        let originals = used
            .iter()
            .filter(|(other, _)| Compressed::is_of(model, other));
        originals.map(move |(_, original)| (*model, own, original))
    });
    let enough = |used: &Used| used.joules > 0.0 && whole(used.tokens) >= thresholds.min;
    let pairs: Vec<_> = pairs.filter(|(_, a, b)| enough(a) && enough(b)).collect();
    let saved = pairs.iter().map(|(model, own, original)| {
        let saved = 1.0 - (own.joules / own.tokens) / (original.joules / original.tokens);
        (*model, saved)
    });
    let worst = saved.min_by(|(_, a), (_, b)| a.total_cmp(b));
    let outcome = match worst {
        None => Outcome::NoData(Gap::Inconclusive),
        Some((_, saved)) if thresholds.supports.is_some_and(|b| saved * 100.0 >= b) => {
            Outcome::Supports
        }
        Some(_) => Outcome::NoData(Gap::Partial),
    };
    let saved = worst.and_then(|(_, saved)| Figure::new(saved));
    let quotes = [
        saved.map(|value| Quote {
            what: Quoted::SavedEnergy,
            value,
            unit: Unit::Ratio,
            bound: thresholds.supports.and_then(|b| Figure::new(b / 100.0)),
        }),
        count(
            Quoted::Pairs,
            u64::try_from(pairs.len()).unwrap_or(u64::MAX),
            Some(1),
        ),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: worst
            .map(|(model, _)| Title::clip(model))
            .into_iter()
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

fn used<'a>(counters: &Efficiency, signals: Signals<'a>) -> BTreeMap<&'a str, Used> {
    let sum = |series: &Series| series.hours.values().map(|hour| hour.sum).sum::<f64>();
    let of = |name: &str| {
        let name = name.to_owned();
        signals.series.iter().filter(move |s| s.signal == name)
    };
    let mut served: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for series in of(&counters.tokens) {
        if let (Some(pod), Some(model)) =
            (series.label(&counters.by), series.label(&counters.model))
        {
            *served.entry(pod).or_default().entry(model).or_default() += sum(series);
        }
    }
    let mut used: BTreeMap<&str, Used> = BTreeMap::new();
    for series in of(&counters.energy) {
        let models = series.label(&counters.by).and_then(|pod| served.get(pod));
        let mut models = models.into_iter().flatten();
        if let (Some((model, _)), None) = (models.next(), models.next()) {
            used.entry(model).or_default().joules += sum(series);
        }
    }
    for models in served.values().filter(|models| models.len() == 1) {
        for (model, tokens) in models {
            if let Some(used) = used.get_mut(model) {
                used.tokens += tokens;
            }
        }
    }
    used
}
