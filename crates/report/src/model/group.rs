//! What a report on a team or the organisation is made of.

use domain::{Counts, Framework, Headline, MeanScores, RiskScore, Tier, Triple, WorkloadId};
use time::{Date, OffsetDateTime};

use super::RiskTreatment;

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

/// Numbers of a team or the organisation.
#[derive(Clone, Debug)]
pub struct GroupReport<'a> {
    /// Its name.
    pub name: String,
    /// Which of the two it is.
    pub kind: GroupKind,
    /// The framework that names pillars, levels and risks.
    pub framework: &'a Framework,
    /// All workloads, in any order.
    pub rows: Vec<GroupRow>,
    /// Means over all assessed workloads, weighted by tier.
    pub means: Triple<MeanScores>,
    /// Teams with their means; empty in a team's own report.
    pub teams: Vec<TeamRow>,
    /// The worst risks, at most as many as should be shown.
    pub top_risks: Vec<TopRisk>,
    /// How far plans are.
    pub plan: PlanProgress,
    /// When the report was asked for, in the reader's zone.
    pub generated_at: OffsetDateTime,
    /// `sha256:` and 64 hexadecimal digits over the input hashes of the workloads, in order of their ids.
    pub input_hash: String,
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
