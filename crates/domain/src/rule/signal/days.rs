//! On how many days each class of events came in.

use std::collections::BTreeSet;

use super::ratio::picked;
use super::{Pick, Signals};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quoted, Verdict, count};

const DAY: i64 = 24;

/// Supports where each class came in on `min` days; a day without events may have had none.
pub(super) fn judge(
    classes: &[Vec<Pick>],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let days = |class: &Vec<Pick>| -> BTreeSet<i64> {
        let series = class.iter().flat_map(|pick| picked(signals, pick));
        let hours = series.flat_map(|s| s.hours.iter());
        let seen = hours.filter(|(_, hour)| hour.sum > 0.0);
        seen.map(|(at, _)| at.div_euclid(DAY)).collect()
    };
    let seen: Vec<BTreeSet<i64>> = classes.iter().map(days).collect();
    if seen.iter().all(BTreeSet::is_empty) {
        return Verdict::none(Gap::Nothing);
    }
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let least = number(seen.iter().map(BTreeSet::len).min().unwrap_or(0));
    let present = seen.iter().filter(|days| !days.is_empty()).count();
    let outcome = if least >= thresholds.min {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let quotes = [
        count(Quoted::DaysSeen, least, Some(thresholds.min)),
        count(
            Quoted::Classes,
            number(present),
            Some(number(classes.len())),
        ),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}
