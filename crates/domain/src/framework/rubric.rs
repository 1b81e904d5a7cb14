//! The framework without its texts: all that scoring needs, small enough for the browser.

use serde::{Deserialize, Serialize};

use super::{Effort, Framework, Layer, ProofKind};
use crate::{CheckId, CriterionId, Fact, FrameworkId, PillarId, RiskId};

/// Structure, weights and conditions of a framework version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rubric {
    /// Which framework.
    pub framework: FrameworkId,
    /// Which version of it.
    pub version: String,
    /// Pillars in order.
    pub pillars: Vec<RubricPillar>,
    /// Risks in order.
    pub risks: Vec<RubricRisk>,
}

/// A pillar for scoring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RubricPillar {
    /// Its id.
    pub id: PillarId,
    /// Weight in the index.
    pub priority: u32,
    /// Checks in order.
    pub checks: Vec<RubricCheck>,
}

/// A check for scoring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RubricCheck {
    /// Its id.
    pub id: CheckId,
    /// Its layer.
    pub layer: Layer,
    /// Weight, 1…5.
    pub weight: u32,
    /// Any of these facts; none means always.
    pub applies_when: Vec<Fact>,
    /// Risks it mitigates.
    pub risks: Vec<RiskId>,
    /// Criteria in order of level.
    pub criteria: Vec<RubricCriterion>,
}

/// A criterion for scoring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RubricCriterion {
    /// Its id.
    pub id: CriterionId,
    /// 2…5.
    pub level: u8,
    /// How much work it is.
    pub effort: Effort,
    /// What proves it.
    pub proof: ProofKind,
    /// Criteria to be met first.
    pub requires: Vec<CriterionId>,
    /// Narrows the check's condition.
    pub applies_when: Vec<Fact>,
}

/// A risk for scoring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RubricRisk {
    /// Its id.
    pub id: RiskId,
    /// The pillar whose level it can cap.
    pub pillar: PillarId,
    /// Inherent likelihood, 1…5.
    pub likelihood: u32,
    /// Impact, 1…5.
    pub impact: u32,
    /// Any of these facts; none means always.
    pub applies_when: Vec<Fact>,
    /// Facts that raise the likelihood by one each.
    pub raised_by: Vec<Fact>,
}

impl Framework {
    /// The framework without its texts.
    pub fn rubric(&self) -> Rubric {
        let pillar = |p: &super::Pillar| RubricPillar {
            id: p.id.clone(),
            priority: p.priority,
            checks: p.checks.iter().map(check).collect(),
        };
        let risk = |r: &super::Risk| RubricRisk {
            id: r.id.clone(),
            pillar: r.pillar.clone(),
            likelihood: r.likelihood,
            impact: r.impact,
            applies_when: r.applies_when.clone(),
            raised_by: r.raised_by.clone(),
        };
        Rubric {
            framework: self.id.clone(),
            version: self.version.clone(),
            pillars: self.pillars.iter().map(pillar).collect(),
            risks: self.risks.iter().map(risk).collect(),
        }
    }
}

fn check(c: &super::Check) -> RubricCheck {
    let criterion = |k: &super::Criterion| RubricCriterion {
        id: k.id.clone(),
        level: k.level,
        effort: k.effort,
        proof: k.proof,
        requires: k.requires.clone(),
        applies_when: k.applies_when.clone(),
    };
    RubricCheck {
        id: c.id.clone(),
        layer: c.layer,
        weight: c.weight,
        applies_when: c.applies_when.clone(),
        risks: c.risks.clone(),
        criteria: c.criteria.iter().map(criterion).collect(),
    }
}

impl Rubric {
    /// All checks with their pillar, in order.
    pub fn checks(&self) -> impl Iterator<Item = (&RubricPillar, &RubricCheck)> {
        self.pillars
            .iter()
            .flat_map(|p| p.checks.iter().map(move |c| (p, c)))
    }

    /// The same rubric with an installation's or a team's pillar priorities.
    #[must_use]
    pub fn with_priorities(
        mut self,
        priorities: &std::collections::BTreeMap<PillarId, u32>,
    ) -> Self {
        for pillar in &mut self.pillars {
            if let Some(priority) = priorities.get(&pillar.id) {
                pillar.priority = *priority;
            }
        }
        self
    }
}
