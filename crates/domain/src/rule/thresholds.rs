//! The numbers of a rule.

use serde::{Deserialize, Serialize};

/// The numbers of a rule that an installation may change.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Thresholds {
    /// For how many days data counts, 1–3650; for twice as many it is shown as stale.
    pub days: u16,
    /// How many observations it needs: objects, attempts, components.
    #[serde(default = "one")]
    pub min: u64,
    /// Supports from here: a share in percent, or what the rule counts (its note says what).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supports: Option<f64>,
    /// Contradicts beyond here, in the same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contradicts: Option<f64>,
    /// How many runs.
    #[serde(default = "one")]
    pub runs: u64,
    /// How many days lie between the first and the last run.
    #[serde(default)]
    pub apart: u16,
    /// How many observations it needs to contradict, where that is not `min`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<u64>,
    /// How many values the varied label must take.
    #[serde(default)]
    pub variety: u64,
}

const fn one() -> u64 {
    1
}
