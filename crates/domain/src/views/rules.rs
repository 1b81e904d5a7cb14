//! Rules and their numbers as pages show them.

use serde::{Deserialize, Serialize};

use crate::{CheckId, RuleId, rule::Thresholds};

/// `/admin/rules`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RulesPage {
    /// Rules that judge, in the order of the checks.
    pub rules: Vec<RuleRow>,
    /// How many rules wait for a source that is not read yet.
    pub waiting: u32,
    /// Whether the reader may change numbers.
    pub editable: bool,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleRow {
    /// Which.
    pub id: RuleId,
    /// The check that it tests.
    pub check: CheckId,
    /// The check's name.
    pub check_name: String,
    /// Tools or telemetry that it reads.
    pub source: String,
    /// Whether it reads telemetry, else files.
    pub telemetry: bool,
    /// The framework's numbers.
    pub built_in: Thresholds,
    /// This installation's, where they differ.
    pub own: Option<OwnThresholds>,
}

/// Numbers that this installation set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnThresholds {
    /// The numbers.
    pub thresholds: Thresholds,
    /// Why.
    pub remark: String,
    /// Who set them.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// For optimistic writes.
    pub version: i32,
}
