//! Whether people's decisions are counted and timed, with alerts on both.

use serde::{Deserialize, Serialize};

use super::{Pick, SignalName, Signals};
use crate::evidence::{Figure, Kind, Unit};
use crate::rule::Thresholds;
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// Whether people's decisions are counted and timed, with alerts on both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decisions {
    /// Counter of decisions.
    pub of: SignalName,
    /// Counter of those of which it is known how long they took.
    pub timed: SignalName,
    /// Distributions of how long they took, in seconds; the first that came in counts.
    pub took: Vec<Pick>,
    /// The label that says what was decided.
    pub by: String,
    /// What it says of a yes.
    pub yes: String,
    /// What it says of a no.
    pub no: String,
    /// The alerts.
    pub alerts: Alerts,
}

/// Alerts that there must be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alerts {
    /// Files of these kinds tell of them.
    pub kinds: Vec<Kind>,
    /// For how many days they count.
    pub days: u16,
    /// What they watch: one alert of each.
    pub of: Vec<String>,
}

/// `supports`: of at least this share of the decisions it is known how long they took, of some of either sort, and there
/// is each of the alerts. Where nobody was ever refused, refusals may be what nobody sends. `min`: decisions. What is not
/// measured here may be measured elsewhere: nothing contradicts.
pub(super) fn judge(of: &Decisions, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let made = |signal: &str, what: &str| -> f64 {
        let own = signals.series.iter().filter(|s| s.signal == signal);
        let own = own.filter(|s| s.labels.get(&of.by).is_some_and(|said| said == what));
        let hours = own.flat_map(|series| series.hours.values());
        hours.map(|hour| hour.sum).sum()
    };
    let (yes, no) = (made(&of.of, &of.yes), made(&of.of, &of.no));
    let (timed_yes, timed_no) = (made(&of.timed, &of.yes), made(&of.timed, &of.no));
    let all = yes + no;
    if all <= 0.0 {
        return Verdict::none(Gap::Nothing);
    }
    let timed = ((timed_yes + timed_no) / all).min(1.0);
    let both = yes > 0.0 && no > 0.0 && timed_yes > 0.0 && timed_no > 0.0;
    let enough = thresholds
        .supports
        .is_some_and(|bound| timed * 100.0 >= bound);
    let known = enough && both && signals.beside.median.is_some();
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let there = of
        .alerts
        .of
        .iter()
        .filter(|one| signals.beside.alerts.contains(*one));
    let (there, wanted) = (number(there.count()), number(of.alerts.of.len()));
    let outcome = if whole(all) < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if known && there == wanted {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let quote = |what, value: f64, unit, bound: Option<f64>| {
        Some(Quote {
            what,
            value: Figure::new(value)?,
            unit,
            bound: bound.and_then(Figure::new),
        })
    };
    let bound = thresholds.supports.map(|percent| percent / 100.0);
    let median = signals.beside.median;
    let quotes = [
        quote(Quoted::TimedDecisions, timed, Unit::Ratio, bound),
        quote(Quoted::Rejections, no / all, Unit::Ratio, None),
        median.and_then(|s| quote(Quoted::DecisionTime, s, Unit::Seconds, None)),
        count(Quoted::OversightAlerts, there, Some(wanted)),
        count(Quoted::Observations, whole(all), Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
