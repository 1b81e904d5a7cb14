//! Team and organisation pages.

use serde::{Deserialize, Serialize};

use crate::{
    Band, Counts, Exact, MeanScores, PillarId, RiskId, TeamId, Triple, WorkloadId,
    views::{
        results::{Names, PlanSummary},
        trend::{Alerts, Freshness, Moved, Overdue, Trend},
        workloads::{WorkloadPage, WorkloadQuery},
    },
};

/// The landing page of a manager, or a team's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewPage {
    /// The team; none for the organisation.
    pub team: Option<(TeamId, String)>,
    /// The organisation's or team's name.
    pub name: String,
    /// Names.
    pub names: Names,
    /// Means weighted by tier.
    pub means: Triple<MeanScores>,
    /// Assessed workloads.
    pub assessed: u32,
    /// Workloads nobody has answered for: counted apart, never as zero.
    pub not_assessed: u32,
    /// What has been answered, over the assessed ones.
    pub counts: Counts,
    /// Where workloads answer different framework versions: each with its own means, never averaged.
    pub versions: Vec<VersionRow>,
    /// Pillar × team for the organisation (ranked), pillar × workload for a team.
    pub heat: Vec<HeatRow>,
    /// Which page of it, from 1, of how many, and how many rows there are.
    pub heat_page: (u32, u32, u32),
    /// Numbers over time.
    pub trend: Trend,
    /// How much is proven, and for how long.
    pub freshness: Freshness,
    /// What should have been done by now.
    pub overdue: Overdue,
    /// What changed for the worse.
    pub alerts: Alerts,
    /// Risks with the greatest assured residual first.
    pub risks: Vec<TopRisk>,
    /// Risks, not accepted, whose assured residual is critical, over all workloads.
    pub critical_risks: u32,
    /// Plans together.
    pub plan: PlanSummary,
    /// The workloads, sorted and paged by the URL.
    pub workloads: WorkloadPage,
    /// How they were asked for.
    pub query: WorkloadQuery,
    /// Whether the reader may manage the team.
    pub manage: bool,
}

/// A row of the heat map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeatRow {
    /// Team or workload.
    pub name: String,
    /// Where it opens; the explanations of its numbers are below.
    pub href: String,
    /// The framework version of its numbers where it is not the page's: it is not ranked with the others, and stands after
    /// them.
    pub version: Option<String>,
    /// Its index.
    pub index: Triple<Option<Exact>>,
    /// By pillar, in order.
    pub pillars: Vec<(PillarId, Triple<Option<Exact>>)>,
    /// Assessed workloads in it.
    pub assessed: u32,
    /// Not assessed.
    pub not_assessed: u32,
}

/// A risk of one workload among the greatest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopRisk {
    /// The workload.
    pub workload: WorkloadId,
    /// Its name.
    pub workload_name: String,
    /// Its team's name.
    pub team_name: String,
    /// The risk.
    pub risk: RiskId,
    /// Its name.
    pub name: String,
    /// Inherent score.
    pub inherent: Exact,
    /// Claimed residual.
    pub claimed: Exact,
    /// Assured residual.
    pub assured: Exact,
    /// Band of the assured residual.
    pub band: Band,
    /// Whether it was accepted.
    pub accepted: bool,
    /// What it was thirty days ago.
    pub month: Option<Moved>,
    /// What it was at the workload's last milestone.
    pub milestone: Option<Moved>,
}

/// The workloads that answer one framework version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    /// Which version.
    pub version: String,
    /// How many are assessed.
    pub assessed: u32,
    /// Their mean index.
    pub index: Triple<Option<Exact>>,
    /// Whether the page's means are of this one.
    pub shown: bool,
}
