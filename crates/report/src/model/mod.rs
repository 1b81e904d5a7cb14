//! What a report is made of. Services fill these from the store; nothing here reads anything itself.
//!
//! Scores are in [0, 100], values of checks in [0, 1], risk scores in [1, 25], efforts in person-days.

mod group;
mod history;
mod origin;
mod outside;

use std::collections::BTreeMap;

use domain::{
    AnswerState, AssessmentId, AssessmentState, CheckId, CriterionId, Evaluation, Framework,
    Inputs, Profile, Provenance, Reason, RiskId, Rubric, Tier, WorkloadId, proof::Standing,
    views::map::MapPage,
};
use time::{Date, OffsetDateTime};

pub use group::{
    Acceptance, DueAction, GroupKind, GroupReport, GroupResult, GroupRow, LISTED, NAMED, Named,
    OtherVersion, PlanProgress, TeamRow, TopRisk, Totals, WEAKEST, shown,
};
pub use history::{History, ImportedLine, LogLine, MilestoneLine, ReviewLine, ReviewStep};
pub use origin::{ChainHead, Origin};
pub use outside::{
    AttestationRow, ComponentLine, FileRow, FindingCounts, Findings, SeriesLine, SignalLine,
    Signals, VerdictLine,
};

/// Everything about one assessment of one workload.
#[derive(Clone, Debug)]
pub struct WorkloadReport<'a> {
    /// The framework version that it was assessed against.
    pub framework: &'a Framework,
    /// The rubric that gave the numbers: the framework's, with the priorities in force.
    pub rubric: &'a Rubric,
    /// The workload.
    pub workload: Workload,
    /// The assessment.
    pub assessment: Assessment,
    /// `sha256:` and 64 hexadecimal digits, over [`Inputs::canonical`].
    pub input_hash: String,
    /// When the report was asked for, in the reader's zone. The only time that a report knows.
    pub generated_at: OffsetDateTime,
    /// What the numbers were computed from.
    pub inputs: &'a Inputs,
    /// The numbers.
    pub evaluation: &'a Evaluation,
    /// Answers in any order; criteria without a row are unanswered.
    pub answers: Vec<AnswerRow>,
    /// Free-text notes by check.
    pub notes: BTreeMap<CheckId, String>,
    /// Evidence that was not withdrawn, in any order.
    pub evidence: Vec<EvidenceRow>,
    /// Files of other tools that were read, newest first.
    pub files: Vec<FileRow>,
    /// What second people confirmed, newest first.
    pub attestations: Vec<AttestationRow>,
    /// What rules say of criteria in scope.
    pub verdicts: Vec<VerdictLine>,
    /// What other tools found.
    pub findings: Findings,
    /// Telemetry that rules look at.
    pub signals: Signals,
    /// What telemetry and files named as parts of the workload, by kind and name.
    pub inventory: Vec<ComponentLine>,
    /// What people decided about risks.
    pub treatments: BTreeMap<RiskId, RiskTreatment>,
    /// What people decided about actions.
    pub plan: BTreeMap<CriterionId, PlanOverlay>,
    /// Milestones, reviews and the change log.
    pub history: History,
    /// Where all this comes from.
    pub origin: Origin,
    /// The map, where the document shows it.
    pub map: Option<MapPage>,
}

/// A workload, as far as reports name it.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Its id.
    pub id: WorkloadId,
    /// Its name.
    pub name: String,
    /// Its description; may be empty.
    pub description: String,
    /// The name of the team that owns it.
    pub team: String,
    /// How much it matters.
    pub tier: Tier,
    /// Facts that hold.
    pub profile: Profile,
}

/// An assessment's place in time.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Where it stands.
    pub state: AssessmentState,
    /// The milestone that the report shows; none for the assessment people work on.
    pub milestone: Option<MilestoneRef>,
}

/// Which milestone.
#[derive(Clone, Debug)]
pub struct MilestoneRef {
    /// 1 for the workload's first.
    pub number: u32,
    /// Its name; may be empty.
    pub name: String,
    /// The day on which it was taken.
    pub date: Date,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct AnswerRow {
    /// To which criterion.
    pub criterion: CriterionId,
    /// The state.
    pub state: AnswerState,
    /// Why it does not apply.
    pub reason: Option<Reason>,
    /// The same in words.
    pub reason_text: Option<String>,
    /// How it came to be.
    pub provenance: Provenance,
    /// Whether its proof stands at `generated_at` or at the milestone.
    pub proven: bool,
    /// Whether a rule disagrees and nobody resolved it.
    pub conflict: bool,
    /// The row's version.
    pub version: i32,
    /// The display name of who answered.
    pub answered_by: String,
    /// When the state last changed.
    pub answered_at: OffsetDateTime,
    /// The proof that stands, and until when.
    pub proof: Option<Standing>,
    /// The platform that it is inherited from.
    pub inherited_from: Option<String>,
    /// Why the workload answers for itself what a platform answers for it.
    pub own_reason: Option<String>,
}

/// What a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// An uploaded file.
    File,
    /// A link to another system.
    Link,
    /// What a tool or pipeline pushed.
    Machine,
}

impl EvidenceKind {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Link => "link",
            Self::Machine => "machine",
        }
    }
}

/// One piece of evidence.
#[derive(Clone, Debug)]
pub struct EvidenceRow {
    /// Its title.
    pub title: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// 64 hexadecimal digits, with or without `sha256:`.
    pub sha256: String,
    /// When what it says was true.
    pub effective: Date,
    /// The last day on which it counts.
    pub valid_until: Date,
    /// What it proves.
    pub criteria: Vec<CriterionId>,
}

/// What people decided to do about a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// Make it smaller.
    Mitigate,
    /// Live with it until a date.
    Accept,
    /// Let somebody else carry it.
    Transfer,
    /// Stop doing what causes it.
    Avoid,
}

impl Treatment {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mitigate => "mitigate",
            Self::Accept => "accept",
            Self::Transfer => "transfer",
            Self::Avoid => "avoid",
        }
    }
}

/// A decision about a risk.
#[derive(Clone, Debug)]
pub struct RiskTreatment {
    /// What.
    pub treatment: Treatment,
    /// The display name of its owner.
    pub owner: Option<String>,
    /// The display name of who asked for the acceptance.
    pub asked_by: Option<String>,
    /// The display name of who approved the acceptance; none while it waits for approval.
    pub accepted_by: Option<String>,
    /// Whether somebody refused the acceptance.
    pub rejected: bool,
    /// The last day of the acceptance.
    pub expires_on: Option<Date>,
    /// In words; may be empty.
    pub note: String,
}

/// Where an action stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActionState {
    /// Nobody has started.
    #[default]
    Open,
    /// Somebody works on it.
    InProgress,
    /// Done, the proof outstanding.
    Done,
    /// Given up.
    Dropped,
}

impl ActionState {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}

/// What people decided about an action of the plan.
#[derive(Clone, Debug, Default)]
pub struct PlanOverlay {
    /// Where it stands.
    pub state: ActionState,
    /// The display name of its owner.
    pub owner: Option<String>,
    /// The day by which it should be done.
    pub due: Option<Date>,
}
