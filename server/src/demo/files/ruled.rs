//! The form of the workloads that are assessed by a rule; `demo/workloads.toml` explains it.

use domain::{CriterionId, Fact, Reason};
use serde::Deserialize;

use super::Treated;

/// Workloads that are assessed by a rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruled {
    /// What does not apply to which of them.
    pub exemptions: Vec<Exemption>,
    /// The workloads.
    pub workloads: Vec<RuledWorkload>,
}

/// A criterion that does not apply to workloads without certain facts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Which criterion.
    pub criterion: CriterionId,
    /// None of these facts holds.
    pub without: Vec<Fact>,
    /// The kind of reason.
    pub reason: Reason,
    /// The reason in words.
    pub text: String,
}

/// What becomes of a workload of the rule in the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It is a draft.
    #[default]
    Draft,
    /// It waits for its reviewer.
    InReview,
    /// It was archived.
    Archived,
}

/// A workload that is assessed by a rule; the file explains the fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuledWorkload {
    /// Its team's key.
    pub team: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// 1, 2, 3.
    pub tier: u8,
    /// Facts that hold.
    pub profile: Vec<Fact>,
    /// Hundredths of a level, by pillar in the framework's order.
    pub maturity: [i32; 6],
    /// Hundredths of a level in 30 days.
    #[serde(default)]
    pub growth: i32,
    /// Days ago on which it was entered.
    pub started: u16,
    /// Days ago on which earlier passes were approved, the oldest first.
    #[serde(default)]
    pub reviews: Vec<u16>,
    /// Days ago of the last pass.
    pub answered: Option<u16>,
    /// Per cent of the checks that were answered.
    #[serde(default)]
    pub done: u16,
    /// Per cent of those with documents.
    #[serde(default)]
    pub proof: u16,
    /// What became of it.
    #[serde(default)]
    pub state: Ending,
    /// How risks are treated.
    #[serde(default)]
    pub treatments: Vec<Treated>,
}
