//! Whether calls fall on models of different sizes, each of them evaluated.

use std::collections::{BTreeMap, BTreeSet};

use super::ratio::picked;
use super::{Pick, Series, Signals};
use crate::evidence::{Figure, Title, Unit};
use crate::rule::model::{Size, base, size};
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};
use crate::rule::{Thresholds, signal::ratio::increase};

/// From this share of calls to one size on, that size has them all.
const ALL: f64 = 0.99;
/// From this share of short calls on, a smaller model would do.
const SHORT: f64 = 0.5;

/// Who was called.
#[derive(Default)]
struct Called<'a> {
    /// By size.
    sizes: BTreeMap<Size, f64>,
    /// Sizes with a model of which a file states scores.
    evaluated: BTreeSet<Size>,
    /// Models whose name tells no size.
    unknown: BTreeSet<&'a str>,
    /// Calls to whatever model.
    all: f64,
}

/// Supports where two sizes of models are in use, the rarer ones with at least `supports` percent of the calls of known
/// size, and files state scores of a model of each. Contradicts where large models get all calls and half of these are
/// short. Sizes come from names; models whose name tells none count for nothing. `min`: calls of known size.
pub(super) fn judge(
    (of, short): (&Pick, &[Pick]),
    by: &[String],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    if picked(signals, of).next().is_none() {
        return Verdict::none(Gap::Nothing);
    }
    let called = called(of, by, signals);
    let known: f64 = called.sizes.values().sum();
    let most = called.sizes.values().copied().fold(0.0, f64::max);
    let others = 1.0 - most / known.max(1.0);
    let large = called.sizes.get(&Size::Large).copied().unwrap_or(0.0);
    let short = increase(signals, short);
    let wasted = large >= called.all * ALL && short >= called.all * SHORT;
    let enough = |bound: f64| others * 100.0 >= bound;
    let mixed = called.sizes.len() > 1 && thresholds.supports.is_none_or(enough);
    let outcome = if whole(known) < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if mixed && called.evaluated.len() == called.sizes.len() {
        Outcome::Supports
    } else if wasted && !mixed {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let sizes = number(called.sizes.len());
    let short = Figure::new(short / called.all.max(1.0));
    let quotes = [
        count(Quoted::Sizes, sizes, Some(2)),
        count(
            Quoted::EvaluatedSizes,
            number(called.evaluated.len()),
            Some(sizes),
        ),
        short.map(|value| Quote {
            what: Quoted::ShortCalls,
            value,
            unit: Unit::Ratio,
            bound: None,
        }),
        count(Quoted::Observations, whole(known), Some(thresholds.min)),
    ];
    let names = called.unknown.into_iter().take(10);
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: names.map(Title::clip).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

fn called<'a>(of: &Pick, by: &[String], signals: Signals<'a>) -> Called<'a> {
    let mut called = Called::default();
    for series in picked(signals, of) {
        let made: f64 = series.hours.values().map(|hour| hour.sum).sum();
        if made <= 0.0 {
            continue;
        }
        called.all += made;
        let model = series.label(by).unwrap_or_default();
        match size(model) {
            Some(size) => {
                *called.sizes.entry(size).or_default() += made;
                if is_evaluated(series, by, signals) {
                    called.evaluated.insert(size);
                }
            }
            None if !model.is_empty() => {
                called.unknown.insert(model);
            }
            None => {}
        }
    }
    called
}

/// Whether a file states scores of the model, under any of the names that a call has for it. Some tools write who provides
/// it before the name: `openai:gpt-5-mini`.
fn is_evaluated(series: &Series, by: &[String], signals: Signals<'_>) -> bool {
    let same = |stated: &str, name: &str| {
        let before = stated.strip_suffix(name);
        !name.is_empty()
            && before.is_some_and(|provider| provider.is_empty() || provider.ends_with(':'))
    };
    let names = by.iter().filter_map(|name| series.labels.get(name));
    let mut names = names.map(|name| base(name));
    names.any(|name| {
        signals
            .beside
            .evaluated
            .iter()
            .any(|stated| same(stated, &name))
    })
}
