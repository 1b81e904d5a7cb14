//! What one workload gives to the numbers of its team.

use serde::{Deserialize, Serialize};
use time::Date;

use super::Days;
use crate::{Band, Counts, CriterionId, Exact, Headline, RiskId, Set, Triple};

/// The part of a workload's numbers that lists and group pages need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The framework version that it answers: only numbers of one version are compared.
    pub version: String,
    /// Index, pillars, layers by each set.
    pub headline: Triple<Headline>,
    /// Overall level by each set.
    pub level: Triple<Option<u8>>,
    /// What has been answered.
    pub counts: Counts,
    /// Answers that come from platforms.
    #[serde(default)]
    pub inherited: u32,
    /// Risks that apply.
    pub risks: Vec<ShareRisk>,
    /// The plan.
    pub plan: SharePlan,
    /// Proof by day.
    pub proof: Proofs,
    /// Acceptances of risks, asked for or approved.
    pub acceptances: Vec<Acceptance>,
    /// SHA-256 of what the numbers follow from.
    pub input_hash: String,
}

/// A risk in a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareRisk {
    /// Which.
    pub id: RiskId,
    /// What a risk of the workload's own is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
    /// Inherent score.
    pub inherent: Exact,
    /// Claimed residual.
    pub claimed: Exact,
    /// Assured residual.
    pub assured: Exact,
    /// Whether somebody accepted it and the acceptance is in force.
    pub accepted: bool,
}

/// A plan in a share: actions that are neither done nor dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharePlan {
    /// Open or in progress.
    pub open: u32,
    /// In progress.
    pub in_progress: u32,
    /// Their effort in person-days.
    pub effort_days: u32,
    /// Those with a due date, the earliest first.
    pub due: Vec<Due>,
    /// Claimed index once everything is done.
    pub index_after: Option<Exact>,
    /// The claimed index on the way there: a step for each action in its order, what was lost again before all others.
    pub steps: Vec<Step>,
}

/// An open action with a due date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Due {
    /// When.
    #[serde(with = "crate::day")]
    pub on: Date,
    /// Which.
    pub criterion: CriterionId,
}

/// A part of a plan, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its effort in person-days.
    pub effort_days: u32,
    /// What it gains for a person-day, as [`Task::rate`](crate::plan::Task::rate) has it.
    #[serde(default)]
    pub rate: i64,
    /// The claimed index after it.
    pub index: Exact,
}

/// Proof of claimed criteria, by day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proofs {
    /// Since when what stands is true.
    pub since: Days,
    /// The last day on which it stands.
    pub until: Days,
    /// The last day on which proof stood that nothing has replaced.
    pub ended: Days,
}

impl Proofs {
    /// Those of another besides.
    pub fn merge(&mut self, other: &Self) {
        self.since.merge(&other.since);
        self.until.merge(&other.until);
        self.ended.merge(&other.ended);
    }
}

/// An acceptance of a risk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Acceptance {
    /// The last day on which it holds.
    #[serde(with = "crate::day")]
    pub until: Date,
    /// Of which risk.
    pub risk: RiskId,
    /// Whether somebody approved it.
    pub approved: bool,
}

impl ShareRisk {
    /// The band of the assured residual.
    pub fn band(&self) -> Band {
        Band::of(&self.assured)
    }
}

impl Share {
    /// Whether anything was answered; numbers of an untouched workload say nothing.
    pub const fn assessed(&self) -> bool {
        self.counts.answered() > 0
    }

    /// Risks, not accepted, whose assured residual is in the band or above.
    pub fn open_risks(&self, band: Band) -> u32 {
        let open = |risk: &&ShareRisk| !risk.accepted && risk.band() >= band;
        u32::try_from(self.risks.iter().filter(open).count()).unwrap_or(u32::MAX)
    }

    /// Where the plan ends: where nothing is left to do, that is where the workload stands.
    pub fn end(&self) -> Option<&Exact> {
        let stands = self.headline.get(Set::Claimed).index.as_ref();
        self.plan.index_after.as_ref().or(stands)
    }
}
