//! How much of the time at least two instances ran, and in how many zones.

use std::collections::{BTreeMap, BTreeSet};

use super::Signals;
use crate::evidence::{Figure, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

const TWO: usize = 2;

/// `supports`: at least this share of the hours with two instances, in two zones. `contradicts`: beyond this share of
/// the hours with one alone. `min`: hours.
pub(super) fn judge(
    of: &[String],
    (by, zone): (&[String], &[String]),
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let mut minutes: BTreeMap<i64, BTreeMap<&str, u8>> = BTreeMap::new();
    let (mut instances, mut zones) = (BTreeSet::new(), BTreeSet::new());
    for series in signals.series.iter().filter(|s| of.contains(&s.signal)) {
        let Some(instance) = series.label(by) else {
            continue;
        };
        instances.insert(instance);
        zones.extend(series.label(zone));
        for (at, hour) in &series.hours {
            let slot = minutes.entry(*at).or_default().entry(instance).or_default();
            *slot = (*slot).max(hour.minutes);
        }
    }
    if minutes.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let hours = u64::try_from(minutes.len()).unwrap_or(u64::MAX);
    let doubled: f64 = minutes.values().map(spare).sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a window has a few thousand hours"
    )]
    let share = doubled / minutes.len() as f64;
    let outcome = if hours < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if thresholds
        .supports
        .is_some_and(|bound| share * 100.0 >= bound)
    {
        if zones.len() >= TWO {
            Outcome::Supports
        } else {
            Outcome::NoData(Gap::Partial)
        }
    } else if thresholds
        .contradicts
        .is_some_and(|bound| (1.0 - share) * 100.0 >= bound)
    {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let number = |set: &BTreeSet<&str>| u64::try_from(set.len()).unwrap_or(u64::MAX);
    let quotes = [
        Figure::new(share).map(|value| Quote {
            what: Quoted::SpareTime,
            value,
            unit: Unit::Ratio,
            bound: thresholds
                .supports
                .and_then(|bound| Figure::new(bound / 100.0)),
        }),
        count(Quoted::Instances, number(&instances), Some(2)),
        count(Quoted::Zones, number(&zones), Some(2)),
        count(Quoted::Hours, hours, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// The share of an hour in which a second instance ran: its minutes by those of the one that ran longest.
fn spare(instances: &BTreeMap<&str, u8>) -> f64 {
    let mut minutes: Vec<u8> = instances.values().copied().collect();
    minutes.sort_unstable_by(|a, b| b.cmp(a));
    match minutes.as_slice() {
        [first, second, ..] if *first > 0 => f64::from(*second) / f64::from(*first),
        _ => 0.0,
    }
}
