//! Results of a workload: numbers, risks, plan, history, explanations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    CheckId, CheckScore, Counts, CriterionId, Exact, Issue, Levels, MilestoneId, PillarId,
    PlannedAction, RiskId, RiskScore, Scores, Set, Triple, UserId,
    views::{
        assessing::MarkView,
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
    /// When it ends, `2026-11-22`, or empty.
    pub expires_on: String,
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
    /// Names.
    pub names: Names,
    /// The team's person-days a month.
    pub capacity: u32,
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
    /// Details as compact JSON.
    pub details: String,
}

/// One page of the organisation's change log: everything outside of single workloads.
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
    /// Index, layer index, pillars before and after, by set.
    pub scores: Vec<ScoreChange>,
    /// Row by row.
    pub rows: Vec<DifferenceRow>,
    /// Names.
    pub names: Names,
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
}

/// Which number is to be explained; comes from the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplainQuery {
    /// `index`, `layer_index`, `pillar`, `layer`, `check`, `risk`, `level`.
    pub number: String,
    /// The id of the pillar, layer, check or risk; a level without one is the overall level.
    pub id: String,
    /// `assured` (also where it is empty), `claimed`, `possible`.
    pub set: String,
}

/// Why a number is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainPage {
    /// Where the number belongs: a workload, a team or the organisation.
    pub of: String,
    /// Path of the page it belongs to.
    pub back: String,
    /// The number's kind: `index`, `layer_index`, `pillar`, `layer`, `check`, `risk`, `level`, `mean` …
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
