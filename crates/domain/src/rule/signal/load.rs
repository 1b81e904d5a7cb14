//! Batching and saturation of what serves models.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Hour, Series, SignalName, Signals, apart};
use crate::evidence::{Figure, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// How many requests run together, and whether some wait while one runs alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Gauge of running requests.
    pub running: SignalName,
    /// Gauge of waiting requests.
    pub waiting: SignalName,
    /// Labels that together tell services apart: what waits for one of them is not another one's.
    #[serde(default)]
    pub services: Vec<String>,
}

impl Batch {
    /// The series of the service that let requests wait behind a single one for the most hours; none where no service did.
    pub fn stuck(&self, series: &[Series]) -> Option<Vec<Series>> {
        let (_, service) = self.held_up(series).into_iter().next()?;
        Some(service.series)
    }

    /// Services that let requests wait behind a single one, and for how many hours; the worst first.
    fn held_up(&self, series: &[Series]) -> Vec<(u64, apart::Service)> {
        let own = |one: &&Series| one.signal == self.running || one.signal == self.waiting;
        let mut services = apart::services(series.iter().filter(own), &self.services);
        if services.is_empty() {
            services.push(apart::Service {
                name: None,
                series: series.iter().filter(own).cloned().collect(),
            });
        }
        let hours = services
            .into_iter()
            .map(|one| (self.alone(&one.series), one));
        let mut held: Vec<_> = hours.filter(|(hours, _)| *hours > 0).collect();
        held.sort_by_key(|(hours, _)| Reverse(*hours));
        held
    }

    /// In how many hours requests waited throughout, and never more than one ran.
    fn alone(&self, series: &[Series]) -> u64 {
        let waited = hours(series, &self.waiting).filter(|(_, hour)| hour.min > 0.0);
        let waited: BTreeSet<i64> = waited.map(|(at, _)| at).collect();
        let mut most: BTreeMap<i64, f64> = BTreeMap::new();
        for (at, hour) in hours(series, &self.running).filter(|(_, hour)| hour.max > 0.0) {
            let slot = most.entry(at).or_insert(0.0);
            *slot = slot.max(hour.max);
        }
        let alone = most.iter().filter(|(_, most)| **most <= 1.0);
        distinct(alone.map(|(at, _)| *at).filter(|at| waited.contains(at)))
    }
}

/// Supports where more than one request runs on average while any does, unless in at least one hour requests of a service
/// waited and never more than one ran; contradicts where such an hour comes on top of a low mean. `min`: hours with load.
pub(super) fn batch(look: &Batch, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let loaded: Vec<(i64, &Hour)> = hours(signals.series, &look.running)
        .filter(|(_, hour)| hour.max > 0.0)
        .collect();
    if signals.of(&look.running).next().is_none() {
        return Verdict::none(Gap::Nothing);
    }
    let number = distinct(loaded.iter().map(|(at, _)| *at));
    let mean = mean(loaded.iter().map(|(_, hour)| hour.mean()));
    let held = look.held_up(signals.series);
    let together = mean.is_some_and(|mean| mean > 1.0);
    let outcome = match (together, held.is_empty()) {
        _ if number < thresholds.min => Outcome::NoData(Gap::Inconclusive),
        (true, true) => Outcome::Supports,
        (false, false) => Outcome::Contradicts,
        (true, false) | (false, true) => Outcome::NoData(Gap::Partial),
    };
    let quotes = [
        held.first()
            .and_then(|(hours, _)| count(Quoted::HeldUpHours, *hours, Some(0))),
        mean.and_then(Figure::new).map(|value| Quote {
            what: Quoted::Running,
            value,
            unit: Unit::Count,
            bound: Figure::new(1.0),
        }),
        count(Quoted::Hours, number, Some(thresholds.min)),
    ];
    let names = held.into_iter().filter_map(|(_, service)| service.name);
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: names.take(10).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// `supports`: full in at most this share of the hours; beyond `contradicts` the capacity doesn't suffice. `min`: hours.
pub(super) fn saturation(
    (usage, full, waiting): (&str, f64, &str),
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let all: BTreeSet<i64> = hours(signals.series, usage)
        .chain(hours(signals.series, waiting))
        .map(|(at, _)| at)
        .collect();
    if all.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let tight = hours(signals.series, usage).filter(|(_, hour)| hour.mean() > full);
    let queued = hours(signals.series, waiting).filter(|(_, hour)| hour.mean() > 0.0);
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

fn hours<'a>(series: &'a [Series], name: &str) -> impl Iterator<Item = (i64, &'a Hour)> {
    let own = series.iter().filter(move |one| one.signal == name);
    own.flat_map(|one| &one.hours).map(|(at, hour)| (*at, hour))
}

fn distinct(hours: impl Iterator<Item = i64>) -> u64 {
    u64::try_from(hours.collect::<BTreeSet<_>>().len()).unwrap_or(u64::MAX)
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}
