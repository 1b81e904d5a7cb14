//! How much of an assessment has been answered, and what has not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AnswerState, CheckId, CriterionId, Inputs, PillarId, Rubric, Set};

/// Counts of criteria that the profile brings in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// In scope by the profile.
    pub in_scope: u32,
    /// Answered `met`.
    pub met: u32,
    /// Answered `met`, the proof standing and no rule disagreeing.
    pub proven: u32,
    /// Answered `not_met`.
    pub not_met: u32,
    /// Answered `unknown`.
    pub unknown: u32,
    /// Answered `not_applicable`.
    pub not_applicable: u32,
    /// Where a rule disagrees with the answer.
    pub conflicts: u32,
}

impl Counts {
    /// Answered with anything but `unknown`.
    pub const fn answered(&self) -> u32 {
        self.met + self.not_met + self.not_applicable
    }

    /// Without any answer.
    pub const fn unanswered(&self) -> u32 {
        self.in_scope - self.answered() - self.unknown
    }

    /// Both added up.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            in_scope: self.in_scope + other.in_scope,
            met: self.met + other.met,
            proven: self.proven + other.proven,
            not_met: self.not_met + other.not_met,
            unknown: self.unknown + other.unknown,
            not_applicable: self.not_applicable + other.not_applicable,
            conflicts: self.conflicts + other.conflicts,
        }
    }
}

/// Counts for the whole, for pillars and for checks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Everything.
    pub total: Counts,
    /// By pillar.
    pub pillars: BTreeMap<PillarId, Counts>,
    /// By check with a criterion in scope.
    pub checks: BTreeMap<CheckId, Counts>,
}

/// Counts what has been answered.
pub fn coverage(rubric: &Rubric, inputs: &Inputs) -> Coverage {
    let mut coverage = Coverage::default();
    for (pillar, check) in rubric.checks() {
        let mut counts = Counts::default();
        for criterion in check.criteria.iter().filter(|k| inputs.in_scope(check, k)) {
            counts.in_scope += 1;
            let mark = inputs.answers.get(&criterion.id);
            counts.proven += u32::from(Set::Assured.holds(mark));
            counts.conflicts += u32::from(mark.is_some_and(|m| m.conflict));
            match mark.map(|m| m.state) {
                Some(AnswerState::Met) => counts.met += 1,
                Some(AnswerState::NotMet) => counts.not_met += 1,
                Some(AnswerState::Unknown) => counts.unknown += 1,
                Some(AnswerState::NotApplicable) => counts.not_applicable += 1,
                None => {}
            }
        }
        if counts.in_scope > 0 {
            let of_pillar = coverage.pillars.entry(pillar.id.clone()).or_default();
            *of_pillar = of_pillar.plus(counts);
            coverage.total = coverage.total.plus(counts);
            coverage.checks.insert(check.id.clone(), counts);
        }
    }
    coverage
}

/// The audit before submission: every criterion in scope without an answer, by check.
pub fn unanswered(rubric: &Rubric, inputs: &Inputs) -> Vec<(CheckId, Vec<CriterionId>)> {
    let open = |check: &crate::RubricCheck| -> Vec<_> {
        let is_open = |k: &&crate::RubricCriterion| {
            inputs.in_scope(check, k) && !inputs.answers.contains_key(&k.id)
        };
        check
            .criteria
            .iter()
            .filter(is_open)
            .map(|k| k.id.clone())
            .collect()
    };
    rubric
        .checks()
        .map(|(_, c)| (c.id.clone(), open(c)))
        .filter(|(_, ids)| !ids.is_empty())
        .collect()
}
