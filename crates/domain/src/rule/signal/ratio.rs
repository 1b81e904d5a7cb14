//! Shares of counters.

use std::collections::BTreeSet;

use super::apart::{group, worse};
use super::{Pick, Series, Signals};
use crate::evidence::{Figure, Title, Unit};
use crate::rule::scan::whole as rounded;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};
use crate::rule::{Better, Thresholds};

/// Which counters.
pub(super) struct Parts<'a> {
    pub part: &'a [Pick],
    pub whole: &'a [Pick],
    pub emitted: &'a [Pick],
    pub one_sided: bool,
    pub by: &'a [String],
}

pub(super) fn judge(
    parts: &Parts<'_>,
    better: Better,
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    if parts.by.is_empty() {
        together(parts, better, thresholds, signals)
    } else {
        each(parts, better, thresholds, signals)
    }
}

/// Each group by itself: one that contradicts decides, else one that doesn't support. What no label names can be several
/// at once, and supports nothing.
fn each(
    parts: &Parts<'_>,
    better: Better,
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let picks = parts.whole.iter().chain(parts.part);
    let all = picks.flat_map(|pick| picked(signals, pick));
    let groups: BTreeSet<_> = all.map(|series| group(series, parts.by)).collect();
    let judged = groups.iter().map(|labels| {
        let own = signals.series.iter();
        let own = own.filter(|series| group(series, parts.by) == *labels);
        let own: Vec<Series> = own.cloned().collect();
        let own = Signals {
            series: &own,
            ..signals
        };
        let mut verdict = together(parts, better, thresholds, own);
        let name = labels.iter().rfind(|label| !label.is_empty());
        if name.is_none() && verdict.outcome == Outcome::Supports {
            verdict.outcome = Outcome::NoData(Gap::Partial);
        }
        if verdict.outcome != Outcome::Supports {
            verdict.names = name.map(|name| Title::clip(name)).into_iter().collect();
        }
        verdict
    });
    let worst = judged.reduce(|one, other| {
        if worse(&other, &one, Quoted::Share, better) {
            other
        } else {
            one
        }
    });
    worst.unwrap_or_else(|| Verdict::none(Gap::Nothing))
}

fn together(
    parts: &Parts<'_>,
    better: Better,
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let seen = |picks: &[Pick]| {
        picks
            .iter()
            .any(|pick| picked(signals, pick).next().is_some())
    };
    if !seen(parts.whole) {
        return Verdict::none(Gap::Nothing);
    }
    let total = increase(signals, parts.whole);
    if total <= 0.0 {
        return few(0, thresholds);
    }
    let part = increase(signals, parts.part).min(total);
    let emitted = parts.emitted.is_empty()
        || match better {
            Better::High => increase(signals, parts.emitted) > 0.0,
            // What is better low may well stand at 0: it only has to be there.
            Better::Low => seen(parts.emitted),
        };
    let against = Against {
        emitted,
        one_sided: parts.one_sided,
    };
    share((part, total), better, thresholds, against)
}

/// Whether a share may contradict.
#[derive(Clone, Copy)]
pub(super) struct Against {
    /// What is counted is emitted at all; else its absence proves nothing.
    pub emitted: bool,
    /// The rule only ever supports.
    pub one_sided: bool,
}

/// A share against the thresholds.
pub(super) fn share(
    (part, total): (f64, f64),
    better: Better,
    thresholds: &Thresholds,
    against: Against,
) -> Verdict {
    let observations = rounded(total);
    if observations < thresholds.min {
        return few(observations, thresholds);
    }
    let share = part / total;
    let percent = share * 100.0;
    let reaches = |bound: f64| match better {
        Better::High => percent >= bound,
        Better::Low => percent <= bound,
    };
    let beyond = |bound: f64| match better {
        Better::High => percent < bound,
        Better::Low => percent > bound,
    };
    let outcome = if !against.emitted && part <= 0.0 {
        Outcome::NoData(Gap::Inconclusive)
    } else if thresholds.supports.is_some_and(reaches) {
        Outcome::Supports
    } else if !against.one_sided
        && thresholds.against.is_none_or(|least| observations >= least)
        && thresholds.contradicts.is_some_and(beyond)
    {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let quote = Figure::new(share).map(|value| Quote {
        what: Quoted::Share,
        value,
        unit: Unit::Ratio,
        bound: thresholds
            .supports
            .and_then(|bound| Figure::new(bound / 100.0)),
    });
    Verdict {
        outcome,
        quotes: quote
            .into_iter()
            .chain(count(
                Quoted::Observations,
                observations,
                Some(thresholds.min),
            ))
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// Too few observations.
pub(super) fn few(observations: u64, thresholds: &Thresholds) -> Verdict {
    let quote = count(Quoted::Observations, observations, Some(thresholds.min));
    Verdict {
        quotes: quote.into_iter().collect(),
        ..Verdict::none(Gap::Inconclusive)
    }
}

pub(super) fn increase(signals: Signals<'_>, picks: &[Pick]) -> f64 {
    let series = picks.iter().flat_map(|pick| picked(signals, pick));
    series
        .flat_map(|s| s.hours.values())
        .map(|hour| hour.sum)
        .sum()
}

pub(super) fn picked<'a>(signals: Signals<'a>, pick: &Pick) -> impl Iterator<Item = &'a Series> {
    let only = &pick.only;
    signals.of(&pick.signal).filter(move |series| {
        only.iter().all(|(name, values)| {
            series
                .labels
                .get(name)
                .is_some_and(|value| values.contains(value))
        })
    })
}
