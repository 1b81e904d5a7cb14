//! Risk: inherent, claimed residual, assured residual (`design.md` section 4).

use serde::{Deserialize, Serialize};

use crate::{
    CheckId, Exact, Inputs, OwnRisk, PillarId, RiskId, Rubric, RubricCheck, RubricRisk, Scores,
    Set, Triple, applies,
};

crate::answer::wire_enum! {
    /// The band of a risk score: < 5 low, < 10 medium, < 15 high, ≥ 15 critical.
    Band {
        /// Below 5.
        Low = "low",
        /// 5 to below 10.
        Medium = "medium",
        /// 10 to below 15.
        High = "high",
        /// 15 and more.
        Critical = "critical",
    }
}

impl Band {
    /// The band of a score.
    pub fn of(score: &Exact) -> Self {
        if *score < Exact::whole(5) {
            Self::Low
        } else if *score < Exact::whole(10) {
            Self::Medium
        } else if *score < Exact::whole(15) {
            Self::High
        } else {
            Self::Critical
        }
    }
}

/// What is left of a risk by one set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Residual {
    /// `m(T)`, in [0, 1]: how far the mitigating checks are.
    pub mitigation: Exact,
    /// `1 + (likelihood − 1) × (1 − m)`, in [1, 5].
    pub likelihood: Exact,
    /// Residual likelihood × impact.
    pub score: Exact,
    /// Its band.
    pub band: Band,
}

/// One risk of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskScore {
    /// Its id.
    pub id: RiskId,
    /// What a risk of the workload's own is called; none for the catalogue's, whose names are in the framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
    /// The pillar whose level it can cap.
    pub pillar: PillarId,
    /// Inherent likelihood after the profile, 1…5.
    pub likelihood: u32,
    /// Impact, 1…5.
    pub impact: u32,
    /// Likelihood × impact.
    pub inherent: Exact,
    /// The band of that.
    pub band: Band,
    /// What is left, by each set.
    pub residual: Triple<Residual>,
    /// Mitigating checks that apply.
    pub checks: Vec<CheckId>,
    /// Checks whose open findings put the assured residual back to inherent.
    pub reopened_by: Vec<CheckId>,
    /// Whether somebody accepted it and the acceptance is in force.
    pub accepted: bool,
}

/// The inherent likelihood for a profile: one more for each fact that raises it, at most 5.
pub fn inherent_likelihood(risk: &RubricRisk, inputs: &Inputs) -> u32 {
    let raised = risk
        .raised_by
        .iter()
        .filter(|f| inputs.profile.contains(f))
        .count();
    (risk.likelihood + u32::try_from(raised).unwrap_or(5)).min(5)
}

/// All risks that apply to a workload: the catalogue's in its order, then the workload's own.
pub fn risks(rubric: &Rubric, inputs: &Inputs, scores: &Triple<Scores>) -> Vec<RiskScore> {
    let catalogue = rubric
        .risks
        .iter()
        .filter(|r| applies(&r.applies_when, &inputs.profile))
        .map(|r| Stated {
            id: &r.id,
            own: None,
            pillar: &r.pillar,
            likelihood: inherent_likelihood(r, inputs),
            impact: r.impact,
            linked: linked(rubric, |c| c.risks.contains(&r.id)),
        });
    let own = inputs.own_risks.iter().map(|r| stated(rubric, r));
    catalogue
        .chain(own)
        .map(|stated| risk_score(stated, inputs, scores))
        .collect()
}

/// A risk before anything was done about it.
struct Stated<'a> {
    id: &'a RiskId,
    own: Option<&'a str>,
    pillar: &'a PillarId,
    likelihood: u32,
    impact: u32,
    /// Every linked check, whether it applies or not.
    linked: Vec<&'a RubricCheck>,
}

fn linked(rubric: &Rubric, is: impl Fn(&RubricCheck) -> bool) -> Vec<&RubricCheck> {
    rubric.checks().map(|(_, c)| c).filter(|c| is(c)).collect()
}

fn stated<'a>(rubric: &'a Rubric, risk: &'a OwnRisk) -> Stated<'a> {
    Stated {
        id: &risk.id,
        own: Some(&risk.title),
        pillar: &risk.pillar,
        likelihood: risk.likelihood,
        impact: risk.impact,
        linked: linked(rubric, |c| risk.checks.contains(&c.id)),
    }
}

fn risk_score(risk: Stated<'_>, inputs: &Inputs, scores: &Triple<Scores>) -> RiskScore {
    let Stated {
        likelihood, impact, ..
    } = risk;
    let applies = |c: &&&RubricCheck| scores.claimed.checks.contains_key(&c.id);
    let mitigating: Vec<_> = risk.linked.iter().filter(applies).collect();
    // Every linked check counts here, whether it applies or not: "not applicable" must not hide a finding.
    let reopened_by: Vec<_> = risk
        .linked
        .iter()
        .filter(|c| inputs.open_findings.contains(&c.id))
        .map(|c| c.id.clone())
        .collect();
    let residual = Triple::of(|set| {
        let by_set = scores.get(set);
        let mitigation = if set == Set::Assured && !reopened_by.is_empty() {
            Exact::zero()
        } else {
            Exact::weighted_mean(
                mitigating
                    .iter()
                    .filter_map(|c| Some((c.weight, &by_set.checks.get(&c.id)?.value))),
            )
            .unwrap_or_default()
        };
        residual(likelihood, impact, mitigation)
    });
    let inherent = Exact::whole(likelihood) * Exact::whole(impact);
    RiskScore {
        id: risk.id.clone(),
        own: risk.own.map(str::to_owned),
        pillar: risk.pillar.clone(),
        likelihood,
        impact,
        band: Band::of(&inherent),
        inherent,
        residual,
        checks: mitigating.into_iter().map(|c| c.id.clone()).collect(),
        reopened_by,
        accepted: inputs.accepted.contains(risk.id),
    }
}

/// What is left of a risk at a mitigation in [0, 1].
pub fn residual(likelihood: u32, impact: u32, mitigation: Exact) -> Residual {
    let left = Exact::one() - mitigation.clone();
    let residual_likelihood = Exact::one() + Exact::whole(i64::from(likelihood) - 1) * left;
    let score = residual_likelihood.clone() * Exact::whole(impact);
    Residual {
        mitigation,
        likelihood: residual_likelihood,
        band: Band::of(&score),
        score,
    }
}
