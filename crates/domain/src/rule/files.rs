//! The files that a look is given.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::Thresholds;
use super::signal::Names;
use crate::evidence::{Completeness, Fingerprint, Label, MeasureName, Reading, Warning};

/// A reading and the day from which it counts: the date inside the file, else the day it came in.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'a> {
    /// What it says.
    pub reading: &'a Reading,
    /// The day.
    pub day: Date,
}

/// What a look is given: files that are fresh and whose run did not fail.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    pub dated: &'a [Dated<'a>],
    /// Findings that no longer count.
    pub settled: &'a BTreeSet<Fingerprint>,
    /// The first day on which findings were reported.
    pub since: &'a BTreeMap<Fingerprint, Date>,
    /// What people said of components.
    pub reviewed: &'a Names,
    pub thresholds: &'a Thresholds,
    pub today: Date,
}

/// The newest file of each series: the same kind and tool about the same things.
pub(super) fn newest_of_each<'a>(dated: &[Dated<'a>]) -> Vec<Dated<'a>> {
    let all = dated.iter().map(|item| (*item, None));
    newest(all).into_iter().map(|(item, _)| item).collect()
}

/// The newest file of each series for each value that a label of a measure takes in it: results of one
/// experiment don't replace those of another on the same target.
pub(super) fn newest_of_each_value<'a>(
    dated: &[Dated<'a>],
    measure: &MeasureName,
    label: &MeasureName,
) -> Vec<(Dated<'a>, Option<&'a Label>)> {
    let values = |item: &Dated<'a>| -> BTreeSet<Option<&'a Label>> {
        let all = item.reading.measures.iter().filter(|m| m.name == *measure);
        all.map(|m| m.labels.get(label)).collect()
    };
    newest(dated.iter().flat_map(|item| {
        let values = values(item);
        values.into_iter().map(|value| (*item, value))
    }))
}

type Item<'a> = (Dated<'a>, Option<&'a Label>);

fn newest<'a>(items: impl Iterator<Item = Item<'a>>) -> Vec<Item<'a>> {
    type Series<'a> = (&'a str, &'a str, Vec<&'a str>, Option<&'a Label>);
    let mut newest: BTreeMap<Series<'a>, Item<'a>> = BTreeMap::new();
    for item in items {
        let (dated, value) = item;
        let reading = dated.reading;
        let series = (
            reading.kind.code(),
            reading.tool.name.as_str(),
            reading
                .about()
                .into_iter()
                .map(|s| s.value.as_str())
                .collect(),
            value,
        );
        let kept = newest.entry(series).or_insert(item);
        if dated.day >= kept.0.day {
            *kept = item;
        }
    }
    newest.into_values().collect()
}

/// Whether a file's numbers are those of everything that its run was about.
pub(super) fn is_whole(reading: &Reading) -> bool {
    let cut = |warning: &Warning| matches!(warning, Warning::FactsOmitted { .. });
    reading.completeness == Completeness::Complete && !reading.warnings.iter().any(cut)
}
