//! Shares: part of a whole, against two thresholds.

use std::collections::BTreeMap;

use super::judge::{Dated, newest_of_each};
use super::scan::whole;
use super::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};
use super::{Better, Thresholds};
use crate::evidence::{Figure, Label, Measure, MeasureName, Reading, Unit};

/// Which measures.
pub(super) struct Parts<'a> {
    pub part: &'a MeasureName,
    pub whole: &'a MeasureName,
    pub only: &'a BTreeMap<MeasureName, Label>,
}

/// What one series of files gives.
#[derive(Clone, Copy)]
struct Found {
    share: f64,
    observations: u64,
}

/// The worst series decides: a good run against one target excuses nothing at another.
pub(super) fn judge(
    parts: &Parts<'_>,
    better: Better,
    thresholds: &Thresholds,
    dated: &[Dated<'_>],
) -> Verdict {
    let worse = |a: f64, b: f64| match better {
        Better::Low => b.total_cmp(&a),
        Better::High => a.total_cmp(&b),
    };
    let newest = newest_of_each(dated);
    let found = newest.iter().filter_map(|d| found(parts, d.reading));
    let Some(found) = found
        .filter(|found| found.observations >= thresholds.min)
        .min_by(|a, b| worse(a.share, b.share))
    else {
        return few(parts, thresholds, &newest);
    };
    let percent = found.share * 100.0;
    let beyond = |bound: Option<f64>| bound.is_some_and(|bound| worse(percent, bound).is_lt());
    let outcome = if thresholds.supports.is_some() && !beyond(thresholds.supports) {
        Outcome::Supports
    } else if beyond(thresholds.contradicts) {
        Outcome::Contradicts
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let share = Figure::new(found.share).map(|value| Quote {
        what: Quoted::Share,
        value,
        unit: Unit::Ratio,
        bound: thresholds
            .supports
            .and_then(|bound| Figure::new(bound / 100.0)),
    });
    let observations = count(
        Quoted::Observations,
        found.observations,
        Some(thresholds.min),
    );
    Verdict {
        outcome,
        quotes: share.into_iter().chain(observations).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// Too few observations anywhere.
fn few(parts: &Parts<'_>, thresholds: &Thresholds, newest: &[Dated<'_>]) -> Verdict {
    let most = newest
        .iter()
        .filter_map(|d| found(parts, d.reading))
        .map(|found| found.observations)
        .max();
    let quote = count(
        Quoted::Observations,
        most.unwrap_or(0),
        Some(thresholds.min),
    );
    Verdict {
        quotes: quote.into_iter().collect(),
        ..Verdict::none(Gap::Inconclusive)
    }
}

fn found(parts: &Parts<'_>, reading: &Reading) -> Option<Found> {
    let fits = |measure: &&Measure| {
        let label = |(name, value)| measure.labels.get(name) == Some(value);
        parts.only.iter().all(label)
    };
    let sum = |name: &MeasureName| {
        let values = reading.measures.iter().filter(fits);
        let values = values.filter(|measure| measure.name == *name);
        values.map(|measure| measure.value.get()).sum::<f64>()
    };
    let total = sum(parts.whole);
    (total > 0.0).then(|| Found {
        share: sum(parts.part) / total,
        observations: whole(total),
    })
}
