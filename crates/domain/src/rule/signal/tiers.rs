//! Whether calls fall on models of different sizes.

use std::collections::BTreeMap;

use super::ratio::picked;
use super::{Pick, Signals};
use crate::evidence::{Figure, Title, Unit};
use crate::rule::model::{Size, size};
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};
use crate::rule::{Thresholds, signal::ratio::increase};

/// From this share of calls to one size on, that size has them all.
const ALL: f64 = 0.99;
/// From this share of short calls on, a smaller model would do.
const SHORT: f64 = 0.5;

/// Supports where two sizes of models are in use, the rarer ones with at least `supports` percent of the calls of known
/// size. Contradicts where large models get all calls and half of these are short. Sizes come from names; models whose
/// name tells none count for nothing. `min`: calls of known size.
pub(super) fn judge(
    of: &Pick,
    short: &[Pick],
    by: &[String],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    if picked(signals, of).next().is_none() {
        return Verdict::none(Gap::Nothing);
    }
    let mut calls: BTreeMap<Size, f64> = BTreeMap::new();
    let mut all = 0.0;
    let mut unknown: Vec<&str> = Vec::new();
    for series in picked(signals, of) {
        let made: f64 = series.hours.values().map(|hour| hour.sum).sum();
        all += made;
        let model = series.label(by).unwrap_or_default();
        match size(model) {
            Some(size) => *calls.entry(size).or_default() += made,
            None if made > 0.0 && !model.is_empty() => unknown.push(model),
            None => {}
        }
    }
    calls.retain(|_, calls| *calls > 0.0);
    unknown.sort_unstable();
    unknown.dedup();
    let known: f64 = calls.values().sum();
    let most = calls.values().copied().fold(0.0, f64::max);
    let others = 1.0 - most / known.max(1.0);
    let large = calls.get(&Size::Large).copied().unwrap_or(0.0);
    let wasted = large >= all * ALL && increase(signals, short) >= all * SHORT;
    let enough = |bound: f64| others * 100.0 >= bound;
    let outcome = if whole(known) < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if calls.len() > 1 && thresholds.supports.is_none_or(enough) {
        Outcome::Supports
    } else if wasted {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let sizes = u64::try_from(calls.len()).unwrap_or(u64::MAX);
    let short = Figure::new(increase(signals, short) / all.max(1.0));
    let quotes = [
        count(Quoted::Sizes, sizes, Some(2)),
        short.map(|value| Quote {
            what: Quoted::ShortCalls,
            value,
            unit: Unit::Ratio,
            bound: None,
        }),
        count(Quoted::Observations, whole(known), Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: unknown.into_iter().take(10).map(Title::clip).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
