//! A rule's deciding figure day by day, for a chart: each day is judged as if nothing else had come in, or, where a rule
//! counts what happened since its window began, everything up to the day.

mod bounds;
mod judged;
mod plain;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{Hour, Live, Series, SignalLook, SignalTest, Signals, TraceCount};
use crate::evidence::Unit;
use crate::rule::{Quoted, Thresholds, Verdict};
use judged::judged;
use plain::{collected, latency, presence, volume};

const HOURS: i64 = 24;

/// What came in on one day beside the hours of series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Day {
    /// Traces by their marks.
    pub traces: Vec<TraceCount>,
    /// Latencies that were measured live, by model.
    pub live: Vec<Live>,
}

/// A figure day by day, with what its rule holds it against in the same unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Daily {
    /// Which figure of the verdict.
    pub what: Quoted,
    /// Its unit.
    pub unit: Unit,
    /// A value for each day; none without data.
    pub values: Vec<Option<f64>>,
    /// Supports from here.
    pub supports: Option<f64>,
    /// Contradicts beyond here.
    pub contradicts: Option<f64>,
}

/// Days since 1970, the first and the last.
type Span = (i64, i64);
/// Where a rule supports and where it contradicts.
type Bounds = (Option<f64>, Option<f64>);

/// What a rule looks at, day by day.
///
/// A day has too few observations for any verdict, so that the rule's minimum of them does not count here.
pub fn daily(
    test: &SignalTest,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    days: &BTreeMap<i64, Day>,
    span: Span,
) -> Daily {
    match &test.look {
        SignalLook::Latency { .. } => latency(thresholds, signals, days, span),
        SignalLook::Volume { of, .. } => volume(of, thresholds, signals, span),
        SignalLook::Presence(look) => presence(look, thresholds, signals, span),
        SignalLook::Collected(look) => collected(look, thresholds, signals, span),
        _ => judged(test, thresholds, signals, days, span),
    }
}

/// A series' hours of one day.
fn hours(series: &Series, day: i64) -> impl Iterator<Item = (i64, Hour)> {
    let hours = series.hours.range(day * HOURS..(day + 1) * HOURS);
    hours.map(|(at, hour)| (*at, *hour))
}

/// A series with the hours of one day; none where it has none.
fn part(series: &Series, day: i64) -> Option<Series> {
    let hours: BTreeMap<i64, Hour> = hours(series, day).collect();
    (!hours.is_empty()).then(|| Series {
        signal: series.signal.clone(),
        labels: series.labels.clone(),
        hours,
    })
}

fn value(verdict: &Verdict, what: Quoted) -> Option<f64> {
    let quote = verdict.quotes.iter().find(|quote| quote.what == what)?;
    Some(quote.value.get())
}

fn bound(verdict: &Verdict, what: Quoted) -> Option<f64> {
    let quote = verdict.quotes.iter().find(|quote| quote.what == what)?;
    Some(quote.bound?.get())
}

fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
