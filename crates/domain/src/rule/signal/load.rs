//! Batching and saturation of what serves models.

use std::collections::{BTreeMap, BTreeSet};

use super::{Hour, Signals};
use crate::evidence::{Figure, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// Supports where more than one request runs on average while any does; contradicts where in at least one hour
/// requests waited and never more than one ran. `min`: hours with load.
pub(super) fn batch(
    running: &str,
    waiting: &str,
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let loaded: Vec<(i64, &Hour)> = hours(signals, running)
        .filter(|(_, hour)| hour.max > 0.0)
        .collect();
    if signals.of(running).next().is_none() {
        return Verdict::none(Gap::Nothing);
    }
    let number = distinct(loaded.iter().map(|(at, _)| *at));
    let mean = mean(loaded.iter().map(|(_, hour)| hour.mean()));
    let waited: BTreeSet<i64> = hours(signals, waiting)
        .filter(|(_, h)| h.min > 0.0)
        .map(|(at, _)| at)
        .collect();
    let mut most: BTreeMap<i64, f64> = BTreeMap::new();
    for (at, hour) in &loaded {
        let slot = most.entry(*at).or_insert(0.0);
        *slot = slot.max(hour.max);
    }
    let alone = most
        .iter()
        .any(|(at, most)| *most <= 1.0 && waited.contains(at));
    let outcome = match mean {
        _ if number < thresholds.min => Outcome::NoData(Gap::Inconclusive),
        Some(mean) if mean > 1.0 => Outcome::Supports,
        Some(_) if alone => Outcome::Contradicts,
        _ => Outcome::NoData(Gap::Partial),
    };
    let quotes = [
        mean.and_then(Figure::new).map(|value| Quote {
            what: Quoted::Running,
            value,
            unit: Unit::Count,
            bound: Figure::new(1.0),
        }),
        count(Quoted::Hours, number, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// `supports`: full in at most this share of the hours; beyond `contradicts` the capacity doesn't suffice. `min`: hours.
pub(super) fn saturation(
    (usage, full, waiting): (&str, f64, &str),
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let all: BTreeSet<i64> = hours(signals, usage)
        .chain(hours(signals, waiting))
        .map(|(at, _)| at)
        .collect();
    if all.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let tight = hours(signals, usage).filter(|(_, hour)| hour.mean() > full);
    let queued = hours(signals, waiting).filter(|(_, hour)| hour.mean() > 0.0);
    let saturated: BTreeSet<i64> = tight.chain(queued).map(|(at, _)| at).collect();
    let number = u64::try_from(all.len()).unwrap_or(u64::MAX);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a window has a few thousand hours"
    )]
    let share = saturated.len() as f64 / all.len() as f64;
    let outcome = if number < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if thresholds
        .supports
        .is_some_and(|bound| share * 100.0 <= bound)
    {
        Outcome::Supports
    } else if thresholds
        .contradicts
        .is_some_and(|bound| share * 100.0 > bound)
    {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let quotes = [
        Figure::new(share).map(|value| Quote {
            what: Quoted::FullTime,
            value,
            unit: Unit::Ratio,
            bound: thresholds
                .supports
                .and_then(|bound| Figure::new(bound / 100.0)),
        }),
        count(Quoted::Hours, number, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

fn hours<'a>(signals: Signals<'a>, name: &str) -> impl Iterator<Item = (i64, &'a Hour)> {
    signals
        .of(name)
        .flat_map(|series| &series.hours)
        .map(|(at, hour)| (*at, hour))
}

fn distinct(hours: impl Iterator<Item = i64>) -> u64 {
    u64::try_from(hours.collect::<BTreeSet<_>>().len()).unwrap_or(u64::MAX)
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}
