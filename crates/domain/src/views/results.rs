//! Results of a workload: numbers, risks, plan, history, explanations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    CheckId, CheckScore, Counts, CriterionId, Exact, FrameworkId, Issue, Levels, MilestoneId,
    PillarId, PlannedAction, RiskId, RiskScore, Scores, Set, Triple, UserId, WorkloadId,
    treatment::Acceptance,
    views::{
        accounts::Tie,
        assessing::MarkView,
        plans::{PlansRow, WorkloadReach},
        platforms::PlatformWork,
        workloads::{Person, WorkloadHead},
    },
};

/// Names of a framework's parts in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Pillars in order, with the number of checks.
    pub pillars: Vec<(PillarId, String)>,
    /// Layers in order.
    pub layers: Vec<(String, String)>,
    /// Checks.
    pub checks: BTreeMap<CheckId, String>,
    /// Risks.
    pub risks: BTreeMap<RiskId, String>,
}

/// The results page of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultsPage {
    /// The workload.
    pub head: WorkloadHead,
    /// The framework that is answered; the head has its version.
    pub framework: FrameworkId,
    /// Names.
    pub names: Names,
    /// Scores by each set.
    pub scores: Triple<Scores>,
    /// Levels and the floors that bite.
    pub levels: Triple<Levels>,
    /// What has been answered.
    pub counts: Counts,
    /// What has been answered, by pillar.
    pub pillar_counts: BTreeMap<PillarId, Counts>,
    /// By check: high- or medium-risk issue, weight and target.
    pub checks: Vec<CheckRow>,
    /// Risks with the greatest assured residual first.
    pub top_risks: Vec<RiskScore>,
    /// Actions open, their effort in days, and the index once all are done.
    pub plan: PlanSummary,
    /// SHA-256 of what the numbers follow from.
    pub input_hash: String,
    /// Whether anything was answered at all.
    pub assessed: bool,
    /// Verdicts that wait for somebody, and proof that ends soon.
    pub attention: Attention,
}

/// What other tools' files ask of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    /// Verdicts that disagree with answers.
    pub conflicts: u32,
    /// Verdicts that propose an answer which nobody gave.
    pub proposals: u32,
    /// `met` answers whose proof ends within thirty days.
    pub ending: u32,
    /// The first day on which one of them ends.
    #[serde(with = "crate::day::option")]
    pub first_end: Option<time::Date>,
}

/// A check on the results page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRow {
    /// Which.
    pub id: CheckId,
    /// Its pillar.
    pub pillar: PillarId,
    /// Weight in its pillar.
    pub weight: u32,
    /// The level it should reach.
    pub target: u8,
    /// High- or medium-risk issue.
    pub issue: Issue,
    /// Scores by each set.
    pub score: Triple<Option<CheckScore>>,
}

/// A plan in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSummary {
    /// Actions open or in progress.
    pub open: u32,
    /// In progress.
    pub in_progress: u32,
    /// Past their due date.
    pub overdue: u32,
    /// Effort of the open ones in person-days.
    pub effort_days: u32,
    /// Claimed index once all are done.
    pub index_after: Option<Exact>,
}

/// The risk page of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RisksPage {
    /// The workload.
    pub head: WorkloadHead,
    /// Risks that apply, the greatest assured residual first.
    pub rows: Vec<RiskRow>,
    /// Risks of the workload's own that are closed: id and title.
    pub closed: Vec<(RiskId, String)>,
    /// Who can own a risk.
    pub people: Vec<Person>,
    /// The reader: an acceptance is approved by somebody other than the asker.
    pub me: UserId,
}

/// One risk of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskRow {
    /// Its numbers.
    pub score: RiskScore,
    /// Its name.
    pub name: String,
    /// What happens, and to whom.
    pub text: String,
    /// Mitigating checks: id and name.
    pub checks: Vec<(CheckId, String)>,
    /// Open findings on its checks by severity, the least first.
    pub findings: [u32; 5],
    /// Actions of the plan that lower it.
    pub actions: u32,
    /// What was decided.
    pub treatment: TreatmentView,
}

/// What was decided about a risk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreatmentView {
    /// `mitigate`, `accept`, `transfer`, `avoid`, or empty.
    pub treatment: String,
    /// Its owner.
    pub owner: Option<UserId>,
    /// Its owner's name.
    pub owner_name: String,
    /// Why.
    pub note: String,
    /// Who asked for the acceptance.
    pub asked_by: Option<UserId>,
    /// Their name.
    pub asked_by_name: String,
    /// Who approved it.
    pub approved_by_name: String,
    /// How they are tied to who asked, where they are.
    pub tie: Option<Tie>,
    /// Who refused it.
    pub rejected_by_name: String,
    /// Why they refused it.
    pub rejection: String,
    /// When it ends, `2026-11-22`, or empty.
    pub expires_on: String,
    /// Where the acceptance stands.
    pub acceptance: Option<Acceptance>,
    /// Whether the acceptance is in force.
    pub in_force: bool,
    /// For optimistic writes; 0 where there is none yet.
    pub version: i32,
}

/// The plan page of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPage {
    /// The workload.
    pub head: WorkloadHead,
    /// Actions in order.
    pub rows: Vec<PlanRow>,
    /// Actions whose criterion is met, or was until a rule contradicted it.
    pub settled: Vec<PlansRow>,
    /// What platforms have to do.
    pub of_platforms: Vec<PlatformWork>,
    /// The target level is out of reach until they have done it.
    pub waits_for_platforms: bool,
    /// Names.
    pub names: Names,
    /// Person-days a month that the dates are made with.
    pub capacity: u32,
    /// Person-days a month that the team has.
    pub own_capacity: u32,
    /// How many assessed workloads share them.
    pub sharing: u32,
    /// When the target level is reached.
    pub reach: WorkloadReach,
    /// Claimed index today.
    pub index: Option<Exact>,
    /// Today, `2026-11-22`.
    pub today: String,
    /// Who can own an action.
    pub people: Vec<Person>,
    /// Target levels that differ from the tier's.
    pub targets: BTreeMap<CheckId, u8>,
}

/// One action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRow {
    /// Its numbers.
    pub action: PlannedAction,
    /// What is to become true.
    pub statement: String,
    /// What to do.
    pub how_to: String,
    /// Risks that it lowers.
    pub lowers: Vec<RiskId>,
    /// `open`, `in_progress`, `done` (not yet answered met), `dropped`.
    pub state: String,
    /// Its owner.
    pub owner: Option<UserId>,
    /// Its owner's name.
    pub owner_name: String,
    /// `2026-11-22`, or empty.
    pub due_on: String,
    /// Remarks.
    pub note: String,
    /// Why the effort is not the framework's; empty where it is.
    pub effort_reason: String,
    /// What comes first by somebody's decision.
    pub own_requires: Vec<CriterionId>,
    /// What became of it, the newest first.
    pub history: Vec<LogView>,
    /// For optimistic writes; 0 where there is none yet.
    pub version: i32,
}

/// The history page of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// The workload.
    pub head: WorkloadHead,
    /// Newest first.
    pub milestones: Vec<MilestoneView>,
    /// The newest changes.
    pub log: Vec<LogView>,
    /// Which page of the log, from 1.
    pub log_page: u32,
    /// Whether there are older changes.
    pub log_more: bool,
    /// What was done elsewhere before the workload was imported; no part of the log.
    pub imported: LogPage,
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneView {
    /// Which.
    pub id: MilestoneId,
    /// From 1.
    pub number: i32,
    /// When, RFC 3339.
    pub at: String,
    /// Who approved.
    pub by: String,
    /// What they said.
    pub comment: String,
    /// Index then.
    pub index: Triple<Option<Exact>>,
    /// Level then.
    pub level: Triple<Option<u8>>,
    /// Framework version then.
    pub framework_version: String,
    /// SHA-256 of what the numbers follow from.
    pub input_hash: String,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogView {
    /// Its place in its chain.
    pub number: i64,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What: `answer.set` …
    pub action: String,
    /// The row.
    pub subject: String,
    /// What the row is called, where its id says nothing to people.
    pub called: Option<LogName>,
    /// Details as compact JSON.
    pub details: String,
    /// Whom a change of a platform's answers reached.
    pub reached: Option<LogReach>,
    /// The organisation in whose installation it was done, before the workload was imported; empty where it was here.
    pub origin: String,
}

/// What an entry is about, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogName {
    /// Its name of today.
    Is(String),
    /// It had a name, and is there no longer.
    Gone,
}

/// Workloads that a change of a platform's answers reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogReach {
    /// How many.
    pub count: u32,
    /// The first of them by name; without an id where the reader may not open it.
    pub workloads: Vec<(Option<WorkloadId>, String)>,
}

/// One page of entries: of the organisation's change log, or of what was done before a workload was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    /// Newest first.
    pub rows: Vec<LogView>,
    /// Which page, from 1.
    pub page: u32,
    /// Whether there are older changes.
    pub more: bool,
}

/// The difference of two milestones, or of one and today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferencePage {
    /// The workload.
    pub head: WorkloadHead,
    /// Name of the earlier state: a milestone's number.
    pub from: MilestoneView,
    /// The later one; none is today's draft.
    pub to: Option<MilestoneView>,
    /// The framework versions before and after, where they differ: such numbers are never subtracted.
    pub unlike: Option<(String, String)>,
    /// Index, layer index, pillars before and after, by set.
    pub scores: Vec<ScoreChange>,
    /// Row by row.
    pub rows: Vec<DifferenceRow>,
    /// Risks whose numbers changed, the greatest change first.
    pub risks: Vec<RiskChange>,
    /// What became of the plan.
    pub plan: PlanChange,
    /// Names.
    pub names: Names,
}

/// A risk before and after; none where it did not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskChange {
    /// Which.
    pub id: RiskId,
    /// What it is called.
    pub name: String,
    /// Before.
    pub before: Option<RiskScore>,
    /// After.
    pub after: Option<RiskScore>,
}

/// The plan before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChange {
    /// Actions and their person-days before.
    pub before: (u32, u32),
    /// Actions and their person-days after.
    pub after: (u32, u32),
    /// Actions that are none any more: their criterion is met, does not apply, or is above the target.
    pub gone: Vec<CriterionId>,
    /// Actions that are new.
    pub new: Vec<CriterionId>,
}

/// A number before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreChange {
    /// `index`, `layer_index` or a pillar id.
    pub number: String,
    /// Before.
    pub before: Triple<Option<Exact>>,
    /// After.
    pub after: Triple<Option<Exact>>,
}

/// A criterion that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceRow {
    /// Which.
    pub criterion: CriterionId,
    /// Its check.
    pub check: CheckId,
    /// Its statement.
    pub statement: String,
    /// Before.
    pub before: MarkView,
    /// After.
    pub after: MarkView,
    /// Who changed the answer last between the two states, and when (RFC 3339); none where only proof changed.
    pub by: Option<(String, String)>,
    /// Why.
    pub why: Why,
}

/// Why an answer is what it is, as far as somebody said so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Why the criterion does not apply: the kind of reason and its text.
    pub reason: Option<(crate::Reason, String)>,
    /// What somebody said when they accepted what a rule proposed: the rule, and the remark.
    pub decision: Option<(String, String)>,
    /// The note of the check, where it changed between the two states.
    pub note: String,
    /// The platform that the answer is inherited from; empty where it is the workload's own.
    pub platform: String,
    /// Why the workload answers for itself what a platform answers for it; empty where none does.
    pub own_reason: String,
}

/// Which number is to be explained; comes from the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplainQuery {
    /// `index`, `layer_index`, `pillar`, `layer`, `check`, `risk`, `level`; of a day also `met`, `proven`, `effort`.
    pub number: String,
    /// The id of the pillar, layer, check or risk; a level without one is the overall level.
    pub id: String,
    /// `assured` (also where it is empty), `claimed`, `possible`.
    pub set: String,
    /// `2026-11-22`: the index or the sum as it was sampled on that day; empty for what it is now.
    pub day: String,
    /// Of many workloads, those that answer this framework version; empty for the one that most of them answer.
    pub version: String,
}

/// Why a number is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainPage {
    /// Where the number belongs: a workload, a team or the organisation.
    pub of: String,
    /// Path of the page it belongs to.
    pub back: String,
    /// The number's kind: `index`, `layer_index`, `pillar`, `layer`, `check`, `risk`, `level`, `mean`, `met` …
    pub kind: String,
    /// The name of what it counts.
    pub name: String,
    /// Which set.
    pub set: Set,
    /// The formula, in symbols.
    pub formula: String,
    /// The formula with its values.
    pub worked: String,
    /// The result, exact.
    pub value: Option<Exact>,
    /// Terms of the formula, each opening further down.
    pub rows: Vec<ExplainRow>,
    /// Floors or findings that bear on it, in words.
    pub remarks: Vec<String>,
    /// `score_spec`, framework version.
    pub basis: String,
    /// The workload's tier-weighted mean has none.
    pub input_hash: Option<String>,
}

/// One term of a formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainRow {
    /// Its name.
    pub name: String,
    /// Where it opens further, if it does.
    pub href: Option<String>,
    /// Weight in the formula.
    pub weight: Option<Exact>,
    /// Its value.
    pub value: Option<Exact>,
    /// Weight × value.
    pub contribution: Option<Exact>,
    /// In words: an answer and its proof, a level …
    pub note: String,
}
