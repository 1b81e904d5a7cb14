//! What happened to one workload, step by step.

use domain::{Answer, CheckId, CriterionId, RiskId};
use services::{
    assessing::{DocumentForm, NewFile},
    risks::OwnRiskForm,
    workload::WorkloadForm,
};

/// Who of the team does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Its owner.
    Owner,
    /// Its architect.
    Architect,
}

/// The history of one workload.
#[derive(Clone, Debug)]
pub struct Script {
    /// Its team's key.
    pub team: String,
    /// What it is.
    pub form: WorkloadForm,
    /// Days ago on which it was entered.
    pub started: u16,
    /// Whether it was written by hand.
    pub handmade: bool,
    /// What followed.
    pub steps: Vec<Step>,
}

impl Script {
    /// The steps in the order in which they happened; those of one day as they were written.
    pub fn in_order(&self) -> Vec<&Step> {
        let mut steps: Vec<_> = self.steps.iter().collect();
        steps.sort_by_key(|s| std::cmp::Reverse(s.days_ago));
        steps
    }
}

/// Something that somebody did on a day.
#[derive(Clone, Debug)]
pub struct Step {
    /// Days ago.
    pub days_ago: u16,
    /// What.
    pub act: Act,
}

/// What people do.
#[derive(Clone, Debug)]
pub enum Act {
    /// The architect answers; only what differs from what stands is written.
    Answer(Vec<(CriterionId, Answer)>),
    /// The architect writes a check's note and owner.
    Note(CheckId, Note),
    /// The architect adds a document.
    Document(Document),
    /// The owner confirms a criterion.
    Attest(CriterionId, String),
    /// The owner sets a check's target level.
    Target(CheckId, u8),
    /// The architect decides how a risk is treated.
    Treat(RiskId, Decision),
    /// The owner approves the acceptance of a risk.
    ApproveAcceptance(RiskId),
    /// The owner refuses the acceptance of a risk, and says why.
    RejectAcceptance(RiskId, String),
    /// The architect enters a risk of the workload's own.
    AddRisk(OwnRiskForm),
    /// The architect closes one, and says why.
    CloseRisk(RiskId, String),
    /// The architect decides about an action.
    Plan(CriterionId, Planned),
    /// The architect knows better what an action takes, and what comes before it.
    Effort(CriterionId, Own),
    /// The architect submits.
    Submit(String),
    /// The owner sends the submission back.
    SendBack(String),
    /// The owner approves.
    Approve(String),
    /// The owner archives the workload.
    Archive,
}

/// A check's note.
#[derive(Clone, Debug)]
pub struct Note {
    /// The text.
    pub text: String,
    /// Who looks after the check.
    pub owner: Option<Role>,
}

/// A document; its dates are counted from the day on which it came in.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its check.
    pub check: CheckId,
    /// Title, link and criteria; its dates are filled in when it is played.
    pub form: DocumentForm,
    /// The file, where it is one.
    pub file: Option<NewFile>,
    /// Days before it came in on which it was true.
    pub age_days: u16,
    /// Days from then on which it counts.
    pub valid_days: u16,
}

/// How a risk is treated.
#[derive(Clone, Debug)]
pub struct Decision {
    /// `mitigate`, `accept`, `transfer`, `avoid`.
    pub treatment: String,
    /// Why.
    pub note: String,
    /// Who looks after it.
    pub owner: Role,
    /// Days from today to the end of an acceptance.
    pub expires_in: Option<i16>,
}

/// An action's own effort and order.
#[derive(Clone, Debug)]
pub struct Own {
    /// Person-days.
    pub days: u32,
    /// Why.
    pub reason: String,
    /// What comes first.
    pub requires: Vec<CriterionId>,
}

/// What is decided about an action.
#[derive(Clone, Debug)]
pub struct Planned {
    /// `open`, `in_progress`, `done`, `dropped`.
    pub state: String,
    /// Remarks.
    pub note: String,
    /// Who does it.
    pub owner: Role,
    /// Days from today until it is due; less than 0 is overdue.
    pub due_in: Option<i16>,
}
