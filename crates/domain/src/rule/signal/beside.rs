//! What a rule over telemetry needs from files: numbers that somebody stated, to compare with.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ratio::increase;
use super::{Pick, Signals};
use crate::cost::Factors;
use crate::evidence::{Figure, Kind, MeasureName, Title, Unit};
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};
use crate::rule::{Pick as Measured, Thresholds};

/// Ratios are worked out in floating point: 130 of 100 must not be more than 30 percent off.
const NEAR: f64 = 1e-9;

/// A number that files state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// Files of these kinds.
    pub kinds: Vec<Kind>,
    /// For how many days they count.
    pub days: u16,
    /// The measure; of several in the newest file the largest.
    pub of: Measured,
    /// Add up those of the newest file in place of taking the largest.
    #[serde(default)]
    pub add: bool,
    /// Another measure of the file by which the number is divided: how many months it covers.
    #[serde(default)]
    pub per: Option<MeasureName>,
}

/// Files that state scores of models.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluated {
    /// Files of these kinds.
    pub kinds: Vec<Kind>,
    /// For how many days they count.
    pub days: u16,
}

/// What files say, as far as the rule at hand asks for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// The number stated last.
    pub stated: Option<f64>,
    /// Latencies that were measured live, by model.
    pub live: Vec<Live>,
    /// Models of which files state scores, as [`scored`](crate::rule::scored) names them.
    pub evaluated: BTreeSet<String>,
    /// The median of what the rule measures, in seconds.
    pub median: Option<f64>,
    /// What alerts watch, as [`watched`](crate::rule::watched) finds it in files.
    pub alerts: BTreeSet<String>,
    /// What a kilowatt-hour comes to where the workload runs.
    pub factors: Option<Factors>,
}

/// How slow a model is, live and in its benchmark.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// The model's name; empty where the series don't say.
    pub model: String,
    /// The 99th percentile in seconds.
    pub seconds: f64,
    /// Whether it is at least that: beyond the last bound nobody knows.
    pub at_least: bool,
    /// Requests that it rests on.
    pub requests: u64,
    /// What the newest benchmark of the model states, in seconds.
    pub benchmark: Option<f64>,
}

/// `supports`, `contradicts`: the live value as percentage of the benchmark's. `min`: requests of each model. A model
/// without benchmark keeps the rule from supporting.
pub(super) fn latency(thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let live = &signals.beside.live;
    if live.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let enough = |one: &&Live| one.requests >= thresholds.min;
    let ratio = |one: &Live| one.benchmark.map(|b| one.seconds / b * 100.0);
    let compared = || {
        live.iter()
            .filter(enough)
            .filter(|one| ratio(one).is_some())
    };
    let over = |one: &&Live| {
        let beyond = |bound: f64| ratio(one).is_some_and(|ratio| ratio > bound + NEAR);
        thresholds.contradicts.is_some_and(beyond)
    };
    let good = |one: &Live| {
        let within = |bound: f64| ratio(one).is_some_and(|ratio| ratio <= bound + NEAR);
        !one.at_least && thresholds.supports.is_some_and(within)
    };
    let worst = compared().max_by(|a, b| {
        let (a, b) = (ratio(a).unwrap_or(0.0), ratio(b).unwrap_or(0.0));
        a.total_cmp(&b)
    });
    let outcome = if compared().any(|one| over(&one)) {
        Outcome::Contradicts
    } else if worst.is_none() {
        Outcome::NoData(Gap::Inconclusive)
    } else if live.iter().all(good) && live.iter().all(|one| enough(&one)) {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let quote = |what, value: Option<f64>, unit, bound: Option<f64>| {
        let value = Figure::new(value?)?;
        let bound = bound.and_then(Figure::new);
        Some(Quote {
            what,
            value,
            unit,
            bound,
        })
    };
    let first = worst.or_else(|| live.first());
    let allowed = worst.and_then(|one| Some(one.benchmark? * thresholds.supports? / 100.0));
    let quotes = [
        quote(
            Quoted::LiveLatency,
            first.map(|one| one.seconds),
            Unit::Seconds,
            allowed,
        ),
        quote(
            Quoted::BenchmarkLatency,
            worst.and_then(|one| one.benchmark),
            Unit::Seconds,
            None,
        ),
        first.and_then(|one| count(Quoted::Observations, one.requests, Some(thresholds.min))),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: live
            .iter()
            .filter(|one| !good(one) && !one.model.is_empty())
            .take(10)
            .map(|one| Title::clip(&one.model))
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// How far a stated volume is from what telemetry shows. `supports`: at most so many percent off. `contradicts`: more
/// than so many percent of the smaller one. `min`: units seen.
pub(super) fn volume(of: &[Pick], thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let seen = increase(signals, of);
    if seen <= 0.0 {
        return Verdict::none(Gap::Nothing);
    }
    let stated = signals.beside.stated.filter(|stated| *stated > 0.0);
    let ratio = stated.map(|stated| stated / seen);
    let within = |bound: f64| ratio.is_some_and(|r| (r - 1.0).abs() * 100.0 <= bound + NEAR);
    let beyond = |bound: f64| ratio.is_some_and(|r| r.max(1.0 / r) * 100.0 > bound + NEAR);
    let outcome = if whole(seen) < thresholds.min || ratio.is_none() {
        Outcome::NoData(Gap::Inconclusive)
    } else if thresholds.supports.is_some_and(within) {
        Outcome::Supports
    } else if thresholds.contradicts.is_some_and(beyond) {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let stated = stated.and_then(Figure::new).map(|value| Quote {
        what: Quoted::StatedVolume,
        value,
        unit: Unit::Count,
        bound: None,
    });
    Verdict {
        outcome,
        quotes: stated
            .into_iter()
            .chain(count(
                Quoted::Observations,
                whole(seen),
                Some(thresholds.min),
            ))
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
