//! Everything that a workload's numbers depend on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use serde::{Deserialize, Serialize};

use crate::{
    AnswerState, CheckId, CriterionId, OwnRisk, Profile, RiskId, Rubric, RubricCheck,
    RubricCriterion, Tier, applies,
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
    /// Risks of the workload's own that are not closed, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own_risks: Vec<OwnRisk>,
    /// Checks with an open finding of severity high or critical.
    pub open_findings: BTreeSet<CheckId>,
    /// The team's capacity in person-days a month.
    pub capacity: u32,
    /// Efforts in person-days that somebody set instead of the framework's: decisions about work, not about the workload,
    /// so they are no part of the hash and of what leaves as JSON.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub efforts: BTreeMap<CriterionId, u32>,
    /// What must come first by somebody's decision, beside what the framework requires; the same holds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub requires: BTreeMap<CriterionId, BTreeSet<CriterionId>>,
    /// Criteria that a platform answers: to meet them is its work, so they stand in its plan. They count in scores as any
    /// answer does, so the same holds.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub inherited: BTreeSet<CriterionId>,
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
            own_risks: Vec::new(),
            open_findings: BTreeSet::new(),
            capacity: 20,
            efforts: BTreeMap::new(),
            requires: BTreeMap::new(),
            inherited: BTreeSet::new(),
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

    /// Whether people decided about work, or a platform has a part of it.
    pub fn has_own_plan(&self) -> bool {
        !(self.efforts.is_empty() && self.requires.is_empty() && self.inherited.is_empty())
    }

    /// The same without what was decided about work: what the formulas of the specification start from.
    #[must_use]
    pub fn by_specification(&self) -> Self {
        Self {
            efforts: BTreeMap::new(),
            requires: BTreeMap::new(),
            inherited: BTreeSet::new(),
            ..self.clone()
        }
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
        // Only where there are any: hashes of workloads without risks of their own stay what they were.
        for risk in &self.own_risks {
            let OwnRisk {
                id,
                pillar,
                likelihood,
                impact,
                checks,
                title: _,
                text: _,
            } = risk;
            line(format_args!("own {id} {pillar} {likelihood} {impact}"));
            for check in checks {
                line(format_args!("own {id} {check}"));
            }
        }
        for check in &self.open_findings {
            line(format_args!("finding {check}"));
        }
        line(format_args!("capacity {}", self.capacity));
        out
    }
}
