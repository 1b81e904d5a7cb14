//! What a measure is of, by its labels.

use std::collections::BTreeMap;

use crate::evidence::{Label, MeasureName};

/// Labels that name something, the most telling first.
const NAMING: &[&str] = &[
    "object",
    "experiment",
    "service",
    "probe",
    "model",
    "feature",
    "metric",
    "suite",
    "kind",
];

/// The name of the thing that labels are of, where one of them names something.
pub(super) fn of(labels: &BTreeMap<MeasureName, Label>) -> Option<&Label> {
    let named = |wanted: &&str| {
        let mut all = labels.iter();
        all.find(|(name, value)| name.as_str() == *wanted && !value.is_empty())
    };
    NAMING.iter().find_map(named).map(|(_, value)| value)
}
