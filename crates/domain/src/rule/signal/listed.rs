//! Whether everything in use is on a list.

use std::collections::BTreeMap;

use super::Signals;
use crate::evidence::Title;
use crate::rule::Thresholds;
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quoted, Verdict, count};

/// Supports where all that was used is on the list; contradicts where something was used that a person refused. What
/// nobody looked at yet proves nothing, and neither does a list that nobody made. `min`: uses.
pub(super) fn judge(
    of: &str,
    by: &[String],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let mut used: BTreeMap<String, f64> = BTreeMap::new();
    for series in signals.of(of) {
        if let Some(name) = series.label(by) {
            *used.entry(name.to_lowercase()).or_default() +=
                series.hours.values().map(|hour| hour.sum).sum::<f64>();
        }
    }
    used.retain(|_, uses| *uses > 0.0);
    if used.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let total = whole(used.values().sum());
    let list = signals.list;
    let refused: Vec<&String> = used
        .keys()
        .filter(|name| list.refused.contains(*name))
        .collect();
    let outside: Vec<&String> = used
        .keys()
        .filter(|name| !list.inside.contains(*name))
        .collect();
    let outcome = if !refused.is_empty() {
        Outcome::Contradicts
    } else if list.inside.is_empty() || total < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if outside.is_empty() {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let named = if refused.is_empty() {
        &outside
    } else {
        &refused
    };
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let quotes = [
        count(Quoted::Unlisted, number(outside.len()), Some(0)),
        count(Quoted::InUse, number(used.len()), None),
        count(Quoted::Observations, total, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: named
            .iter()
            .take(10)
            .map(|name| Title::clip(name))
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
