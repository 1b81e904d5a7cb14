//! How many levels of caches gave hits.

use super::ratio::{increase, picked};
use super::{Pick, Signals};
use crate::rule::Thresholds;
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quoted, Verdict, count};

/// How many levels must give hits.
const TWO: u64 = 2;

/// Supports where two levels gave hits. None contradicts, over `min` calls, only where every level reported: else a
/// cache may be there of which nobody tells.
pub(super) fn judge(
    levels: &[Vec<Pick>],
    calls: &[Pick],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let told = |level: &&Vec<Pick>| {
        level
            .iter()
            .any(|pick| picked(signals, pick).next().is_some())
    };
    let reporting = levels.iter().filter(told).count();
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let hits = levels.iter().filter(|level| increase(signals, level) > 0.0);
    let hits = number(hits.count());
    // A level alone may report where calls are counted elsewhere.
    let total = whole(increase(signals, calls));
    if reporting == 0 {
        return Verdict::none(Gap::Nothing);
    }
    let outcome = if hits >= TWO {
        Outcome::Supports
    } else if total < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if hits == 0 && reporting == levels.len() {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let quotes = [
        count(Quoted::CacheLevels, hits, Some(TWO)),
        count(Quoted::Observations, total, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
