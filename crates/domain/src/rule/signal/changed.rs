//! Whether a label took another value.

use std::collections::BTreeMap;

use super::ratio::picked;
use super::{Pick, Signals};
use crate::evidence::Title;
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quoted, Verdict, count};

/// Two values, one first seen after the other: a change.
const TWO: u64 = 2;

/// Supports where a value was first seen at least `apart` days after another one; a label that stayed the same, or
/// that nobody sends, proves nothing.
pub(super) fn judge(
    of: &[Pick],
    by: &[String],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let series = || of.iter().flat_map(|pick| picked(signals, pick));
    if series().next().is_none() {
        return Verdict::none(Gap::Nothing);
    }
    let mut first: BTreeMap<&str, i64> = BTreeMap::new();
    for one in series() {
        let worked = one.hours.iter().filter(|(_, hour)| hour.sum > 0.0);
        if let (Some(value), Some(at)) = (one.label(by), worked.map(|(at, _)| *at).min()) {
            let known = first.entry(value).or_insert(at);
            *known = (*known).min(at);
        }
    }
    let apart = i64::from(thresholds.apart) * 24;
    let (least, most) = (first.values().min(), first.values().max());
    let changed = least
        .zip(most)
        .is_some_and(|(least, most)| most - least >= apart.max(1));
    let number = u64::try_from(first.len()).unwrap_or(u64::MAX);
    let outcome = if changed {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Inconclusive)
    };
    Verdict {
        outcome,
        quotes: count(Quoted::Versions, number, Some(TWO))
            .into_iter()
            .collect(),
        names: first
            .keys()
            .take(10)
            .map(|value| Title::clip(value))
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
