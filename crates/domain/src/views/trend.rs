//! Numbers over time, on pages of the organisation, of teams and of workloads.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    CriterionId, Exact, RiskId, Triple, WorkloadId, alert::Alert, views::workloads::WorkloadHead,
};

/// A chart has room for so many points: of longer spans each stands for some days.
const POINTS: u32 = 120;

/// How numbers came to be what they are, and what they will be if the plan is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trend {
    /// Days that it looks back.
    pub span: u32,
    /// Today.
    #[serde(with = "crate::day")]
    pub today: Date,
    /// Samples, the oldest first; the last one is of today.
    pub points: Vec<TrendPoint>,
    /// The claimed index at the end of each week from today, if the plan is followed.
    pub projected: Vec<DayNumber>,
    /// Effort left at the end of each week from today, in person-days, within the capacity.
    pub left: Vec<DayNumber>,
    /// Person-days a month.
    pub capacity: u32,
    /// The framework version that is answered now; samples of others are drawn apart.
    pub version: String,
}

impl Trend {
    /// How many days a point stands for.
    pub const fn step(span: u32) -> u32 {
        if span <= POINTS {
            return 1;
        }
        span.div_ceil(POINTS)
    }
}

/// Numbers of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendPoint {
    /// The day.
    #[serde(with = "crate::day")]
    pub day: Date,
    /// The framework version that was answered.
    pub version: String,
    /// Index by each set: of a group, the mean by tier.
    pub index: Triple<Option<Exact>>,
    /// Assessed workloads.
    pub assessed: u32,
    /// Criteria answered `met`.
    pub met: u32,
    /// Of those, proven.
    pub proven: u32,
    /// Open critical risks.
    pub critical: u32,
    /// Open actions.
    pub open_actions: u32,
    /// Their effort in person-days.
    pub effort_days: u32,
    /// Milestones since the point before it.
    pub milestones: u32,
    /// The number of the milestone of that day: only of a workload.
    pub milestone: Option<i32>,
}

/// A number on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayNumber {
    /// The day.
    #[serde(with = "crate::day")]
    pub day: Date,
    /// The number.
    pub value: Exact,
}

/// How much of what is claimed is proven, and for how long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// Criteria answered `met`.
    pub met: u32,
    /// Of those, proven.
    pub proven: u32,
    /// Proof that ends within 7 days.
    pub ends_7: u32,
    /// Within 30.
    pub ends_30: u32,
    /// Within 90.
    pub ends_90: u32,
    /// Claimed criteria whose proof has ended.
    pub ended: u32,
    /// The median age of what stands, in days.
    pub median_age: Option<u32>,
    /// How old what stands is: up to 30, 90, 180 days, and older.
    pub ages: [u32; 4],
}

/// What should have been done by now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overdue {
    /// Open actions past their due date.
    pub actions: u32,
    /// Acceptances that have ended while the risk is still treated as accepted.
    pub acceptances_ended: u32,
    /// Acceptances that wait for approval.
    pub acceptances_asked: u32,
    /// Assessments that wait for a reviewer.
    pub reviews: u32,
    /// The oldest of all these.
    pub rows: Vec<OverdueRow>,
}

/// Something that should have been done by now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverdueRow {
    /// Of which workload.
    pub workload: WorkloadId,
    /// Its name.
    pub workload_name: String,
    /// Its team's name.
    pub team_name: String,
    /// Since when, or until when it holds.
    #[serde(with = "crate::day::option")]
    pub day: Option<Date>,
    /// What.
    pub what: Late,
}

/// What should have been done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Late {
    /// An action, with its statement.
    Action(CriterionId, String),
    /// Deciding anew about a risk whose acceptance has ended, with its name.
    AcceptanceEnded(RiskId, String),
    /// Approving the acceptance of a risk, with its name.
    AcceptanceAsked(RiskId, String),
    /// Reviewing an assessment.
    Review,
}

/// Changes for the worse.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alerts {
    /// The newest.
    pub rows: Vec<AlertRow>,
    /// How many there are in all.
    pub total: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// Days that are looked back.
    pub days: u32,
}

/// A change for the worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    /// Of which workload.
    pub workload: WorkloadId,
    /// Its name.
    pub workload_name: String,
    /// Its team's name.
    pub team_name: String,
    /// The day on which it was seen.
    #[serde(with = "crate::day")]
    pub day: Date,
    /// What.
    pub alert: Alert,
    /// Names of the risks in it.
    pub risk_names: Vec<String>,
}

/// A risk's assured residual at an earlier time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// When.
    #[serde(with = "crate::day")]
    pub day: Date,
    /// The number of the milestone, where it is of one.
    pub milestone: Option<i32>,
    /// The residual then.
    pub before: Exact,
    /// Whether the workload answers the same framework version as then: else the two are not compared.
    pub alike: bool,
}

/// The trend page of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkloadTrend {
    /// The workload.
    pub head: WorkloadHead,
    /// Its numbers over time.
    pub trend: Trend,
    /// How much is proven, and for how long.
    pub freshness: Freshness,
    /// Its risks, the greatest assured residual first.
    pub risks: Vec<MovedRisk>,
    /// What changed for the worse.
    pub alerts: Alerts,
}

/// A risk with what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedRisk {
    /// Which.
    pub risk: RiskId,
    /// Its name.
    pub name: String,
    /// Assured residual now.
    pub assured: Exact,
    /// Its band.
    pub band: crate::Band,
    /// Whether it was accepted.
    pub accepted: bool,
    /// Thirty days ago.
    pub month: Option<Moved>,
    /// At the last milestone.
    pub milestone: Option<Moved>,
}

/// The page of changes for the worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertsPage {
    /// The team, where it is of one.
    pub team: Option<(crate::TeamId, String)>,
    /// The alerts.
    pub alerts: Alerts,
}
