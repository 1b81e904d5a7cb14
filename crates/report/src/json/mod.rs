//! JSON documents (`/api/v1`). Fields may be added; renaming or dropping one is a new version of the API.
//!
//! Decimals are strings with six places, rounded half-even from the exact value.

mod assessment;
mod group;
mod map;
mod values;

pub use assessment::Document as AssessmentDocument;
pub use group::Document as GroupDocument;
pub use map::Document as MapDocument;

use std::collections::BTreeMap;

use domain::{Exact, Framework, Scores, views::map::MapPage};
use serde::Serialize;

use crate::model::{GroupReport, WorkloadReport};

/// An assessment with its answers, scores, risks and plan.
///
/// # Errors
/// None that a caller can cause: every part of the document has a JSON form.
pub fn assessment(report: &WorkloadReport<'_>) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&assessment::Document::new(report))
}

/// A team or the organisation: its means and a row for each workload.
///
/// # Errors
/// As [`assessment`].
pub fn group(report: &GroupReport<'_>) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&group::Document::new(report))
}

/// The map of a workload.
///
/// # Errors
/// As [`assessment`].
pub fn map(page: &MapPage) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&map::Document::new(page))
}

/// A framework version in its export format.
///
/// # Errors
/// As [`assessment`].
pub fn framework(framework: &Framework) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(framework)
}

/// An exact number on the wire.
fn six(value: &Exact) -> String {
    value.decimal(6)
}

/// Numbers by one set.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct SetScores<'a> {
    index: Option<String>,
    layer_index: Option<String>,
    level: Option<u8>,
    pillars: BTreeMap<&'a str, String>,
    layers: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pillar_levels: Option<BTreeMap<&'a str, u8>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<BTreeMap<&'a str, CheckValue>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CheckScore))]
struct CheckValue {
    level: u8,
    value: String,
    met_next: u32,
    of_next: u32,
}

fn checks(scores: &Scores) -> BTreeMap<&str, CheckValue> {
    let value = |c: &domain::CheckScore| CheckValue {
        level: c.level,
        value: six(&c.value),
        met_next: c.met_next,
        of_next: c.of_next,
    };
    scores
        .checks
        .iter()
        .map(|(id, c)| (id.as_str(), value(c)))
        .collect()
}

/// Counts of criteria.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Counts))]
struct CountsValue {
    in_scope: u32,
    met: u32,
    proven: u32,
    not_met: u32,
    unknown: u32,
    not_applicable: u32,
    unanswered: u32,
    conflicts: u32,
}

impl From<domain::Counts> for CountsValue {
    fn from(counts: domain::Counts) -> Self {
        let unanswered = counts.unanswered();
        let domain::Counts {
            in_scope,
            met,
            proven,
            not_met,
            unknown,
            not_applicable,
            conflicts,
        } = counts;
        Self {
            in_scope,
            met,
            proven,
            not_met,
            unknown,
            not_applicable,
            unanswered,
            conflicts,
        }
    }
}
