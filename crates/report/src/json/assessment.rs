//! The assessment document.

use std::{borrow::Cow, collections::BTreeMap};

use domain::{PlannedAction, Provenance, Reason, RiskScore, SCORE_SPEC, Set, Triple};
use serde::Serialize;

use super::{
    CountsValue, SetScores, checks, six,
    values::{
        ActionValue, AnswerValue, EvidenceValue, FloorValue, FrameworkRef, MilestoneValue,
        OwnRiskValue, ProofValue, RiskValue, WorkloadValue,
    },
};
use crate::{
    dates,
    lookup::Lookup,
    model::{AnswerRow, EvidenceRow, WorkloadReport},
};

/// The whole document; field names are part of `/api/v1`.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Assessment))]
pub struct Document<'a> {
    score_spec: u32,
    framework: FrameworkRef<'a>,
    input_hash: &'a str,
    generated_at: String,
    workload: WorkloadValue<'a>,
    id: String,
    state: &'static str,
    milestone: Option<MilestoneValue<'a>>,
    answers: Vec<AnswerValue<'a>>,
    notes: BTreeMap<&'a str, &'a str>,
    evidence: Vec<EvidenceValue<'a>>,
    inputs: InputsValue<'a>,
    scores: Triple<SetScores<'a>>,
    floors: Vec<FloorValue<'a>>,
    issues: BTreeMap<&'a str, &'static str>,
    coverage: CountsValue,
    unanswered: Vec<&'a str>,
    risks: Vec<RiskValue<'a>>,
    plan: Vec<ActionValue<'a>>,
}

/// What the numbers follow from besides profile, tier and answers: with it, anybody can compute them again.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Inputs))]
struct InputsValue<'a> {
    /// Target levels that differ from the tier's.
    targets: BTreeMap<&'a str, u8>,
    /// Pillar priorities in force.
    priorities: BTreeMap<&'a str, u32>,
    /// Risks whose acceptance is in force.
    accepted: Vec<&'a str>,
    /// The workload's own risks that are not closed.
    own_risks: Vec<OwnRiskValue<'a>>,
    /// Checks with an open finding of severity high or critical.
    open_findings: Vec<&'a str>,
    /// The team's person-days a month.
    capacity: u32,
}

impl<'a> InputsValue<'a> {
    fn new(report: &'a WorkloadReport<'a>) -> Self {
        let inputs = report.inputs;
        Self {
            targets: inputs
                .targets
                .iter()
                .map(|(c, l)| (c.as_str(), *l))
                .collect(),
            priorities: report
                .rubric
                .pillars
                .iter()
                .map(|p| (p.id.as_str(), p.priority))
                .collect(),
            accepted: inputs.accepted.iter().map(domain::RiskId::as_str).collect(),
            own_risks: inputs.own_risks.iter().map(own_risk).collect(),
            open_findings: inputs
                .open_findings
                .iter()
                .map(domain::CheckId::as_str)
                .collect(),
            capacity: inputs.capacity,
        }
    }
}

impl<'a> Document<'a> {
    /// The document of a report.
    pub fn new(report: &'a WorkloadReport<'a>) -> Self {
        let rows = Lookup::new(report, domain::Locale::En);
        let evaluation = report.evaluation;
        let open = |id: &&domain::CriterionId| !report.inputs.answers.contains_key(*id);
        let in_scope = rows.in_scope();
        let criteria = in_scope
            .iter()
            .flat_map(|(_, _, criteria)| criteria.iter().map(|k| &k.id));
        let mut answers: Vec<_> = report.answers.iter().collect();
        answers.sort_by_key(|a| &a.criterion);
        Self {
            score_spec: SCORE_SPEC,
            framework: FrameworkRef {
                id: report.framework.id.as_str(),
                version: &report.framework.version,
            },
            input_hash: &report.input_hash,
            generated_at: dates::instant(report.generated_at),
            workload: workload(report),
            id: report.assessment.id.to_string(),
            state: report.assessment.state.as_str(),
            milestone: report
                .assessment
                .milestone
                .as_ref()
                .map(|m| MilestoneValue {
                    number: m.number,
                    name: &m.name,
                    date: dates::iso(m.date),
                }),
            answers: answers.into_iter().map(answer).collect(),
            notes: report
                .notes
                .iter()
                .map(|(c, text)| (c.as_str(), text.as_str()))
                .collect(),
            evidence: report.evidence.iter().map(evidence).collect(),
            inputs: InputsValue::new(report),
            scores: Triple::of(|set| scores(report, set)),
            floors: floors(report),
            issues: evaluation
                .issues
                .iter()
                .map(|(c, i)| (c.as_str(), i.as_str()))
                .collect(),
            coverage: evaluation.coverage.total.into(),
            unanswered: criteria
                .filter(open)
                .map(domain::CriterionId::as_str)
                .collect(),
            risks: evaluation
                .risks
                .iter()
                .filter_map(|r| risk(report, r))
                .collect(),
            plan: evaluation.plan.iter().map(|a| action(report, a)).collect(),
        }
    }
}

fn workload<'a>(report: &'a WorkloadReport<'a>) -> WorkloadValue<'a> {
    let workload = &report.workload;
    WorkloadValue {
        id: workload.id.to_string(),
        name: &workload.name,
        description: &workload.description,
        team: &workload.team,
        tier: workload.tier.number(),
        profile: workload.profile.iter().map(|f| f.as_str()).collect(),
    }
}

fn answer(row: &AnswerRow) -> AnswerValue<'_> {
    AnswerValue {
        criterion: row.criterion.as_str(),
        state: row.state.as_str(),
        reason: row.reason.map(Reason::as_str),
        reason_text: row.reason_text.as_deref(),
        provenance: Provenance::as_str(row.provenance),
        proven: row.proven,
        proof: row.proof.map(|p| ProofValue {
            by: p.by,
            until: dates::iso(p.until),
        }),
        conflict: row.conflict,
        version: row.version,
        answered_by: &row.answered_by,
        answered_at: dates::instant(row.answered_at),
        inherited_from: row.inherited_from.as_deref(),
        own_reason: row.own_reason.as_deref(),
    }
}

fn evidence(row: &EvidenceRow) -> EvidenceValue<'_> {
    EvidenceValue {
        title: &row.title,
        kind: row.kind.as_str(),
        sha256: row.sha256.trim_start_matches("sha256:"),
        effective: dates::iso(row.effective),
        valid_until: dates::iso(row.valid_until),
        criteria: row
            .criteria
            .iter()
            .map(domain::CriterionId::as_str)
            .collect(),
    }
}

fn scores<'a>(report: &'a WorkloadReport<'a>, set: Set) -> SetScores<'a> {
    let (scores, levels) = (
        report.evaluation.scores.get(set),
        report.evaluation.levels.get(set),
    );
    SetScores {
        index: scores.index.as_ref().map(six),
        layer_index: scores.layer_index.as_ref().map(six),
        level: levels.overall,
        pillars: scores
            .pillars
            .iter()
            .map(|(p, s)| (p.as_str(), six(s)))
            .collect(),
        layers: scores
            .layers
            .iter()
            .map(|(l, s)| (l.as_str(), six(s)))
            .collect(),
        pillar_levels: Some(
            levels
                .pillars
                .iter()
                .map(|(p, l)| (p.as_str(), *l))
                .collect(),
        ),
        checks: Some(checks(scores)),
    }
}

fn floors<'a>(report: &'a WorkloadReport<'a>) -> Vec<FloorValue<'a>> {
    let of = |set: Set| {
        report
            .evaluation
            .levels
            .get(set)
            .floors
            .iter()
            .map(move |f| FloorValue {
                set: set.as_str(),
                overall: f.overall,
                pillar: f.pillar.as_str(),
                because: f.because.as_str(),
                from: f.from,
                to: f.to,
            })
    };
    Set::ALL.iter().flat_map(|set| of(*set)).collect()
}

fn risk<'a>(report: &'a WorkloadReport<'a>, risk: &'a RiskScore) -> Option<RiskValue<'a>> {
    let treatment = report.treatments.get(&risk.id);
    let name = match &risk.own {
        Some(title) => Cow::Owned(domain::Text {
            zh: title.clone(),
            en: title.clone(),
        }),
        None => Cow::Borrowed(&report.framework.risk(&risk.id)?.name),
    };
    Some(RiskValue {
        id: risk.id.as_str(),
        name,
        own: risk.own.is_some(),
        pillar: risk.pillar.as_str(),
        likelihood: risk.likelihood,
        impact: risk.impact,
        inherent: six(&risk.inherent),
        inherent_band: risk.band.as_str(),
        claimed_residual: six(&risk.residual.claimed.score),
        claimed_band: risk.residual.claimed.band.as_str(),
        assured_residual: six(&risk.residual.assured.score),
        assured_band: risk.residual.assured.band.as_str(),
        checks: risk.checks.iter().map(domain::CheckId::as_str).collect(),
        reopened_by: risk
            .reopened_by
            .iter()
            .map(domain::CheckId::as_str)
            .collect(),
        accepted: risk.accepted,
        treatment: treatment.map(|t| t.treatment.as_str()),
        owner: treatment.and_then(|t| t.owner.as_deref()),
        accepted_by: treatment.and_then(|t| t.accepted_by.as_deref()),
        expires_on: treatment.and_then(|t| t.expires_on).map(dates::iso),
        note: treatment.map(|t| t.note.as_str()).filter(|n| !n.is_empty()),
    })
}

/// A risk of the workload's own, as the numbers see it.
fn own_risk(risk: &domain::OwnRisk) -> OwnRiskValue<'_> {
    OwnRiskValue {
        id: risk.id.as_str(),
        title: &risk.title,
        text: &risk.text,
        pillar: risk.pillar.as_str(),
        likelihood: risk.likelihood,
        impact: risk.impact,
        checks: risk.checks.iter().map(domain::CheckId::as_str).collect(),
    }
}

fn action<'a>(report: &'a WorkloadReport<'a>, action: &'a PlannedAction) -> ActionValue<'a> {
    let overlay = report.plan.get(&action.criterion);
    ActionValue {
        criterion: action.criterion.as_str(),
        check: action.check.as_str(),
        pillar: action.pillar.as_str(),
        level: action.level,
        gain: six(&action.index_gain),
        risk_gain: six(&action.risk_gain),
        effort_days: action.effort_days,
        phase: action.phase.map(domain::Phase::as_str),
        done_by_day: action.done_by_day,
        index_after: six(&action.index_after),
        requires: action
            .requires
            .iter()
            .map(domain::CriterionId::as_str)
            .collect(),
        state: overlay.map(|o| o.state).unwrap_or_default().as_str(),
        owner: overlay.and_then(|o| o.owner.as_deref()),
        due: overlay.and_then(|o| o.due).map(dates::iso),
    }
}
