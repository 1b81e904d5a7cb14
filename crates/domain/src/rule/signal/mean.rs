//! The mean of a gauge over busy hours.

use std::collections::{BTreeMap, BTreeSet};

use super::{Series, Signals};
use crate::evidence::{Figure, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

pub(super) fn judge(
    (of, running, work): (&str, &[String], &[String]),
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let gauges: Vec<&Series> = signals.of(of).collect();
    if gauges.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let Some(busy) = busy(running, work, signals) else {
        // Nothing says when there was work, and an idle device proves nothing about batching.
        return Verdict::none(Gap::Inconclusive);
    };
    let all: Vec<f64> = gauges
        .iter()
        .flat_map(|s| s.hours.values())
        .map(super::Hour::mean)
        .collect();
    let mut values = Vec::new();
    let mut hours = BTreeSet::new();
    for series in &gauges {
        for (hour, value) in series.hours.iter().filter(|(hour, _)| busy.contains(hour)) {
            hours.insert(*hour);
            values.push(value.mean());
        }
    }
    let number = u64::try_from(hours.len()).unwrap_or(u64::MAX);
    let outcome = match average(&values) {
        Some(mean) if number >= thresholds.min => {
            if thresholds
                .supports
                .is_some_and(|bound| percent_of(mean) > bound)
            {
                Outcome::Supports
            } else if thresholds
                .contradicts
                .is_some_and(|bound| percent_of(mean) < bound)
            {
                Outcome::Contradicts
            } else {
                Outcome::NoData(Gap::Partial)
            }
        }
        _ => Outcome::NoData(Gap::Inconclusive),
    };
    let percent = |what, mean: Option<f64>, bound: Option<f64>| {
        Some(Quote {
            what,
            value: Figure::new(mean?)?,
            unit: Unit::Ratio,
            bound: bound.and_then(|bound| Figure::new(bound / 100.0)),
        })
    };
    let devices = u64::try_from(gauges.len()).unwrap_or(u64::MAX);
    let quotes = [
        percent(Quoted::BusyMean, average(&values), thresholds.supports),
        count(Quoted::BusyHours, number, Some(thresholds.min)),
        count(Quoted::Series, devices, None),
        percent(Quoted::Mean, average(&all), None),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

fn average(values: &[f64]) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "series × hours stays far below 2⁵³"
    )]
    let count = values.len() as f64;
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / count)
}

/// In percent, without the last digits that adding up leaves: exactly at a bound is at the bound.
fn percent_of(mean: f64) -> f64 {
    (mean * 1e8).round() / 1e6
}

/// The hours with work: something ran; else at least the median of the hours in which work was done at all.
/// `None` where no signal says so.
fn busy(running: &[String], work: &[String], signals: Signals<'_>) -> Option<BTreeSet<i64>> {
    let any = |names: &[String]| -> Vec<&Series> {
        signals
            .series
            .iter()
            .filter(|s| names.contains(&s.signal))
            .collect()
    };
    let gauges = any(running);
    if !gauges.is_empty() {
        let hours = gauges.iter().flat_map(|s| &s.hours);
        return Some(
            hours
                .filter(|(_, hour)| hour.max > 0.0)
                .map(|(at, _)| *at)
                .collect(),
        );
    }
    let counters = any(work);
    if counters.is_empty() {
        return None;
    }
    let mut done: BTreeMap<i64, f64> = BTreeMap::new();
    for (at, hour) in counters.iter().flat_map(|s| &s.hours) {
        *done.entry(*at).or_default() += hour.sum;
    }
    done.retain(|_, sum| *sum > 0.0);
    let mut sums: Vec<f64> = done.values().copied().collect();
    sums.sort_by(f64::total_cmp);
    let median = sums.get(sums.len() / 2).copied().unwrap_or(f64::INFINITY);
    Some(
        done.into_iter()
            .filter(|(_, sum)| *sum >= median)
            .map(|(at, _)| at)
            .collect(),
    )
}
