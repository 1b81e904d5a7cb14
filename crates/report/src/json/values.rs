//! The parts of the assessment document; their field names are part of `/api/v1`.

use std::borrow::Cow;

use serde::Serialize;

/// Which framework version.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FrameworkRef<'a> {
    pub id: &'a str,
    pub version: &'a str,
}

/// The workload.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AssessedWorkload))]
pub struct WorkloadValue<'a> {
    pub id: String,
    pub name: &'a str,
    pub description: &'a str,
    pub team: &'a str,
    pub tier: u8,
    pub profile: Vec<&'static str>,
}

/// The milestone shown.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Milestone))]
pub struct MilestoneValue<'a> {
    pub number: u32,
    pub name: &'a str,
    pub date: String,
}

/// An answer.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Answer))]
pub struct AnswerValue<'a> {
    pub criterion: &'a str,
    pub state: &'static str,
    pub reason: Option<&'static str>,
    pub reason_text: Option<&'a str>,
    pub provenance: &'static str,
    pub proven: bool,
    pub proof: Option<ProofValue>,
    pub conflict: bool,
    pub version: i32,
    pub answered_by: &'a str,
    pub answered_at: String,
    pub inherited_from: Option<&'a str>,
    pub own_reason: Option<&'a str>,
}

/// Proof that stands.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Proof))]
pub struct ProofValue {
    pub by: domain::ProofKind,
    pub until: String,
}

/// A piece of evidence.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = EvidenceDocument))]
pub struct EvidenceValue<'a> {
    pub title: &'a str,
    pub kind: &'static str,
    pub sha256: &'a str,
    pub effective: String,
    pub valid_until: String,
    pub criteria: Vec<&'a str>,
}

/// A floor that held a level down.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Floor))]
pub struct FloorValue<'a> {
    pub set: &'static str,
    pub overall: bool,
    pub pillar: &'a str,
    pub because: &'a str,
    pub from: u8,
    pub to: u8,
}

/// A risk.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Risk))]
pub struct RiskValue<'a> {
    pub id: &'a str,
    pub name: Cow<'a, domain::Text>,
    /// Whether it is a risk of the workload's own; its name is then what was typed, in both languages.
    pub own: bool,
    pub pillar: &'a str,
    pub likelihood: u32,
    pub impact: u32,
    pub inherent: String,
    pub inherent_band: &'static str,
    pub claimed_residual: String,
    pub claimed_band: &'static str,
    pub assured_residual: String,
    pub assured_band: &'static str,
    pub checks: Vec<&'a str>,
    pub reopened_by: Vec<&'a str>,
    pub accepted: bool,
    pub treatment: Option<&'static str>,
    pub owner: Option<&'a str>,
    pub accepted_by: Option<&'a str>,
    pub expires_on: Option<String>,
    pub note: Option<&'a str>,
}

/// A risk of the workload's own, as it was entered.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = OwnRisk))]
pub struct OwnRiskValue<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub text: &'a str,
    pub pillar: &'a str,
    pub likelihood: u32,
    pub impact: u32,
    pub checks: Vec<&'a str>,
}

/// An action of the plan.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PlannedAction))]
pub struct ActionValue<'a> {
    pub criterion: &'a str,
    pub check: &'a str,
    pub pillar: &'a str,
    pub level: u8,
    pub gain: String,
    pub risk_gain: String,
    pub effort_days: u32,
    pub phase: Option<&'static str>,
    pub done_by_day: Option<u32>,
    pub index_after: String,
    pub requires: Vec<&'a str>,
    pub state: &'static str,
    pub owner: Option<&'a str>,
    pub due: Option<String>,
}
