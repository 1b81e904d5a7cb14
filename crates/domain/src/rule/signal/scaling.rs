//! Whether autoscalers move with load, and how long they stand at their most.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ratio::picked;
use super::{Hour, Pick, Series, SignalName, Signals};
use crate::evidence::{Figure, Title, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// Whether autoscalers move, and how long they stand at their most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scaling {
    /// Gauge of replicas.
    pub current: SignalName,
    /// Gauge of the most there may be.
    pub most: SignalName,
    /// Gauge that is 1 while an autoscaler is out of action.
    pub idle: Pick,
    /// Gauge of requests that wait.
    pub waiting: SignalName,
    /// Labels that name the autoscaler.
    pub by: Vec<String>,
}

/// One autoscaler.
#[derive(Default)]
struct Scaler<'a> {
    hours: BTreeMap<i64, &'a Hour>,
    most: BTreeMap<i64, f64>,
    /// Hours in which it did nothing, all the hour long.
    idle: u64,
}

/// `supports`: each autoscaler changed the number of replicas and stood at its most for less than this share of the
/// hours. `contradicts`: at the most for this share of the hours while requests waited; so does one that was out of
/// action for a whole hour. `min`: hours.
pub(super) fn judge(gauges: &Scaling, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let scalers = scalers(gauges, signals);
    let seen = scalers.values().filter(|scaler| !scaler.hours.is_empty());
    if seen.clone().next().is_none() {
        return Verdict::none(Gap::Nothing);
    }
    let waited = waited(&gauges.waiting, signals);
    let hours = seen.clone().map(|s| s.hours.len()).min().unwrap_or(0);
    let hours = u64::try_from(hours).unwrap_or(u64::MAX);
    let still = seen.clone().filter(|scaler| !scaler.moved()).count();
    let share = |pressed: bool| {
        let shares = seen.clone().map(|s| s.at_most(pressed.then_some(&waited)));
        shares.fold(0.0, f64::max)
    };
    let full = share(false);
    let bad = |bound: f64| share(true) * 100.0 >= bound;
    let outcome = if hours < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if scalers.values().any(|s| s.idle > 0) || thresholds.contradicts.is_some_and(bad) {
        Outcome::Contradicts
    } else if still == 0 && thresholds.supports.is_some_and(|b| full * 100.0 < b) {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let idle = scalers.values().map(|s| s.idle).sum();
    let quotes = [
        Figure::new(full).map(|value| Quote {
            what: Quoted::AtMostReplicas,
            value,
            unit: Unit::Ratio,
            bound: thresholds.supports.and_then(|b| Figure::new(b / 100.0)),
        }),
        count(
            Quoted::StillScalers,
            u64::try_from(still).unwrap_or(u64::MAX),
            Some(0),
        ),
        count(Quoted::IdleHours, idle, Some(0)),
        count(Quoted::Hours, hours, Some(thresholds.min)),
    ];
    let named = scalers.iter().filter(|(_, s)| s.idle > 0 || !s.moved());
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: named.take(10).map(|(name, _)| Title::clip(name)).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

fn scalers<'a>(gauges: &Scaling, signals: Signals<'a>) -> BTreeMap<&'a str, Scaler<'a>> {
    let mut scalers: BTreeMap<&str, Scaler<'a>> = BTreeMap::new();
    let name = |series: &'a Series| series.label(&gauges.by).unwrap_or_default();
    for series in signals.series.iter().filter(|s| s.signal == gauges.current) {
        let scaler = scalers.entry(name(series)).or_default();
        scaler
            .hours
            .extend(series.hours.iter().map(|(at, h)| (*at, h)));
    }
    for series in signals.series.iter().filter(|s| s.signal == gauges.most) {
        let scaler = scalers.entry(name(series)).or_default();
        scaler
            .most
            .extend(series.hours.iter().map(|(at, h)| (*at, h.min)));
    }
    for series in picked(signals, &gauges.idle) {
        let whole = series.hours.values().filter(|hour| hour.min >= 1.0);
        let hours = u64::try_from(whole.count()).unwrap_or(u64::MAX);
        scalers.entry(name(series)).or_default().idle += hours;
    }
    scalers
}

fn waited(name: &str, signals: Signals<'_>) -> Vec<i64> {
    let hours = signals.of(name).flat_map(|series| &series.hours);
    let waited = hours.filter(|(_, hour)| hour.mean() > 0.0);
    waited.map(|(at, _)| *at).collect()
}

impl Scaler<'_> {
    fn moved(&self) -> bool {
        let least = self.hours.values().map(|h| h.min).fold(f64::MAX, f64::min);
        let most = self.hours.values().map(|h| h.max).fold(f64::MIN, f64::max);
        most > least
    }

    /// The share of its hours that it stood at its most, only those of a list where there is one.
    fn at_most(&self, only: Option<&Vec<i64>>) -> f64 {
        let full = self.hours.iter().filter(|(at, hour)| {
            let listed = only.is_none_or(|only| only.contains(at));
            listed && self.most.get(at).is_some_and(|most| hour.min >= *most)
        });
        #[expect(
            clippy::cast_precision_loss,
            reason = "a window has a few thousand hours"
        )]
        let share = full.count() as f64 / self.hours.len().max(1) as f64;
        share
    }
}
