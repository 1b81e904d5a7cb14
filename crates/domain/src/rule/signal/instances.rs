//! How much of the time at least two instances ran, and in how many zones.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Series, SignalName, Signals, apart};
use crate::evidence::{Figure, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

const TWO: usize = 2;

/// How much of the time at least two instances ran, and in how many zones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instances {
    /// Series that a running instance of an engine sends.
    pub of: Vec<SignalName>,
    /// Series that it sends as well, and so do applications.
    #[serde(default)]
    pub shared: Vec<SignalName>,
    /// Labels that tell instances apart, the preferred first.
    pub by: Vec<String>,
    /// Labels that name the zone.
    pub zone: Vec<String>,
    /// Labels that together tell services apart, each of which is held to it by itself.
    #[serde(default)]
    pub services: Vec<String>,
}

impl Instances {
    /// Every signal that it reads.
    pub(super) fn signals(&self) -> impl Iterator<Item = &SignalName> {
        self.of.iter().chain(&self.shared)
    }

    fn reads(&self, series: &Series) -> bool {
        self.signals().any(|signal| *signal == series.signal)
    }
}

/// `supports`: at least this share of the hours with two instances, in two zones. `contradicts`: beyond this share of
/// the hours with one alone. `min`: hours. Of several services the worst decides; where there are engines, theirs. What is
/// known by shared signals only may be no engine: of several such ones, one alone contradicts nothing.
pub(super) fn judge(look: &Instances, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let series = signals.series.iter().filter(|one| look.reads(one));
    let services = apart::services(series, &look.services);
    if services.is_empty() {
        return together(look, thresholds, signals);
    }
    let is_engine = |one: &&apart::Service| {
        let mut series = one.series.iter();
        series.any(|series| look.of.contains(&series.signal))
    };
    let engines = services.iter().any(|one| is_engine(&one));
    let judged = services.iter().filter(|one| !engines || is_engine(one));
    let mut verdict = apart::worst(judged, Quoted::SpareTime, |series| {
        together(look, thresholds, Signals { series, ..signals })
    });
    if !engines && verdict.outcome == Outcome::Contradicts {
        verdict.outcome = Outcome::NoData(Gap::Partial);
    }
    verdict
}

fn together(look: &Instances, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let mut minutes: BTreeMap<i64, BTreeMap<&str, u8>> = BTreeMap::new();
    let (mut instances, mut zones) = (BTreeSet::new(), BTreeSet::new());
    for series in signals.series.iter().filter(|one| look.reads(one)) {
        let Some(instance) = series.label(&look.by) else {
            continue;
        };
        instances.insert(instance);
        zones.extend(series.label(&look.zone));
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
