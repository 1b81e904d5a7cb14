//! Which findings and which measures count.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evidence::{Finding, FindingState, Label, Measure, MeasureName, Reading, Severity, Tag};

/// Which findings count; every condition that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Select {
    /// This severity or worse.
    pub severity: Option<Severity>,
    /// Ids of the tool's rules, by their beginning, letter case aside; any of them.
    pub rules: Vec<Label>,
    /// One of these tags.
    pub tags: Vec<Tag>,
    /// Only with a version that fixes it.
    pub fixable: bool,
    /// Also what somebody suppressed in the tool: for rules that allow no exception.
    pub suppressed: bool,
    /// Only in a file whose path holds one of these texts, letter case aside.
    pub places: Vec<Label>,
    /// Only what has been known for more than so many days. A look at scans asks for it: a finding by itself does not
    /// say since when it is known.
    pub older: Option<u16>,
}

impl Select {
    fn is_there(&self, finding: &Finding) -> bool {
        let file = finding.location.file.as_ref();
        file.is_some_and(|file| {
            let path = file.as_str().to_lowercase();
            let mut places = self.places.iter();
            places.any(|place| path.contains(&place.as_str().to_lowercase()))
        })
    }

    /// Whether a finding counts and is selected.
    pub fn takes(&self, finding: &Finding) -> bool {
        let begins = |rule: &Label| {
            let (id, start) = (finding.rule.as_str(), rule.as_str());
            id.get(..start.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(start))
        };
        (self.suppressed || finding.state == FindingState::Open)
            // A secret that works is as bad as it gets, whatever the tool calls it.
            && (finding.verified == Some(true)
                || self.severity.is_none_or(|least| finding.severity >= least))
            && (self.rules.is_empty() || self.rules.iter().any(begins))
            && (self.tags.is_empty() || self.tags.iter().any(|tag| finding.tags.contains(tag)))
            && (!self.fixable || finding.fixed_version.is_some())
            && (self.places.is_empty() || self.is_there(finding))
    }
}

/// Labels that a measure must have, each with one of these values; a value that ends in `*` stands for all
/// that begin so: `pii*`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Only(BTreeMap<MeasureName, Vec<Label>>);

impl Only {
    /// Whether a measure has them all.
    pub fn takes(&self, measure: &Measure) -> bool {
        self.0.iter().all(|(name, values)| {
            let label = measure.labels.get(name);
            label.is_some_and(|label| {
                values
                    .iter()
                    .any(|value| fits(value.as_str(), label.as_str()))
            })
        })
    }
}

fn fits(wanted: &str, label: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(start) => label.starts_with(start),
        None => label == wanted,
    }
}

/// Measures of a name, all of them or those with certain labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// The name.
    pub measure: MeasureName,
    /// The labels.
    #[serde(default)]
    pub only: Only,
}

impl Pick {
    /// Those of a reading.
    pub fn of<'r>(&self, reading: &'r Reading) -> impl Iterator<Item = &'r Measure> {
        let all = reading.measures.iter();
        all.filter(|measure| measure.name == self.measure && self.only.takes(measure))
    }

    /// Their sum, 0 where there are none.
    pub fn sum(&self, reading: &Reading) -> f64 {
        self.of(reading).map(|measure| measure.value.get()).sum()
    }
}
