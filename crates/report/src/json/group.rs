//! The document of a team or the organisation.

use std::collections::BTreeMap;

use domain::{Exact, Layer, PillarId, SCORE_SPEC, Triple};
use serde::Serialize;

use super::{CountsValue, SetScores, six};
use crate::{
    dates,
    model::{GroupReport, GroupResult, GroupRow, OtherVersion, PlanProgress, TeamRow, TopRisk},
};

/// The whole document.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = GroupReport))]
pub struct Document<'a> {
    score_spec: u32,
    framework: BTreeMap<&'static str, &'a str>,
    input_hash: &'a str,
    generated_at: String,
    kind: &'static str,
    name: &'a str,
    workloads_total: usize,
    workloads_assessed: usize,
    /// Means of the workloads that answer the framework version named above; never of several versions.
    scores: Triple<SetScores<'a>>,
    /// Means of those that answer other versions.
    other_versions: Vec<VersionValue<'a>>,
    teams: Vec<TeamValue<'a>>,
    workloads: Vec<WorkloadValue<'a>>,
    top_risks: Vec<RiskValue<'a>>,
    plan: PlanValue,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = VersionScores))]
struct VersionValue<'a> {
    framework_version: &'a str,
    assessed: u32,
    scores: Triple<SetScores<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = TeamScores))]
struct TeamValue<'a> {
    name: &'a str,
    /// What its scores are of; null where nothing was assessed.
    framework_version: Option<&'a str>,
    workloads: u32,
    assessed: u32,
    scores: Triple<SetScores<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = WorkloadScores))]
struct WorkloadValue<'a> {
    id: String,
    name: &'a str,
    team: &'a str,
    tier: u8,
    framework_version: &'a str,
    assessed: bool,
    assessed_on: Option<String>,
    scores: Option<Triple<SetScores<'a>>>,
    coverage: Option<CountsValue>,
    open_high_risks: Option<u32>,
    open_critical_risks: Option<u32>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = TopRisk))]
struct RiskValue<'a> {
    workload: &'a str,
    id: &'a str,
    inherent: String,
    claimed_residual: String,
    assured_residual: String,
    assured_band: &'static str,
    accepted: bool,
    treatment: Option<&'static str>,
    owner: Option<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PlanProgress))]
struct PlanValue {
    open: u32,
    in_progress: u32,
    done: u32,
    dropped: u32,
    overdue: u32,
    effort_days: u32,
}

impl<'a> Document<'a> {
    /// The document of a report.
    pub fn new(report: &'a GroupReport<'a>) -> Self {
        let framework = report.framework;
        let version = report.version.as_deref().unwrap_or(&framework.version);
        let PlanProgress {
            open,
            in_progress,
            done,
            dropped,
            overdue,
            effort_days,
        } = report.plan;
        Self {
            score_spec: SCORE_SPEC,
            framework: [("id", framework.id.as_str()), ("version", version)].into(),
            input_hash: &report.input_hash,
            generated_at: dates::instant(report.generated_at),
            kind: report.kind.as_str(),
            name: &report.name,
            workloads_total: report.rows.len(),
            workloads_assessed: report.rows.iter().filter(|r| r.result.is_some()).count(),
            scores: means(&report.means),
            other_versions: report.others.iter().map(other).collect(),
            teams: report.teams.iter().map(team).collect(),
            workloads: report.rows.iter().map(workload).collect(),
            top_risks: report.top_risks.iter().map(risk).collect(),
            plan: PlanValue {
                open,
                in_progress,
                done,
                dropped,
                overdue,
                effort_days,
            },
        }
    }
}

/// Numbers of several workloads or one; a mean has no level of its own.
fn numbers<'a>(
    index: Option<&Exact>,
    layer_index: Option<&Exact>,
    pillars: &'a BTreeMap<PillarId, Exact>,
    layers: &BTreeMap<Layer, Exact>,
    level: Option<u8>,
) -> SetScores<'a> {
    SetScores {
        index: index.map(six),
        layer_index: layer_index.map(six),
        level,
        pillars: pillars.iter().map(|(p, s)| (p.as_str(), six(s))).collect(),
        layers: layers.iter().map(|(l, s)| (l.as_str(), six(s))).collect(),
        pillar_levels: None,
        checks: None,
    }
}

fn means(means: &Triple<domain::MeanScores>) -> Triple<SetScores<'_>> {
    Triple::of(|set| {
        let m = means.get(set);
        let level = m.index.as_ref().map(domain::maturity);
        numbers(
            m.index.as_ref(),
            m.layer_index.as_ref(),
            &m.pillars,
            &m.layers,
            level,
        )
    })
}

fn other(of: &OtherVersion) -> VersionValue<'_> {
    VersionValue {
        framework_version: &of.version,
        assessed: of.assessed,
        scores: means(&of.means),
    }
}

fn team(row: &TeamRow) -> TeamValue<'_> {
    TeamValue {
        name: &row.name,
        framework_version: row.version.as_deref(),
        workloads: row.workloads,
        assessed: row.assessed,
        scores: means(&row.means),
    }
}

fn workload(row: &GroupRow) -> WorkloadValue<'_> {
    let result = row.result.as_ref();
    WorkloadValue {
        id: row.id.to_string(),
        name: &row.name,
        team: &row.team,
        tier: row.tier.number(),
        framework_version: &row.framework_version,
        assessed: result.is_some(),
        assessed_on: result.map(|r| dates::iso(r.assessed_on)),
        scores: result.map(headline),
        coverage: result.map(|r| r.coverage.into()),
        open_high_risks: result.map(|r| r.open_high),
        open_critical_risks: result.map(|r| r.open_critical),
    }
}

fn headline(result: &GroupResult) -> Triple<SetScores<'_>> {
    Triple::of(|set| {
        let h = result.headline.get(set);
        let level = *result.levels.get(set);
        numbers(
            h.index.as_ref(),
            h.layer_index.as_ref(),
            &h.pillars,
            &h.layers,
            level,
        )
    })
}

fn risk(row: &TopRisk) -> RiskValue<'_> {
    RiskValue {
        workload: &row.workload,
        id: row.risk.id.as_str(),
        inherent: six(&row.risk.inherent),
        claimed_residual: six(&row.risk.residual.claimed.score),
        assured_residual: six(&row.risk.residual.assured.score),
        assured_band: row.risk.residual.assured.band.as_str(),
        accepted: row.risk.accepted,
        treatment: row.treatment.as_ref().map(|t| t.treatment.as_str()),
        owner: row.treatment.as_ref().and_then(|t| t.owner.as_deref()),
    }
}
