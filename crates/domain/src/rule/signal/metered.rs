//! For which share of the hours of devices their energy was measured.

use std::collections::{BTreeMap, BTreeSet};

use super::Signals;
use crate::evidence::{Figure, Title, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// `supports`: energy came in for at least this share of the hours in which devices reported. `min`: hours of devices.
/// What is not measured may be measured elsewhere: nothing contradicts.
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
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: without.take(10).map(|device| Title::clip(device)).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
