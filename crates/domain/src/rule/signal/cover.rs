//! The share of consumers that have a limit.

use std::collections::{BTreeMap, BTreeSet};

use super::Signals;
use crate::evidence::{Figure, Title, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// Who uses more than this share of everything must have a limit.
const LARGEST: f64 = 0.3;

/// `supports`: at least this share of the consumers that used something has a limit. Without one, a consumer that used
/// over 30 % of everything contradicts. `min`: units used.
pub(super) fn judge(
    (used, limit): (&str, &str),
    by: &[String],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let mut use_of: BTreeMap<&str, f64> = BTreeMap::new();
    for series in signals.of(used) {
        if let Some(consumer) = series.label(by) {
            *use_of.entry(consumer).or_default() +=
                series.hours.values().map(|hour| hour.sum).sum::<f64>();
        }
    }
    use_of.retain(|_, used| *used > 0.0);
    if use_of.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    // Idle proxies send limits without labels, which limit nobody.
    let limited: BTreeSet<&str> = signals
        .of(limit)
        .filter_map(|series| series.label(by))
        .collect();
    let total: f64 = use_of.values().sum();
    let covered = use_of
        .keys()
        .filter(|consumer| limited.contains(**consumer))
        .count();
    #[expect(clippy::cast_precision_loss, reason = "consumers are few")]
    let share = covered as f64 / use_of.len() as f64;
    let large = use_of
        .iter()
        .filter(|(who, used)| !limited.contains(**who) && **used > total * LARGEST);
    let large: Vec<_> = large.map(|(who, _)| Title::clip(who)).collect();
    let outcome = if crate::rule::scan::whole(total) < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if !large.is_empty() {
        Outcome::Contradicts
    } else if thresholds
        .supports
        .is_some_and(|bound| share * 100.0 >= bound)
    {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let consumers = u64::try_from(use_of.len()).unwrap_or(u64::MAX);
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
            .chain(count(Quoted::Consumers, consumers, None))
            .collect(),
        names: large.into_iter().take(10).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
