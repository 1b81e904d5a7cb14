//! Everything that a workload's numbers depend on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use serde::{Deserialize, Serialize};

use crate::{
    AnswerState, CheckId, CriterionId, Profile, RiskId, Rubric, RubricCheck, RubricCriterion, Tier,
    applies,
};

/// Version of the scoring specification that the numbers follow (`design.md` sections 2–5).
pub const SCORE_SPEC: u32 = 1;

/// One answer as scoring sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The state.
    pub state: AnswerState,
    /// Whether its proof stands now.
    pub proven: bool,
    /// Whether a rule disagrees and nobody resolved it.
    pub conflict: bool,
}

/// One workload's answers and circumstances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// Facts that hold.
    pub profile: Profile,
    /// How much it matters.
    pub tier: Tier,
    /// Target levels that differ from the tier's.
    pub targets: BTreeMap<CheckId, u8>,
    /// Answers; a criterion without one is unanswered.
    pub answers: BTreeMap<CriterionId, Mark>,
    /// Risks somebody accepted, the acceptance being in force.
    pub accepted: BTreeSet<RiskId>,
    /// Checks with an open finding of severity high or critical.
    pub open_findings: BTreeSet<CheckId>,
    /// The team's capacity in person-days a month.
    pub capacity: u32,
}

impl Inputs {
    /// Inputs of a workload nobody has answered for yet.
    pub fn new(profile: Profile, tier: Tier) -> Self {
        Self {
            profile,
            tier,
            targets: BTreeMap::new(),
            answers: BTreeMap::new(),
            accepted: BTreeSet::new(),
            open_findings: BTreeSet::new(),
            capacity: 20,
        }
    }

    /// The level that a check should reach.
    pub fn target(&self, check: &CheckId) -> u8 {
        self.targets
            .get(check)
            .copied()
            .unwrap_or_else(|| self.tier.target())
    }

    /// Whether the profile brings a criterion in.
    pub fn in_scope(&self, check: &RubricCheck, criterion: &RubricCriterion) -> bool {
        applies(&check.applies_when, &self.profile)
            && applies(&criterion.applies_when, &self.profile)
    }

    /// Whether a criterion counts: in scope, and nobody said that it doesn't apply.
    pub fn applicable(&self, check: &RubricCheck, criterion: &RubricCriterion) -> bool {
        self.in_scope(check, criterion)
            && self
                .answers
                .get(&criterion.id)
                .is_none_or(|m| m.state != AnswerState::NotApplicable)
    }

    /// The criteria of a check that count.
    pub fn criteria<'a>(
        &'a self,
        check: &'a RubricCheck,
    ) -> impl Iterator<Item = &'a RubricCriterion> {
        check.criteria.iter().filter(|k| self.applicable(check, k))
    }

    /// A text that is equal for equal inputs and different for different ones; its SHA-256 is the input hash.
    pub fn canonical(&self, rubric: &Rubric) -> String {
        let mut out = format!(
            "score_spec {SCORE_SPEC}\nframework {} {}\n",
            rubric.framework, rubric.version
        );
        let mut line = |text: std::fmt::Arguments<'_>| {
            let _ = writeln!(out, "{text}");
        };
        line(format_args!("tier {}", self.tier.number()));
        for fact in &self.profile {
            line(format_args!("fact {}", fact.as_str()));
        }
        for pillar in &rubric.pillars {
            line(format_args!("priority {} {}", pillar.id, pillar.priority));
        }
        for (check, level) in &self.targets {
            line(format_args!("target {check} {level}"));
        }
        for (criterion, mark) in &self.answers {
            let Mark {
                state,
                proven,
                conflict,
            } = mark;
            line(format_args!(
                "answer {criterion} {} {proven} {conflict}",
                state.as_str()
            ));
        }
        for risk in &self.accepted {
            line(format_args!("accepted {risk}"));
        }
        for check in &self.open_findings {
            line(format_args!("finding {check}"));
        }
        line(format_args!("capacity {}", self.capacity));
        out
    }
}
