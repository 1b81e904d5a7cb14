//! Figures that the rule itself gives: it judges what there is of a day, or up to it.

use std::collections::BTreeMap;

use super::bounds::{bounds, figure};
use super::{Daily, Day, HOURS, Span, hours, part, value};
use crate::evidence::Unit;
use crate::rule::signal::{Series, SignalTest, Signals, judge};
use crate::rule::{Quoted, Thresholds};

pub(super) fn judged(
    test: &SignalTest,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    days: &BTreeMap<i64, Day>,
    span: Span,
) -> Daily {
    let mut lifted = Thresholds {
        min: 1,
        against: None,
        ..*thresholds
    };
    let whole = judge(test, &lifted, signals);
    let (mut what, mut unit, grows) = figure(&test.look);
    let mut held = bounds(&test.look, thresholds, &whole, signals);
    let unswitched = whole.quotes.first().map(|quote| quote.what) == Some(Quoted::UnswitchedTime);
    if unswitched {
        // The rule quotes this only where it is too long; the chart has it also where it is not.
        lifted.contradicts = Some(-1.0);
        (what, unit) = (Quoted::UnswitchedTime, Unit::Seconds);
        held = (None, thresholds.contradicts);
    }
    let values = if grows {
        growing(test, &lifted, signals, what, span)
    } else {
        alone(test, &lifted, signals, days, (what, span))
    };
    Daily {
        what,
        unit,
        values,
        supports: held.0,
        contradicts: held.1,
    }
}

/// Each day by itself.
fn alone(
    test: &SignalTest,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    days: &BTreeMap<i64, Day>,
    (what, (from, to)): (Quoted, Span),
) -> Vec<Option<f64>> {
    let nothing = Day::default();
    let of = |day: i64| {
        let series: Vec<Series> = signals.series.iter().filter_map(|s| part(s, day)).collect();
        let traces = &days.get(&day).unwrap_or(&nothing).traces;
        let verdict = judge(
            test,
            thresholds,
            Signals {
                series: &series,
                traces,
                traced: None,
                now: signals.now.min((day + 1) * HOURS),
                ..signals
            },
        );
        let none = || (what == Quoted::UnswitchedTime && !series.is_empty()).then_some(0.0);
        value(&verdict, what).or_else(none)
    };
    (from..=to).map(of).collect()
}

/// Everything up to each day; a day on which nothing came in stays a gap.
fn growing(
    test: &SignalTest,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    what: Quoted,
    (from, to): Span,
) -> Vec<Option<f64>> {
    let empty = |one: &Series| Series {
        signal: one.signal.clone(),
        labels: one.labels.clone(),
        hours: BTreeMap::new(),
    };
    let mut grown: Vec<Series> = signals.series.iter().map(empty).collect();
    let mut values = Vec::new();
    for day in from..=to {
        let mut came = false;
        for (known, whole) in grown.iter_mut().zip(signals.series) {
            let before = known.hours.len();
            known.hours.extend(hours(whole, day));
            came |= known.hours.len() > before;
        }
        let now = signals.now.min((day + 1) * HOURS);
        let verdict = came.then(|| {
            let series = &grown;
            judge(
                test,
                thresholds,
                Signals {
                    series,
                    now,
                    ..signals
                },
            )
        });
        values.push(verdict.and_then(|verdict| value(&verdict, what)));
    }
    values
}
