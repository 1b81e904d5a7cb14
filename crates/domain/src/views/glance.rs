//! What a file says at a glance.

use serde::{Deserialize, Serialize};

use crate::evidence::{Figure, Finding, FindingState, Reading, Severity, Unit};

/// What a file says at a glance: enough to see that it was read rightly.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Glance {
    /// The first numbers that it gave.
    pub numbers: Vec<GlanceNumber>,
    /// The first components that it lists.
    pub components: Vec<String>,
    /// The worst of its open findings; none once it has been kept for a while.
    pub findings: Vec<GlanceFinding>,
}

/// A number that a file gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GlanceNumber {
    /// What is measured, as readers call it.
    pub name: String,
    /// Of what; empty where it is of the whole.
    pub of: String,
    /// The number.
    pub value: Figure,
    /// Its unit.
    pub unit: Unit,
}

/// A finding that a file reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GlanceFinding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is about, in the tool's words.
    pub title: String,
}

impl Glance {
    /// How many of each there are at most.
    pub const MOST: usize = 6;

    /// What a file says, with the findings that were read from it.
    pub fn of(reading: &Reading, findings: &[Finding]) -> Self {
        let mut open: Vec<_> = findings
            .iter()
            .filter(|finding| finding.state == FindingState::Open)
            .collect();
        open.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let numbers = reading.measures.iter().map(|measure| {
            let labels: Vec<_> = measure.labels.values().map(ToString::to_string).collect();
            GlanceNumber {
                name: measure.name.as_str().to_owned(),
                of: labels.join(", "),
                value: measure.value,
                unit: measure.unit,
            }
        });
        let components = reading.components.iter().map(|part| match &part.version {
            Some(version) => format!("{} {version}", part.name),
            None => part.name.to_string(),
        });
        let worst = open.into_iter().map(|finding| GlanceFinding {
            severity: finding.severity,
            title: finding.title.to_string(),
        });
        Self {
            numbers: numbers.take(Self::MOST).collect(),
            components: components.take(Self::MOST).collect(),
            findings: worst.take(Self::MOST).collect(),
        }
    }
}
