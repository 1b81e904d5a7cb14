//! Figures that are plainer by the day than what the rule makes of all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::bounds::beside;
use super::{Daily, Day, HOURS, Span, number, part};
use crate::evidence::Unit;
use crate::rule::signal::collected::devices;
use crate::rule::signal::{Collected, Pick, Presence, Series, SignalName, Signals, ratio};
use crate::rule::{Quoted, Thresholds};

/// The model that is slowest by its benchmark, which decides; without any benchmark the first one.
pub(super) fn latency(
    thresholds: &Thresholds,
    signals: Signals<'_>,
    days: &BTreeMap<i64, Day>,
    (from, to): Span,
) -> Daily {
    let live = &signals.beside.live;
    let compared = live
        .iter()
        .filter_map(|one| Some((one, one.seconds / one.benchmark?)));
    let worst = compared.max_by(|(_, a), (_, b)| a.total_cmp(b));
    let chosen = worst.map(|(one, _)| one).or_else(|| live.first());
    let seconds = |day: i64| {
        let model = &chosen?.model;
        let mut of_day = days.get(&day)?.live.iter();
        of_day
            .find(|one| one.model == *model)
            .map(|one| one.seconds)
    };
    let allowed = |percent: Option<f64>| Some(chosen?.benchmark? * percent? / 100.0);
    Daily {
        what: Quoted::LiveLatency,
        unit: Unit::Seconds,
        values: (from..=to).map(seconds).collect(),
        supports: allowed(thresholds.supports),
        contradicts: allowed(thresholds.contradicts),
    }
}

/// What was seen since the window began, against the stated volume.
pub(super) fn volume(
    of: &[Pick],
    thresholds: &Thresholds,
    signals: Signals<'_>,
    (from, to): Span,
) -> Daily {
    let mut seen = 0.0;
    let grown = |day: i64| {
        let series: Vec<Series> = signals.series.iter().filter_map(|s| part(s, day)).collect();
        let series = series.as_slice();
        seen += ratio::increase(Signals { series, ..signals }, of);
        (!series.is_empty()).then_some(seen)
    };
    let values: Vec<Option<f64>> = (from..=to).map(grown).collect();
    let last = values.iter().rev().copied().flatten().next();
    let (supports, contradicts) = beside(signals.beside.stated, last, thresholds);
    Daily {
        what: Quoted::Observations,
        unit: Unit::Count,
        values,
        supports,
        contradicts,
    }
}

/// The share of each day's hours in which the class with the most gaps came in; a day after the first signal on which
/// nothing came in is no gap in the chart, but the gap that the rule looks for. Of several services the worst of the day.
pub(super) fn presence(
    look: &Presence,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    span: Span,
) -> Daily {
    let drawn = |series: &[Series]| {
        let hours = |class: &Vec<SignalName>| -> BTreeSet<i64> {
            let series = series.iter().filter(|s| class.contains(&s.signal));
            series.flat_map(|s| s.hours.keys().copied()).collect()
        };
        let seen: Vec<_> = look.classes.iter().map(hours).collect();
        let seen: Vec<_> = seen.iter().collect();
        covered(&seen, thresholds, signals, span)
    };
    let services = look.services(signals.series);
    let each = services.iter().map(|service| drawn(&service.series));
    let worst = each.reduce(lower);
    worst.unwrap_or_else(|| drawn(signals.series))
}

/// On each day the lower one of two.
fn lower(one: Daily, other: Daily) -> Daily {
    let pairs = one.values.into_iter().zip(other.values);
    let least = |(one, other): (Option<f64>, Option<f64>)| match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    Daily {
        values: pairs.map(least).collect(),
        ..one
    }
}

/// The share of each day's hours in which the device with the most gaps sent the gauge; since any of them did.
pub(super) fn collected(
    look: &Collected,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    span: Span,
) -> Daily {
    let seen = devices(look, signals);
    let seen: Vec<_> = seen.values().collect();
    covered(&seen, thresholds, signals, span)
}

/// The least share of each day's hours that one of several has, since any of them has one.
fn covered(
    seen: &[&BTreeSet<i64>],
    thresholds: &Thresholds,
    signals: Signals<'_>,
    (from, to): Span,
) -> Daily {
    let first = seen.iter().filter_map(|hours| hours.first()).min().copied();
    let share_of = |day: i64| {
        let begin = first?.max(day * HOURS);
        let end = signals.now.min((day + 1) * HOURS);
        if begin >= end {
            return None;
        }
        let worst = seen.iter().map(|hours| hours.range(begin..end).count());
        let worst = u64::try_from(worst.min()?).ok()?;
        Some(number(worst) / number(u64::try_from(end - begin).ok()?))
    };
    let share = |percent: Option<f64>| percent.map(|percent| percent / 100.0);
    Daily {
        what: Quoted::CoveredTime,
        unit: Unit::Ratio,
        values: (from..=to).map(share_of).collect(),
        supports: share(thresholds.supports),
        contradicts: share(thresholds.contradicts),
    }
}
