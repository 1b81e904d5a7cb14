//! How soon another model or upstream takes over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Hour, Mark, SignalName, Signals, traces};
use crate::evidence::{Figure, Title, Unit};
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict};
use crate::rule::{Better, Thresholds};

/// What a gateway writes for an upstream that is out.
const OUT: f64 = 2.0;

/// How soon another model or upstream takes over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failover {
    /// Marks of traces in which it was soon.
    pub part: Vec<Mark>,
    /// Marks of traces in which it happened.
    pub whole: Vec<Mark>,
    /// Gauge of an upstream: 0 well, 1 failing at times, 2 out.
    pub state: SignalName,
    /// Counter of how often an upstream was taken out of use.
    pub taken_out: SignalName,
    /// Labels that name the upstream.
    pub by: Vec<String>,
}

/// `supports`: at least this percentage of the switches that traces show was soon. `contradicts`: an upstream that was out
/// for more than so many seconds of an hour and had not been taken out of use, where the gateway tells of that at all.
/// `min`: switches.
pub(super) fn judge(look: &Failover, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let mut one_sided = *thresholds;
    one_sided.contradicts = None;
    let switched = traces::judge(
        (&look.part, &look.whole, &[]),
        Better::High,
        &one_sided,
        signals,
    );
    let told = signals.of(&look.state).next().is_some();
    let kept = kept_in_use(look, signals);
    let longest = kept.iter().max_by(|a, b| a.1.total_cmp(b.1));
    let quote = longest.and_then(|(_, seconds)| {
        Some(Quote {
            what: Quoted::UnswitchedTime,
            value: Figure::new(*seconds)?,
            unit: Unit::Seconds,
            bound: thresholds.contradicts.and_then(Figure::new),
        })
    });
    let over = |seconds: f64| thresholds.contradicts.is_some_and(|bound| seconds > bound);
    if longest.is_some_and(|(_, seconds)| over(*seconds)) {
        let named = kept.iter().filter(|(_, seconds)| over(**seconds));
        return Verdict {
            outcome: Outcome::Contradicts,
            quotes: quote.into_iter().chain(switched.quotes).collect(),
            names: named.take(10).map(|(name, _)| Title::clip(name)).collect(),
            ..Verdict::none(Gap::Nothing)
        };
    }
    if switched.outcome == Outcome::NoData(Gap::Nothing) && told {
        // The gateway shows nothing that went wrong, and nothing that was switched either.
        return Verdict::none(Gap::Inconclusive);
    }
    switched
}

/// For how many seconds of their worst hour upstreams were out and yet in use.
fn kept_in_use<'a>(look: &Failover, signals: Signals<'a>) -> BTreeMap<&'a str, f64> {
    let mut taken_out: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for series in signals.of(&look.taken_out) {
        let rose = series.hours.iter().filter(|(_, hour)| hour.sum > 0.0);
        let name = series.label(&look.by).unwrap_or_default();
        let hours = taken_out.entry(name).or_default();
        hours.extend(rose.map(|(at, _)| *at));
    }
    let mut kept: BTreeMap<&str, f64> = BTreeMap::new();
    if taken_out.is_empty() {
        return kept;
    }
    for series in signals.of(&look.state) {
        let Some(name) = series.label(&look.by) else {
            continue;
        };
        let switched = taken_out.get(name);
        let (mut covered, mut before) = (false, None);
        for (at, hour) in &series.hours {
            let just = |then: &i64| *then == *at || *then == *at - 1;
            let taken = switched.is_some_and(|hours| hours.iter().any(just));
            // What was taken out stays so while it is out.
            covered = hour.max >= OUT && (taken || covered && before == Some(*at - 1));
            before = Some(*at);
            if !covered {
                let worst = kept.entry(name).or_default();
                *worst = worst.max(out_for(hour));
            }
        }
    }
    kept.retain(|_, seconds| *seconds > 0.0);
    kept
}

/// For how many seconds of an hour it was out at least: as if it had been failing at times for all the rest.
fn out_for(hour: &Hour) -> f64 {
    if hour.max < OUT {
        return 0.0;
    }
    (hour.mean() - 1.0).max(0.0) * f64::from(hour.minutes) * 60.0
}
