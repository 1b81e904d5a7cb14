//! Whether an alert fired whenever a budget was spent.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Hour, SignalName, Signals};
use crate::evidence::Title;
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quoted, Verdict, count};

/// An alert that comes later than this comes too late.
const DAY: i64 = 24;

/// Whether an alert fired whenever a budget was used up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overspent {
    /// Gauge of what is left.
    pub remaining: SignalName,
    /// Gauge that is 1 while an alert fires, with the label `alertname`.
    pub alerts: SignalName,
    /// Parts of names of alerts on budgets, in lower case.
    pub words: Vec<String>,
    /// Labels that name whose budget it is.
    pub by: Vec<String>,
}

/// Supports where each budget that was used up, `min` of them, was followed by an alert within a day. One that stayed
/// used up for a day without any contradicts where alerts come in at all.
pub(super) fn judge(watched: &Overspent, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let spent = spent(watched, signals);
    let Some(spent) = spent else {
        return Verdict::none(Gap::Nothing);
    };
    let names = |series: &super::Series| {
        let name = series.labels.get("alertname").map(|n| n.to_lowercase());
        name.is_some_and(|name| {
            watched
                .words
                .iter()
                .any(|word| name.contains(word.as_str()))
        })
    };
    let on_budgets = signals.of(&watched.alerts).filter(|s| names(s));
    let hours = on_budgets.flat_map(|s| s.hours.iter());
    let alerts: BTreeSet<i64> = hours
        .filter(|(_, hour)| hour.max > 0.0)
        .map(|(at, _)| *at)
        .collect();
    let told = |from: &i64| alerts.range(*from..=from + DAY).next().is_some();
    let silent = spent.iter().filter(|(_, from, _)| !told(from));
    let long = silent.clone().filter(|(_, from, to)| to - from >= DAY);
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let crossed = number(spent.len());
    let alerted = crossed - number(silent.clone().count());
    let outcome = if crossed < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if alerted == crossed {
        Outcome::Supports
    } else if long.clone().next().is_some() && signals.of(&watched.alerts).next().is_some() {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let quotes = [
        count(Quoted::AlertedCrossings, alerted, Some(crossed)),
        count(Quoted::Crossings, crossed, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: silent.take(10).map(|(who, ..)| Title::clip(who)).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// Whose budget, from which hour to which: spans of hours at whose end nothing was left. None where nobody has one.
fn spent<'a>(watched: &Overspent, signals: Signals<'a>) -> Option<Vec<(&'a str, i64, i64)>> {
    let mut budgets: BTreeMap<&str, BTreeMap<i64, &Hour>> = BTreeMap::new();
    for series in signals
        .series
        .iter()
        .filter(|s| s.signal == watched.remaining)
    {
        // Idle proxies send budgets without labels, which are nobody's.
        if let Some(who) = series.label(&watched.by) {
            let hours = series.hours.iter().map(|(at, hour)| (*at, hour));
            budgets.entry(who).or_default().extend(hours);
        }
    }
    if budgets.is_empty() {
        return None;
    }
    let mut spent: Vec<(&str, i64, i64)> = Vec::new();
    for (who, hours) in &budgets {
        for (at, _) in hours.iter().filter(|(_, hour)| hour.min <= 0.0) {
            match spent.last_mut() {
                Some((same, _, to)) if same == who && *at <= *to + 1 => *to = *at,
                _ => spent.push((who, *at, *at)),
            }
        }
    }
    Some(spent)
}
