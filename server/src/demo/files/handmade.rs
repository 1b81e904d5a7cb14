//! The form of a workload that was assessed by hand; `demo/customer-service.toml` explains it.

use domain::{CheckId, CriterionId, Fact, Reason, RiskId};
use serde::Deserialize;

use crate::demo::script::Role;

/// A workload that was assessed by hand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handmade {
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
    /// Days ago on which it was entered.
    pub started: u16,
    /// The first pass.
    pub first: FirstPass,
    /// When what differs from the first pass was answered.
    pub changes: Changes,
    /// What differed in the first pass, by full id.
    pub before: States,
    /// Its answers, check by check.
    pub checks: Vec<Answered>,
    /// Its documents.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// What a second person confirmed.
    #[serde(default)]
    pub attestations: Vec<Attested>,
    /// Targets that differ from the tier's.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// Risks of its own, in the order in which they were found.
    #[serde(default)]
    pub own_risks: Vec<Found>,
    /// How risks are treated.
    #[serde(default)]
    pub treatments: Vec<Treated>,
    /// What was decided about actions.
    #[serde(default)]
    pub plan: Vec<PlannedAction>,
}

/// The first pass, in days ago.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstPass {
    /// When its first pillar was answered.
    pub answered: u16,
    /// When it was submitted.
    pub submitted: u16,
    /// With which comment.
    pub submit_comment: String,
    /// When it was sent back.
    pub sent_back: Option<u16>,
    /// With which comment.
    #[serde(default)]
    pub send_back_comment: String,
    /// When it was approved.
    pub approved: Option<u16>,
    /// With which comment.
    #[serde(default)]
    pub approve_comment: String,
}

/// The second pass.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// When.
    pub days_ago: u16,
}

/// Criteria by state.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct States {
    /// True of the workload.
    pub met: Vec<CriterionId>,
    /// Not true of it.
    pub not_met: Vec<CriterionId>,
    /// Nobody could say.
    pub unknown: Vec<CriterionId>,
}

/// A check's answers; criteria are named by what follows the dot of their id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Which check.
    pub id: CheckId,
    /// True of the workload.
    #[serde(default)]
    pub met: Vec<String>,
    /// Not true of it.
    #[serde(default)]
    pub not_met: Vec<String>,
    /// Nobody could say.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// Makes no sense for it.
    #[serde(default)]
    pub not_applicable: Vec<Exempt>,
    /// The check's note.
    #[serde(default)]
    pub note: String,
    /// Who looks after it.
    pub owner: Option<Role>,
}

/// A criterion that does not apply.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exempt {
    /// Which.
    pub id: String,
    /// The kind of reason.
    pub reason: Reason,
    /// The reason in words.
    pub text: String,
}

/// A document, in days ago.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Its check.
    pub check: CheckId,
    /// The criteria, by what follows the dot.
    pub proves: Vec<String>,
    /// Its title.
    pub title: String,
    /// Its address, where it is a link.
    #[serde(default)]
    pub url: String,
    /// Its file's name, where it is a file.
    pub file: Option<String>,
    /// The file's text.
    #[serde(default)]
    pub text: String,
    /// When it was true.
    pub effective: u16,
    /// When it came in.
    pub received: u16,
    /// For how many days it counts.
    #[serde(default = "a_year")]
    pub valid_days: u16,
}

const fn a_year() -> u16 {
    365
}

/// What a second person confirmed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attested {
    /// Which criterion.
    pub criterion: CriterionId,
    /// When.
    pub days_ago: u16,
    /// What they saw.
    pub statement: String,
}

/// A target that differs from the tier's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Which check.
    pub check: CheckId,
    /// 1…5.
    pub level: u8,
}

/// A risk of the workload's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// What it is called.
    pub title: String,
    /// What happens, and to whom.
    pub text: String,
    /// Its pillar.
    pub pillar: String,
    /// 1…5.
    pub likelihood: u8,
    /// 1…5.
    pub impact: u8,
    /// Checks that mitigate it.
    pub checks: Vec<CheckId>,
    /// When it was entered.
    pub days_ago: u16,
    /// When it was closed.
    pub closed: Option<u16>,
    /// Why it was closed.
    #[serde(default)]
    pub reason: String,
}

/// How a risk is treated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treated {
    /// Which risk.
    pub risk: RiskId,
    /// `mitigate`, `accept`, `transfer`, `avoid`.
    pub treatment: String,
    /// Why.
    pub note: String,
    /// When it was decided, in days ago; for workloads of the rule a day after their last pass.
    pub days_ago: Option<u16>,
    /// When an acceptance was approved, in days ago.
    pub approved: Option<u16>,
    /// When an acceptance was refused, in days ago.
    pub rejected: Option<u16>,
    /// Why it was refused.
    #[serde(default)]
    pub rejection: String,
    /// Days from today to the end of an acceptance.
    pub expires_in: Option<i16>,
    /// Who looks after it.
    pub owner: Option<Role>,
}

/// What was decided about an action.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedAction {
    /// Which criterion.
    pub criterion: CriterionId,
    /// `open`, `in_progress`, `done`, `dropped`.
    pub state: String,
    /// When it was decided, in days ago.
    pub days_ago: u16,
    /// Days from today until it is due.
    pub due_in: Option<i16>,
    /// Who does it.
    pub owner: Role,
    /// Remarks.
    pub note: String,
}
