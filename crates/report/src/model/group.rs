//! What a report on a team or the organisation is made of.

use std::borrow::Cow;

use domain::{
    AssessmentState, Counts, CriterionId, Exact, Framework, Headline, MeanScores, RiskId,
    RiskScore, Tier, Triple, WorkloadId, views::reports::ReportKind,
};
use time::{Date, OffsetDateTime};

use super::{ActionState, ChainHead, Origin, RiskTreatment};

/// A team or the whole organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// One team.
    Team,
    /// All teams.
    Organisation,
}

impl GroupKind {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Organisation => "organisation",
        }
    }
}

/// Workloads that a document names in a line.
pub const NAMED: usize = 4;
/// Workloads that a document lists, and as many that are not assessed. Nobody reads thousands of rows on paper, and setting
/// ten thousand takes more than a gigabyte; tables hold them all.
pub const LISTED: usize = 1_000;
/// Rows of the heat map that an executive's pages have room for.
pub const WEAKEST: usize = 7;

/// How many workloads a document shows at most: of the assessed ones those with the lowest assured index, and as many of the
/// others. None where it shows every one.
pub const fn shown(kind: ReportKind, group: GroupKind) -> Option<usize> {
    match (kind, group) {
        (ReportKind::Executive, GroupKind::Team) => Some(WEAKEST),
        // Its rows are teams.
        (ReportKind::Executive, GroupKind::Organisation) => Some(0),
        (ReportKind::Team, GroupKind::Organisation) => Some(LISTED),
        (ReportKind::Team, GroupKind::Team) | (ReportKind::Auditor, _) => None,
    }
}

/// Numbers of a team or the organisation.
#[derive(Clone, Debug)]
pub struct GroupReport<'a> {
    /// Its name.
    pub name: String,
    /// Which of the two it is.
    pub kind: GroupKind,
    /// The framework that names pillars, levels and risks.
    pub framework: &'a Framework,
    /// Workloads, in any order: all, or those that a document shows.
    pub rows: Vec<GroupRow>,
    /// What is said of all workloads together; none where they are all in the rows, which say it then.
    pub totals: Option<Totals>,
    /// The framework version that most assessed workloads answer; none where nothing was assessed.
    pub version: Option<String>,
    /// Means of the assessed workloads that answer that version, weighted by tier.
    pub means: Triple<MeanScores>,
    /// The other framework versions, each with means of its own: numbers of different ones are never averaged.
    pub others: Vec<OtherVersion>,
    /// Teams with their means; empty in a team's own report.
    pub teams: Vec<TeamRow>,
    /// The worst risks, at most as many as should be shown.
    pub top_risks: Vec<TopRisk>,
    /// How far plans are.
    pub plan: PlanProgress,
    /// The claimed mean index at the end of each week, from today, if the plans are followed; empty where only some
    /// workloads are in the report, as they share their teams' capacities with the others.
    pub projected: Vec<Exact>,
    /// Actions with a due date that are not done, the longest overdue first, at most as many as should be shown.
    pub due: Vec<DueAction>,
    /// How many of those there are.
    pub due_total: u64,
    /// Acceptances of risks that were asked for, by the day on which they end.
    pub acceptances: Vec<Acceptance>,
    /// Open risks, critical and high, that nobody decided about.
    pub untreated: (u32, u32),
    /// How the workloads were chosen, in words; empty where all are in it.
    pub chosen: Vec<String>,
    /// When the report was asked for, in the reader's zone.
    pub generated_at: OffsetDateTime,
    /// `sha256:` and 64 hexadecimal digits over the input hashes of the workloads, in order of their ids.
    pub input_hash: String,
    /// Where all this comes from.
    pub origin: Origin,
}

impl GroupReport<'_> {
    /// Whether numbers of a framework version can't be compared with the means.
    pub fn unlike(&self, version: &str) -> bool {
        self.version.as_deref().is_some_and(|own| own != version)
    }

    /// What is said of all workloads together.
    pub fn totals(&self) -> Cow<'_, Totals> {
        match &self.totals {
            Some(totals) => Cow::Borrowed(totals),
            None => Cow::Owned(self.summed()),
        }
    }

    fn summed(&self) -> Totals {
        let mut totals = Totals::default();
        for row in &self.rows {
            totals.workloads += 1;
            if row.state == AssessmentState::InReview {
                totals.in_review.add(&row.name);
            }
            let Some(result) = &row.result else {
                totals.missing.add(&row.name);
                continue;
            };
            totals.assessed += 1;
            totals.averaged += u32::from(!self.unlike(&row.framework_version));
            totals.coverage = totals.coverage.plus(result.coverage);
            totals.open_high += result.open_high;
            totals.open_critical += result.open_critical;
            totals.disputed += u32::from(result.coverage.conflicts > 0);
        }
        totals
    }
}

/// What a report says of all its workloads together.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// How many there are.
    pub workloads: u32,
    /// How many of them are assessed.
    pub assessed: u32,
    /// How many of those the means are of.
    pub averaged: u32,
    /// Their answers, counted.
    pub coverage: Counts,
    /// Risks whose assured residual is high and which nobody accepted.
    pub open_high: u32,
    /// The same for critical.
    pub open_critical: u32,
    /// Assessed workloads in which a rule disagrees with an answer.
    pub disputed: u32,
    /// Those whose assessment waits for its review.
    pub in_review: Named,
    /// Those that are not assessed.
    pub missing: Named,
}

/// Workloads of which a line names the first.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// How many there are.
    pub count: u32,
    /// What the first of them are called, [`NAMED`] where there are as many.
    pub first: Vec<String>,
}

impl Named {
    fn add(&mut self, name: &str) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(name.to_owned());
        }
    }
}

/// Workloads that answer another framework version than the report's means.
#[derive(Clone, Debug)]
pub struct OtherVersion {
    /// Which version.
    pub version: String,
    /// How many of them are assessed.
    pub assessed: u32,
    /// Their means.
    pub means: Triple<MeanScores>,
}

/// One workload of a group.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// Its id.
    pub id: WorkloadId,
    /// Its name.
    pub name: String,
    /// The name of its team.
    pub team: String,
    /// How much it matters.
    pub tier: Tier,
    /// Where its open assessment stands.
    pub state: AssessmentState,
    /// The framework version that it answers.
    pub framework_version: String,
    /// The hash of its inputs; none where nothing was computed yet.
    pub input_hash: Option<String>,
    /// The end of its change log.
    pub log: Option<ChainHead>,
    /// Its results; none without an assessment.
    pub result: Option<GroupResult>,
}

/// The results of one workload of a group.
#[derive(Clone, Debug)]
pub struct GroupResult {
    /// Its numbers.
    pub headline: Triple<Headline>,
    /// Its overall level by each set.
    pub levels: Triple<Option<u8>>,
    /// Its answers, counted.
    pub coverage: Counts,
    /// Risks whose assured residual is high and which nobody accepted.
    pub open_high: u32,
    /// The same for critical.
    pub open_critical: u32,
    /// The day on which it was last changed or approved.
    pub assessed_on: Date,
}

/// One team of the organisation.
#[derive(Clone, Debug)]
pub struct TeamRow {
    /// Its name.
    pub name: String,
    /// The framework version that its means are of; none where nothing was assessed.
    pub version: Option<String>,
    /// Its means.
    pub means: Triple<MeanScores>,
    /// How many workloads it has.
    pub workloads: u32,
    /// How many of them are assessed.
    pub assessed: u32,
}

/// A risk of one workload that stands out.
#[derive(Clone, Debug)]
pub struct TopRisk {
    /// The workload's name.
    pub workload: String,
    /// The risk.
    pub risk: RiskScore,
    /// What people decided.
    pub treatment: Option<RiskTreatment>,
}

/// An action of one workload with its day.
#[derive(Clone, Debug)]
pub struct DueAction {
    /// The workload's name.
    pub workload: String,
    /// What is to be done.
    pub criterion: CriterionId,
    /// The display name of its owner.
    pub owner: Option<String>,
    /// The day.
    pub due: Date,
    /// Where it stands.
    pub state: ActionState,
}

/// A risk of one workload that somebody wants to live with.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The workload's name.
    pub workload: String,
    /// The risk.
    pub risk: RiskId,
    /// Its name where it is the workload's own.
    pub own: Option<String>,
    /// The display name of who asked.
    pub asked_by: Option<String>,
    /// The display name of who approved; none while it waits.
    pub approved_by: Option<String>,
    /// The last day.
    pub expires_on: Date,
    /// In words; may be empty.
    pub note: String,
}

/// Actions of all plans, counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlanProgress {
    /// Nobody has started.
    pub open: u32,
    /// Somebody works on them.
    pub in_progress: u32,
    /// Done.
    pub done: u32,
    /// Given up.
    pub dropped: u32,
    /// Open or in progress after their due date.
    pub overdue: u32,
    /// Person-days of what is open or in progress.
    pub effort_days: u32,
}
