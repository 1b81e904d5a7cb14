//! Hours and verdicts in few words.

use std::collections::BTreeSet;

use domain::framework::builtin;
use domain::rule::signal::{Beside, Hour, Mark, Names, Series, Signals, TraceCount, judge};
use domain::rule::{Gap, Outcome, Quoted, Verdict};
use time::macros::date;

pub const NOW: i64 = 490_000;
pub const SUPPORTS: Outcome = Outcome::Supports;
pub const CONTRADICTS: Outcome = Outcome::Contradicts;
pub const PARTIAL: Outcome = Outcome::NoData(Gap::Partial);
pub const FEW: Outcome = Outcome::NoData(Gap::Inconclusive);
pub const NOTHING: Outcome = Outcome::NoData(Gap::Nothing);

pub fn gauge(value: f64) -> Hour {
    Hour {
        minutes: 60,
        count: 60,
        sum: value * 60.0,
        min: value,
        max: value,
    }
}

pub fn counter(increase: f64) -> Hour {
    Hour {
        minutes: 60,
        count: 60,
        sum: increase,
        min: 0.0,
        max: 0.0,
    }
}

pub fn series(
    signal: &str,
    labels: &[(&str, &str)],
    hours: impl IntoIterator<Item = (i64, Hour)>,
) -> Series {
    let labels = labels
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Series {
        signal: signal.to_owned(),
        labels: labels.collect(),
        hours: hours.into_iter().collect(),
    }
}

/// A counter that rose once, an hour ago.
pub fn rose(signal: &str, labels: &[(&str, &str)], by: f64) -> Series {
    series(signal, labels, [(NOW - 1, counter(by))])
}

/// The last `n` hours before now.
pub fn last(n: i64) -> impl Iterator<Item = i64> + Clone {
    (NOW - n)..NOW
}

pub fn verdict(rule: &str, series: &[Series]) -> Verdict {
    judged(rule, series, &[], &Beside::default())
}

pub fn outcome(rule: &str, series: &[Series]) -> Outcome {
    verdict(rule, series).outcome
}

pub fn beside(rule: &str, series: &[Series], beside: &Beside) -> Verdict {
    judged(rule, series, &[], beside)
}

pub fn of_traces(rule: &str, list: &[(&[Mark], u64)]) -> Outcome {
    let marks = |marks: &[Mark]| marks.iter().map(|mark| mark.bit()).sum();
    let counts = list.iter().map(|(m, traces)| TraceCount {
        marks: marks(m),
        traces: *traces,
    });
    judged(rule, &[], &counts.collect::<Vec<_>>(), &Beside::default()).outcome
}

fn judged(rule: &str, series: &[Series], traces: &[TraceCount], beside: &Beside) -> Verdict {
    let rules = &builtin().unwrap().rules;
    let found = rules.iter().find(|r| r.id.as_str() == rule);
    let found = found.and_then(|r| r.signal.as_ref().zip(r.thresholds.as_ref()));
    let (test, thresholds) = found.unwrap_or_else(|| panic!("{rule} judges no telemetry"));
    let span = (!traces.is_empty()).then_some((date!(2026 - 11 - 20), date!(2026 - 11 - 21)));
    let signals = Signals {
        series,
        traces,
        traced: span,
        now: NOW,
        list: &Names::default(),
        beside,
        sources: &BTreeSet::from(["vLLM".to_owned()]),
    };
    judge(test, thresholds, signals)
}

/// The figure of a verdict.
pub fn figure(verdict: &Verdict, what: Quoted) -> f64 {
    let quote = verdict.quotes.iter().find(|quote| quote.what == what);
    quote.map_or(f64::NAN, |quote| quote.value.get())
}
