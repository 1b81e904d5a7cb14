//! How evenly work spreads over replicas.

use std::collections::BTreeMap;

use super::Signals;
use crate::evidence::{Figure, Unit};
use crate::rule::Thresholds;
use crate::rule::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};

/// One replica works more than this many times as much as another: not balanced.
const LOPSIDED: f64 = 3.0;

/// `supports`: a coefficient of variation of at most this percentage, as the mean over hours. `min`: hours with two
/// replicas. One hour in which a replica does over three times the work of another contradicts.
pub(super) fn judge(
    of: &str,
    by: &[String],
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    let mut hours: BTreeMap<i64, BTreeMap<&str, f64>> = BTreeMap::new();
    for series in signals.of(of) {
        let Some(replica) = series.label(by) else {
            continue;
        };
        for (at, hour) in &series.hours {
            *hours.entry(*at).or_default().entry(replica).or_default() += hour.sum;
        }
    }
    if hours.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let replicas = hours.values().map(BTreeMap::len).max().unwrap_or(0);
    let worked = hours
        .values()
        .filter(|by| by.len() > 1 && by.values().sum::<f64>() > 0.0);
    let spreads: Vec<(f64, bool)> = worked.map(spread).collect();
    let number = u64::try_from(spreads.len()).unwrap_or(u64::MAX);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a window has a few thousand hours"
    )]
    let mean =
        spreads.iter().map(|(variation, _)| variation).sum::<f64>() / spreads.len().max(1) as f64;
    let outcome = if number < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if thresholds
        .supports
        .is_some_and(|bound| mean * 100.0 <= bound)
    {
        Outcome::Supports
    } else if spreads.iter().any(|(_, lopsided)| *lopsided) {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let variation = (number > 0).then(|| Figure::new(mean)).flatten();
    let quotes = [
        variation.map(|value| Quote {
            what: Quoted::Variation,
            value,
            unit: Unit::Ratio,
            bound: thresholds
                .supports
                .and_then(|bound| Figure::new(bound / 100.0)),
        }),
        count(
            Quoted::Instances,
            u64::try_from(replicas).unwrap_or(u64::MAX),
            Some(2),
        ),
        count(Quoted::Hours, number, Some(thresholds.min)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// The coefficient of variation of an hour's work, and whether one did over three times another's.
fn spread(work: &BTreeMap<&str, f64>) -> (f64, bool) {
    #[expect(clippy::cast_precision_loss, reason = "replicas are few")]
    let n = work.len().max(1) as f64;
    let mean = work.values().sum::<f64>() / n;
    let variance = work
        .values()
        .map(|value| (value - mean).powi(2))
        .sum::<f64>()
        / n;
    let most = work.values().copied().fold(f64::MIN, f64::max);
    let least = work.values().copied().fold(f64::MAX, f64::min);
    (variance.sqrt() / mean, most > least * LOPSIDED)
}
