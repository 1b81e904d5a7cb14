//! In how many hours each class of signals came in.

use std::collections::BTreeSet;

use super::Signals;
use crate::evidence::{Figure, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// `supports`: the class with the most gaps came in in at least this share of the hours since the first signal.
/// `contradicts`: a class that came in less often than this while others did. `min`: hours.
pub(super) fn judge(
    classes: &[Vec<String>],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let hours = |class: &Vec<String>| -> BTreeSet<i64> {
        let series = signals.series.iter().filter(|s| class.contains(&s.signal));
        series
            .flat_map(|s| s.hours.keys().copied())
            .filter(|hour| *hour < signals.now)
            .collect()
    };
    let seen: Vec<BTreeSet<i64>> = classes.iter().map(hours).collect();
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
    let outcome = if span < thresholds.min {
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
            Some(number(classes.len())),
        ),
        count(Quoted::Hours, span, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
