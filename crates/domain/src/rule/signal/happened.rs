//! Whether something happened at all.

use super::ratio::increase;
use super::{Pick, Signals};
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Outcome, Quoted, Verdict, count};
use crate::rule::{Thresholds, signal::ratio::picked};

/// Supports where it happened `min` times; what did not happen proves nothing.
pub(super) fn judge(
    of: &[Pick],
    among: &[Pick],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let came = |picks: &[Pick]| {
        picks
            .iter()
            .any(|pick| picked(signals, pick).next().is_some())
    };
    if !came(of) && !came(among) {
        return Verdict::none(Gap::Nothing);
    }
    let times = whole(increase(signals, of));
    let outcome = if times >= thresholds.min {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Inconclusive)
    };
    let all = (!among.is_empty()).then(|| whole(increase(signals, among)));
    let quotes = [
        count(Quoted::Occurrences, times, Some(thresholds.min)),
        all.and_then(|all| count(Quoted::Observations, all, None)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
