//! The register of all risks, and everything about one of them.

use serde::{Deserialize, Serialize};

use crate::{
    Band, CheckId, CriterionId, Exact, FindingId, PillarId, RiskId, RiskScore, TeamId, Triple,
    UserId, WorkloadId,
    evidence::Severity,
    treatment::Acceptance,
    views::{
        results::TreatmentView,
        workloads::{Person, WorkloadHead},
    },
};

/// Which rows of the register, as an address says it; empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegisterQuery {
    /// A text in the name of the risk or of the workload.
    pub q: String,
    /// A team's id.
    pub team: String,
    /// A workload's id.
    pub workload: String,
    /// The id of a risk of the catalogue.
    pub risk: String,
    /// A pillar's id.
    pub pillar: String,
    /// Band of the inherent risk.
    pub inherent: String,
    /// Band of the claimed residual.
    pub claimed: String,
    /// Band of the assured residual.
    pub assured: String,
    /// `undecided`, `mitigate`, `accept`, `transfer`, `avoid`.
    pub treatment: String,
    /// `waiting`, `in_force`, `ending`, `ended`, `rejected`.
    pub acceptance: String,
    /// A person's id, `me` or `none`.
    pub owner: String,
    /// `own` or `catalogue`.
    pub kind: String,
    /// `open` or `none`.
    pub findings: String,
    /// `assured` or `inherent`: of which matrix the cell is.
    pub matrix: String,
    /// The cell's likelihood, 1…5.
    pub likelihood: String,
    /// The cell's impact, 1…5.
    pub impact: String,
    /// A column, `-` before it for the greatest first.
    pub sort: String,
    /// A page, from 1.
    pub page: String,
}

/// The register of an organisation or of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterPage {
    /// Whose page it is; none: everything that the reader may see.
    pub team: Option<(TeamId, String)>,
    /// This page's rows.
    pub rows: Vec<RegisterRow>,
    /// How many rows match.
    pub total: u32,
    /// Which page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// How many rows stand in each cell, whatever cell is chosen.
    pub matrices: Matrices,
    /// What the filters offer.
    pub choices: Choices,
    /// Acceptances that the reader can decide, the greatest risk first.
    pub waiting: Vec<WaitingRow>,
    /// How many there are.
    pub waiting_total: u32,
    /// Who can own the rows: members of the one team that is shown, where the reader may treat its risks.
    pub assignable: Vec<Person>,
}

/// Counts by `[likelihood − 1][impact − 1]`.
pub type CellCounts = [[u32; 5]; 5];

/// The two matrices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrices {
    /// Before anything was done.
    pub inherent: CellCounts,
    /// By what is proven: the residual likelihood, rounded.
    pub assured: CellCounts,
}

/// What the filters of the register offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Teams.
    pub teams: Vec<(TeamId, String)>,
    /// Workloads, where they are few enough to choose from.
    pub workloads: Vec<(WorkloadId, String)>,
    /// The catalogue's risks.
    pub risks: Vec<(RiskId, String)>,
    /// Pillars.
    pub pillars: Vec<(PillarId, String)>,
    /// People who own a risk.
    pub owners: Vec<(UserId, String)>,
}

/// One risk of one workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// Whose.
    pub workload: WorkloadId,
    /// The workload's name.
    pub workload_name: String,
    /// Its team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
    /// Which risk.
    pub risk: RiskId,
    /// What it is called.
    pub name: String,
    /// The pillar whose level it can cap.
    pub pillar: PillarId,
    /// Inherent likelihood.
    pub likelihood: u32,
    /// Impact.
    pub impact: u32,
    /// The band of the inherent risk.
    pub band: Band,
    /// The claimed residual.
    pub claimed: (Exact, Band),
    /// The assured residual.
    pub assured: (Exact, Band),
    /// Open findings on its checks by severity, the least first.
    pub findings: [u32; 5],
    /// Whether they put the assured residual back to inherent.
    pub reopened: bool,
    /// `mitigate`, `accept`, `transfer`, `avoid`, or empty.
    pub treatment: String,
    /// Its owner.
    pub owner: Option<(UserId, String)>,
    /// When an acceptance ends, `2026-11-22`, or empty.
    pub expires_on: String,
    /// Where an acceptance stands.
    pub acceptance: Option<Acceptance>,
    /// Of the decision, for optimistic writes; 0 where there is none.
    pub version: i32,
    /// Whether the reader may treat it.
    pub treat: bool,
}

impl RegisterRow {
    /// Likelihood × impact.
    pub const fn inherent(&self) -> u32 {
        self.likelihood * self.impact
    }
}

/// An acceptance that waits for the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRow {
    /// Whose.
    pub workload: WorkloadId,
    /// The workload's name.
    pub workload_name: String,
    /// The team's name.
    pub team_name: String,
    /// Which risk.
    pub risk: RiskId,
    /// What it is called.
    pub name: String,
    /// The assured residual.
    pub assured: (Exact, Band),
    /// Who asked.
    pub asked_by: String,
    /// When, RFC 3339.
    pub asked_at: String,
    /// Why.
    pub note: String,
    /// The last day on which it would hold.
    pub until: String,
    /// For optimistic writes.
    pub version: i32,
}

/// Everything about one risk of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskPage {
    /// The workload.
    pub head: WorkloadHead,
    /// The risk; none where a risk of the workload's own is closed.
    pub score: Option<RiskScore>,
    /// Which.
    pub id: RiskId,
    /// What it is called.
    pub name: String,
    /// What happens, and to whom.
    pub text: String,
    /// Its pillar: id and name.
    pub pillar: (PillarId, String),
    /// Linked checks: id and name, with those that do not apply.
    pub checks: Vec<(CheckId, String)>,
    /// What somebody entered, where it is a risk of the workload's own.
    pub own: Option<OwnRiskView>,
    /// What was decided.
    pub treatment: TreatmentView,
    /// Open findings on its checks: how many of each severity, the worst first.
    pub findings: Vec<(Severity, u32)>,
    /// The worst of them.
    pub worst: Vec<RiskFinding>,
    /// Actions of the plan that lower it, the greatest gain first.
    pub actions: Vec<RiskAction>,
    /// What happened, the newest first.
    pub history: Vec<RiskEvent>,
    /// Its numbers at each milestone, the newest first, today's before them.
    pub course: Vec<RiskMoment>,
    /// Who can own it.
    pub people: Vec<Person>,
    /// The reader: an acceptance is decided by somebody other than the asker.
    pub me: UserId,
    /// Pillars and checks to choose from, for who may change a risk of the workload's own.
    pub form: OwnRiskChoices,
}

/// A risk of the workload's own, as it was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRiskView {
    /// What was entered.
    pub risk: crate::OwnRisk,
    /// Who entered it.
    pub created_by: String,
    /// When, RFC 3339.
    pub created_at: String,
    /// Who closed it, when (RFC 3339) and why.
    pub closed: Option<(String, String, String)>,
    /// For optimistic writes.
    pub version: i32,
}

/// What a risk of the workload's own is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRiskChoices {
    /// Pillars with their checks, each with id and name.
    pub pillars: Vec<(PillarId, String, NamedChecks)>,
}

/// Checks, each with its name.
pub type NamedChecks = Vec<(CheckId, String)>;

/// The page on which a risk of the workload's own is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRiskPage {
    /// The workload.
    pub head: WorkloadHead,
    /// What to choose from.
    pub form: OwnRiskChoices,
}

/// An open finding on one of the risk's checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskFinding {
    /// Which.
    pub id: FindingId,
    /// How bad.
    pub severity: Severity,
    /// What was reported.
    pub title: String,
    /// The kind of file that reported it.
    pub kind: String,
    /// The risk's checks that count it.
    pub checks: Vec<CheckId>,
    /// When it was last seen, `2026-11-22`.
    pub last_day: String,
}

/// An action that lowers the risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskAction {
    /// The criterion to meet.
    pub criterion: CriterionId,
    /// Its check.
    pub check: CheckId,
    /// What is to become true.
    pub statement: String,
    /// `open`, `in_progress`, `done`, `dropped`.
    pub state: String,
    /// Its owner's name.
    pub owner_name: String,
    /// `2026-11-22`, or empty.
    pub due_on: String,
    /// How far the claimed residual of this risk falls if this alone were met.
    pub gain: Exact,
}

/// Something that somebody did about the risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskEvent {
    /// When, RFC 3339.
    pub at: String,
    /// Who; empty for the product itself.
    pub actor: String,
    /// What: `risk.treat` …
    pub action: String,
    /// What it says: fields and values in the order of the form.
    pub details: Vec<(String, String)>,
    /// The organisation in whose installation it was done, before the workload was imported; empty where it was here.
    pub origin: String,
}

/// The risk's numbers at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskMoment {
    /// The milestone's number; none is today.
    pub milestone: Option<i32>,
    /// When, RFC 3339.
    pub at: String,
    /// Likelihood × impact then.
    pub inherent: Exact,
    /// Residual scores then.
    pub residual: Triple<Exact>,
    /// The band of the assured one.
    pub band: Band,
    /// Whether it was accepted.
    pub accepted: bool,
}
