//! Runs: how many were complete, how far apart, how much they tried.

use std::collections::BTreeSet;

use super::Thresholds;
use super::judge::Dated;
use super::scan::whole;
use super::verdict::{Gap, Outcome, Quoted, Verdict, count};
use crate::evidence::{Completeness, Label, MeasureName, Reading};

/// What a run must have tried.
pub(super) struct Wanted<'a> {
    pub tried: Option<&'a MeasureName>,
    pub variety: Option<&'a MeasureName>,
    pub among: &'a [Label],
}

pub(super) fn judge(wanted: &Wanted<'_>, thresholds: &Thresholds, dated: &[Dated<'_>]) -> Verdict {
    let Wanted { tried, variety, .. } = *wanted;
    let complete = |d: &&Dated<'_>| d.reading.completeness == Completeness::Complete;
    let enough = |d: &&Dated<'_>| {
        tried.is_none_or(|name| total(d.reading, name) >= thresholds.min)
            && kinds(d.reading, wanted) >= thresholds.variety
    };
    let runs: Vec<_> = dated.iter().filter(complete).filter(enough).collect();
    let days: BTreeSet<_> = runs.iter().map(|run| run.day).collect();
    let apart = match (days.first(), days.last()) {
        (Some(first), Some(last)) => u64::try_from((*last - *first).whole_days()).unwrap_or(0),
        _ => 0,
    };
    let number = u64::try_from(runs.len()).unwrap_or(u64::MAX);
    let outcome = if number >= thresholds.runs && apart >= u64::from(thresholds.apart) {
        Outcome::Supports
    } else if number == 0 && dated.iter().all(|d| !complete(&d)) {
        Outcome::NoData(Gap::Partial)
    } else {
        // Fewer runs than asked for contradict nothing: others may not have been handed in.
        Outcome::NoData(Gap::Inconclusive)
    };
    let most = |f: &dyn Fn(&Reading) -> u64| dated.iter().map(|d| f(d.reading)).max().unwrap_or(0);
    let quotes = [
        count(Quoted::Runs, number, Some(thresholds.runs)),
        (thresholds.apart > 0)
            .then(|| count(Quoted::Apart, apart, Some(thresholds.apart.into())))
            .flatten(),
        tried.and_then(|name| {
            count(
                Quoted::Tried,
                most(&|reading| total(reading, name)),
                Some(thresholds.min),
            )
        }),
        variety.and_then(|_| {
            let kinds = most(&|reading| kinds(reading, wanted));
            count(Quoted::Variety, kinds, Some(thresholds.variety))
        }),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

fn total(reading: &Reading, name: &MeasureName) -> u64 {
    let values = reading.measures.iter().filter(|m| m.name == *name);
    whole(values.map(|measure| measure.value.get()).sum())
}

/// How many different values that count the label takes where something was tried.
fn kinds(reading: &Reading, wanted: &Wanted<'_>) -> u64 {
    let (Some(tried), Some(label)) = (wanted.tried, wanted.variety) else {
        return 0;
    };
    let counts = |value: &&Label| wanted.among.is_empty() || wanted.among.contains(value);
    let values: BTreeSet<_> = reading
        .measures
        .iter()
        .filter(|measure| measure.name == *tried && measure.value.get() > 0.0)
        .filter_map(|measure| measure.labels.get(label))
        .filter(counts)
        .map(Label::as_str)
        .collect();
    u64::try_from(values.len()).unwrap_or(u64::MAX)
}
