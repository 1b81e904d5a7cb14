//! For which share of the last hours each device sent a gauge.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{SignalName, Signals, Stated};
use crate::evidence::{Figure, Title, Unit};
use crate::rule::Thresholds;
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// Who was silent for a day at the end is gone, and who was so at the beginning came lately.
const DAY: i64 = 24;

/// For which share of the last hours each device sent a gauge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collected {
    /// The gauge.
    pub of: SignalName,
    /// Other signals by which devices are known.
    pub known: Vec<SignalName>,
    /// Labels that name the device.
    pub by: Vec<String>,
    /// How many devices files ask for.
    pub stated: Stated,
}

/// `supports`: each device sent the gauge in at least this share of the last `min` hours. One that is known by other
/// signals only, that came lately or is gone is short of it. Series that name no device can be of several, and of devices
/// that files ask for some may send nothing at all: neither supports. Nothing contradicts.
pub(super) fn judge(look: &Collected, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let devices = devices(look, signals);
    let Some(first) = devices.values().filter_map(BTreeSet::first).min() else {
        return Verdict::none(Gap::Nothing);
    };
    let seen = u64::try_from(signals.now - first).unwrap_or(0);
    let window = i64::try_from(thresholds.min.max(1)).unwrap_or(i64::MAX);
    let from = signals.now.saturating_sub(window);
    let covered = |hours: &BTreeSet<i64>| share(hours.range(from..signals.now).count(), window);
    let enough = |hours: &BTreeSet<i64>| {
        let covered = covered(hours) * 100.0;
        thresholds.supports.is_some_and(|bound| covered >= bound)
    };
    let short: Vec<_> = devices.iter().filter(|(_, h)| !enough(h)).collect();
    let late = |hours: &BTreeSet<i64>| hours.first().is_some_and(|at| *at >= from + DAY);
    let gone = |hours: &BTreeSet<i64>| hours.last().is_none_or(|at| *at < signals.now - DAY);
    let some = |is: &dyn Fn(&BTreeSet<i64>) -> bool| {
        let found = number(short.iter().filter(|(_, hours)| is(hours)).count());
        (found > 0).then_some(found)
    };
    let stated = signals.beside.stated.map(whole);
    let known = number(devices.len());
    let all = short.is_empty() && !devices.contains_key("") && stated.is_none_or(|n| known >= n);
    let outcome = if seen < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if all {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let least = devices.values().map(covered).reduce(f64::min);
    let quotes = [
        least.and_then(Figure::new).map(|value| Quote {
            what: Quoted::CoveredTime,
            value,
            unit: Unit::Ratio,
            bound: thresholds.supports.and_then(|b| Figure::new(b / 100.0)),
        }),
        count(Quoted::Devices, known, stated),
        some(&late).and_then(|n| count(Quoted::LateDevices, n, Some(0))),
        some(&gone).and_then(|n| count(Quoted::GoneDevices, n, Some(0))),
        count(
            Quoted::Hours,
            seen.min(thresholds.min),
            Some(thresholds.min),
        ),
    ];
    let names = short.iter().map(|(name, _)| **name);
    let names = names.filter(|name| !name.is_empty()).take(10);
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: names.map(Title::clip).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// The full hours in which each device sent the gauge; none of one that is known by other signals only. What names no
/// device is one without a name.
pub(super) fn devices<'a>(
    look: &Collected,
    signals: Signals<'a>,
) -> BTreeMap<&'a str, BTreeSet<i64>> {
    let mut devices: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for series in signals.series {
        let own = series.signal == look.of;
        if !own && !look.known.contains(&series.signal) {
            continue;
        }
        let hours = series.hours.keys().copied();
        let mut hours = hours.filter(|at| *at < signals.now).peekable();
        if hours.peek().is_none() {
            continue;
        }
        let device = series.label(&look.by).unwrap_or_default();
        let known = devices.entry(device).or_default();
        known.extend(hours.filter(|_| own));
    }
    devices
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a window has a few thousand hours"
)]
fn share(hours: usize, window: i64) -> f64 {
    hours as f64 / window as f64
}

fn number(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
