//! How many models share the work.

use std::collections::BTreeMap;

use super::Signals;
use crate::evidence::{Figure, Title, Unit};
use crate::rule::Thresholds;
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// `supports`: the models beside the most used one get at least this share of the calls. All calls to one model
/// contradict. `min`: calls.
pub(super) fn judge(
    of: &str,
    by: &[String],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let mut calls: BTreeMap<&str, f64> = BTreeMap::new();
    for series in signals.of(of) {
        if let Some(model) = series.label(by) {
            *calls.entry(model).or_default() +=
                series.hours.values().map(|hour| hour.sum).sum::<f64>();
        }
    }
    calls.retain(|_, calls| *calls > 0.0);
    if calls.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let total: f64 = calls.values().sum();
    let most = calls.values().copied().fold(0.0, f64::max);
    let share = 1.0 - most / total;
    let outcome = if whole(total) < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if calls.len() == 1 {
        Outcome::Contradicts
    } else if thresholds
        .supports
        .is_some_and(|bound| share * 100.0 >= bound)
    {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let quotes = [
        Figure::new(share).map(|value| Quote {
            what: Quoted::OtherModels,
            value,
            unit: Unit::Ratio,
            bound: thresholds
                .supports
                .and_then(|bound| Figure::new(bound / 100.0)),
        }),
        count(
            Quoted::Models,
            u64::try_from(calls.len()).unwrap_or(u64::MAX),
            Some(2),
        ),
        count(Quoted::Observations, whole(total), Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: calls
            .keys()
            .take(10)
            .map(|model| Title::clip(model))
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
