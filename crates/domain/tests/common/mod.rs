//! Builders of small rubrics.

use std::str::FromStr;

use domain::{
    Effort, InvalidId, Layer, ProofKind, Rubric, RubricCheck, RubricCriterion, RubricPillar,
    RubricRisk,
};

/// An id of any kind.
pub fn id<T: FromStr<Err = InvalidId>>(text: &str) -> T {
    text.parse().expect("an id")
}

/// The criterion `S01.3a`: its level is the digit after the point, its effort S.
pub fn criterion(text: &str) -> RubricCriterion {
    let (_, rest) = text.split_once('.').expect("a criterion's id");
    RubricCriterion {
        id: id(text),
        level: rest[..1].parse().expect("a level"),
        effort: Effort::S,
        proof: ProofKind::Attestation,
        requires: Vec::new(),
        applies_when: Vec::new(),
    }
}

/// A check that always applies and mitigates nothing.
pub fn check(text: &str, layer: Layer, weight: u32, criteria: Vec<RubricCriterion>) -> RubricCheck {
    RubricCheck {
        id: id(text),
        layer,
        weight,
        applies_when: Vec::new(),
        risks: Vec::new(),
        criteria,
    }
}

/// A pillar of priority 1.
pub fn pillar(text: &str, checks: Vec<RubricCheck>) -> RubricPillar {
    RubricPillar {
        id: id(text),
        priority: 1,
        checks,
    }
}

/// A risk that always applies and that no fact raises.
pub fn risk(text: &str, pillar: &str, likelihood: u32, impact: u32) -> RubricRisk {
    RubricRisk {
        id: id(text),
        pillar: id(pillar),
        likelihood,
        impact,
        applies_when: Vec::new(),
        raised_by: Vec::new(),
    }
}

/// A rubric.
pub fn rubric(pillars: Vec<RubricPillar>, risks: Vec<RubricRisk>) -> Rubric {
    Rubric {
        framework: id("small"),
        version: "1.0.0".into(),
        pillars,
        risks,
    }
}
