//! In how many hours each class of signals came in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Pick, Series, SignalName, Signals, apart, ratio};
use crate::evidence::{Figure, Unit};
use crate::rule::Thresholds;
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// In how many of the hours since the first each class of signals came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// Classes; any signal of a class will do.
    pub classes: Vec<Vec<SignalName>>,
    /// Labels that together tell services apart, each of which is held to it by itself; none where all count together.
    #[serde(default)]
    pub services: Vec<String>,
    /// How many requests it also takes.
    #[serde(default)]
    pub least: Option<Least>,
}

/// How many requests a look takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Least {
    /// Counters of them: they may count the same ones, so that the largest counts.
    pub of: Vec<Pick>,
    /// So many.
    pub count: u64,
}

impl Presence {
    /// The services of these series; none where all counts together.
    pub(super) fn services(&self, series: &[Series]) -> Vec<apart::Service> {
        let read = |one: &&Series| self.classes.iter().any(|class| class.contains(&one.signal));
        apart::services(series.iter().filter(read), &self.services)
    }
}

/// `supports`: the class with the most gaps came in in at least this share of the hours since the first signal.
/// `contradicts`: a class that came in less often than this while others did. `min`: hours. Of several services the worst
/// decides; but one that falls silent may be gone, so that only all of them together contradict.
pub(super) fn judge(look: &Presence, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let all = together(look, thresholds, signals);
    let services = look.services(signals.series);
    if services.is_empty() {
        return all;
    }
    let mut verdict = apart::worst(services.iter(), Quoted::CoveredTime, |series| {
        together(look, thresholds, Signals { series, ..signals })
    });
    if verdict.outcome == Outcome::Contradicts && all.outcome != Outcome::Contradicts {
        verdict.outcome = Outcome::NoData(Gap::Partial);
    }
    verdict
}

fn together(look: &Presence, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let hours = |class: &Vec<String>| -> BTreeSet<i64> {
        let series = signals.series.iter().filter(|s| class.contains(&s.signal));
        series
            .flat_map(|s| s.hours.keys().copied())
            .filter(|hour| *hour < signals.now)
            .collect()
    };
    let seen: Vec<BTreeSet<i64>> = look.classes.iter().map(hours).collect();
    let Some(first) = seen.iter().filter_map(BTreeSet::first).min() else {
        return Verdict::none(Gap::Nothing);
    };
    let span = u64::try_from(signals.now - first).unwrap_or(0);
    let worst = seen.iter().map(BTreeSet::len).min().unwrap_or(0);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a window has a few thousand hours"
    )]
    let share = (worst as f64 / span.max(1) as f64).min(1.0);
    let requests = look.least.as_ref().map(|least| {
        let increases = least.of.iter().map(|pick| {
            let pick = std::slice::from_ref(pick);
            ratio::increase(signals, pick)
        });
        (whole(increases.fold(0.0, f64::max)), least.count)
    });
    let few = requests.is_some_and(|(seen, least)| seen < least);
    let outcome = if span < thresholds.min || few {
        Outcome::NoData(Gap::Inconclusive)
    } else if thresholds
        .supports
        .is_some_and(|bound| share * 100.0 >= bound)
    {
        Outcome::Supports
    } else if thresholds
        .contradicts
        .is_some_and(|bound| share * 100.0 < bound)
    {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let present = seen.iter().filter(|hours| !hours.is_empty()).count();
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let quotes = [
        Figure::new(share).map(|value| Quote {
            what: Quoted::CoveredTime,
            value,
            unit: Unit::Ratio,
            bound: thresholds
                .supports
                .and_then(|bound| Figure::new(bound / 100.0)),
        }),
        count(
            Quoted::Classes,
            number(present),
            Some(number(look.classes.len())),
        ),
        requests.and_then(|(seen, least)| count(Quoted::Observations, seen, Some(least))),
        count(Quoted::Hours, span, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
