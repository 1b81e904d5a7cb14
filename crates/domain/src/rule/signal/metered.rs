//! For which share of the hours of devices their energy was measured, and what it comes to.

use std::collections::{BTreeMap, BTreeSet};

use super::Signals;
use crate::cost::{self, Factors};
use crate::evidence::{Figure, Title, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// Joules of a kilowatt-hour.
const KILOWATT_HOUR: f64 = 3.6e6;
const HOURS_A_DAY: i64 = 24;
/// Days of the month that is stated.
const MONTH: f64 = 30.0;
/// Ratios are worked out in floating point.
const NEAR: f64 = 1e-9;

/// `supports`: energy came in for at least this share of the hours in which devices reported. `min`: hours of devices.
/// What is not measured may be measured elsewhere: nothing contradicts. Energy alone is no carbon: without the factors of
/// the region and of the building it does not support.
pub(super) fn judge(
    (of, with): (&[String], &[String]),
    by: &[String],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let hours = |names: &[String]| {
        let mut hours: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        for series in signals.series.iter().filter(|s| names.contains(&s.signal)) {
            if let Some(device) = series.label(by) {
                hours.entry(device).or_default().extend(series.hours.keys());
            }
        }
        hours
    };
    let (ran, measured) = (hours(of), hours(with));
    let total: usize = ran.values().map(BTreeSet::len).sum();
    if total == 0 {
        return Verdict::none(Gap::Nothing);
    }
    let both = |device: &str, hours: &BTreeSet<i64>| {
        let known = measured.get(device);
        known.map_or(0, |known| known.intersection(hours).count())
    };
    let covered: usize = ran.iter().map(|(device, hours)| both(device, hours)).sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "devices times hours stay far below 2⁵³"
    )]
    let share = covered as f64 / total as f64;
    let total = u64::try_from(total).unwrap_or(u64::MAX);
    let outcome = if total < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if thresholds
        .supports
        .is_some_and(|bound| share * 100.0 >= bound)
        && signals.beside.factors.is_some()
    {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let without = ran.keys().filter(|device| !measured.contains_key(*device));
    let quotes = [
        Figure::new(share).map(|value| Quote {
            what: Quoted::MeteredTime,
            value,
            unit: Unit::Ratio,
            bound: thresholds.supports.and_then(|b| Figure::new(b / 100.0)),
        }),
        count(Quoted::DeviceHours, total, Some(thresholds.min)),
        grams(with, signals).and_then(|grams| in_grams(Quoted::MeasuredCarbon, grams)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: without.take(10).map(|device| Title::clip(device)).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// How far stated emissions of a month are from energy × PUE × intensity. `supports`: at most so many percent off.
/// `contradicts`: more than so many percent of the smaller one. `min`: days in a row with energy.
pub(super) fn carbon(energy: &[String], thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let series = || signals.series.iter().filter(|s| energy.contains(&s.signal));
    let days: BTreeSet<i64> = series()
        .flat_map(|s| s.hours.keys().map(|at| at.div_euclid(HOURS_A_DAY)))
        .collect();
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Verdict::none(Gap::Nothing);
    };
    let span = last - first + 1;
    let number = u64::try_from(days.len()).unwrap_or(u64::MAX);
    let whole = u64::try_from(span).is_ok_and(|span| span == number);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a window has a few hundred days"
    )]
    let months = span as f64 / MONTH;
    let measured = grams(energy, signals).map(|grams| grams / months);
    let measured = measured.filter(|grams| *grams > 0.0);
    let stated = signals.beside.stated.filter(|stated| *stated > 0.0);
    let ratio = stated.zip(measured).map(|(stated, own)| stated / own);
    let within = |bound: f64| ratio.is_some_and(|r| (r - 1.0).abs() * 100.0 <= bound + NEAR);
    let beyond = |bound: f64| ratio.is_some_and(|r| r.max(1.0 / r) * 100.0 > bound + NEAR);
    let outcome = if number < thresholds.min || !whole || ratio.is_none() {
        Outcome::NoData(Gap::Inconclusive)
    } else if thresholds.supports.is_some_and(within) {
        Outcome::Supports
    } else if thresholds.contradicts.is_some_and(beyond) {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let quotes = [
        stated.and_then(|stated| in_grams(Quoted::StatedCarbon, stated)),
        measured.and_then(|measured| in_grams(Quoted::MeasuredCarbon, measured)),
        count(Quoted::DaysSeen, number, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// Grams that the measured energy comes to, as far as counters tell of energy; none without factors. Embodied emissions
/// are the machines', not the energy's.
fn grams(names: &[String], signals: Signals<'_>) -> Option<f64> {
    let factors = signals.beside.factors?;
    let series = signals.series.iter();
    let counters = series.filter(|s| names.contains(&s.signal) && s.signal.ends_with("energy"));
    let joules: f64 = counters
        .flat_map(|s| s.hours.values())
        .map(|hour| hour.sum)
        .sum();
    let only_energy = Factors {
        embodied: 0.0,
        ..factors
    };
    (joules > 0.0).then(|| cost::carbon(joules / KILOWATT_HOUR, only_energy, 0.0))
}

fn in_grams(what: Quoted, grams: f64) -> Option<Quote> {
    Some(Quote {
        what,
        value: Figure::new(grams)?,
        unit: Unit::GramsCo2e,
        bound: None,
    })
}
