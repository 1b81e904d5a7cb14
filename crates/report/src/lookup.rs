//! Names and rows by id, gathered once per report.

use std::collections::BTreeMap;

use domain::{
    AnswerState, Check, CheckId, Criterion, CriterionId, Framework, Layer, Locale, Pillar,
    PlannedAction, RiskScore, RubricCheck, RubricCriterion,
};

use crate::model::{AnswerRow, EvidenceRow, WorkloadReport};

/// What a report on a workload is asked for again and again.
pub struct Lookup<'a> {
    /// The report.
    pub report: &'a WorkloadReport<'a>,
    /// The language.
    pub locale: Locale,
    answers: BTreeMap<&'a CriterionId, &'a AnswerRow>,
    evidence: BTreeMap<&'a CriterionId, Vec<&'a EvidenceRow>>,
    actions: BTreeMap<&'a CriterionId, (usize, &'a PlannedAction)>,
    rubric: BTreeMap<&'a CheckId, &'a RubricCheck>,
}

impl<'a> Lookup<'a> {
    /// Gathers the rows.
    pub fn new(report: &'a WorkloadReport<'a>, locale: Locale) -> Self {
        let mut evidence: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in &report.evidence {
            for criterion in &row.criteria {
                evidence.entry(criterion).or_default().push(row);
            }
        }
        let numbered = report.evaluation.plan.iter().enumerate();
        Self {
            report,
            locale,
            answers: report.answers.iter().map(|a| (&a.criterion, a)).collect(),
            evidence,
            actions: numbered.map(|(n, a)| (&a.criterion, (n + 1, a))).collect(),
            rubric: report.rubric.checks().map(|(_, c)| (&c.id, c)).collect(),
        }
    }

    /// The answer to a criterion.
    pub fn answer(&self, id: &CriterionId) -> Option<&'a AnswerRow> {
        self.answers.get(id).copied()
    }

    /// The state of a criterion; `None` where nobody answered.
    pub fn state(&self, id: &CriterionId) -> Option<AnswerState> {
        self.report.inputs.answers.get(id).map(|m| m.state)
    }

    /// Evidence for a criterion.
    pub fn evidence(&self, id: &CriterionId) -> &[&'a EvidenceRow] {
        self.evidence.get(id).map_or(&[], Vec::as_slice)
    }

    /// The planned action for a criterion and its place in the plan, from 1.
    pub fn action(&self, id: &CriterionId) -> Option<(usize, &'a PlannedAction)> {
        self.actions.get(id).copied()
    }

    /// Checks with a criterion in scope, each with its pillar and its criteria in scope.
    pub fn in_scope(&self) -> Vec<(&'a Pillar, &'a Check, Vec<&'a Criterion>)> {
        let of = |check: &'a Check| -> Vec<&'a Criterion> {
            let Some(rubric) = self.rubric.get(&check.id) else {
                return Vec::new();
            };
            check
                .criteria
                .iter()
                .filter(|k| self.criterion_in_scope(rubric, k))
                .collect()
        };
        self.report
            .framework
            .checks()
            .map(|(pillar, check)| (pillar, check, of(check)))
            .filter(|(_, _, criteria)| !criteria.is_empty())
            .collect()
    }

    fn criterion_in_scope(&self, check: &RubricCheck, criterion: &Criterion) -> bool {
        let same = |k: &&RubricCriterion| k.id == criterion.id;
        check
            .criteria
            .iter()
            .find(same)
            .is_some_and(|k| self.report.inputs.in_scope(check, k))
    }
}

/// Names of the parts of a framework, falling back to the id where a part is not there.
pub trait Names {
    /// A pillar's name.
    fn pillar_name<'a>(&'a self, id: &'a str, locale: Locale) -> &'a str;
    /// A layer's name.
    fn layer_name(&self, layer: Layer, locale: Locale) -> &str;
    /// `3 Defined`.
    fn level_name(&self, level: u8, locale: Locale) -> String;
    /// A check's short title.
    fn check_name<'a>(&'a self, id: &'a CheckId, locale: Locale) -> &'a str;
    /// What a risk is called: a workload's own risk by its title.
    fn risk_name<'a>(&'a self, risk: &'a RiskScore, locale: Locale) -> &'a str;
}

impl Names for Framework {
    fn pillar_name<'a>(&'a self, id: &'a str, locale: Locale) -> &'a str {
        self.pillar(id).map_or(id, |p| p.name.get(locale))
    }

    fn layer_name(&self, layer: Layer, locale: Locale) -> &str {
        self.layers
            .iter()
            .find(|l| l.id == layer)
            .map_or(layer.as_str(), |l| l.name.get(locale))
    }

    fn level_name(&self, level: u8, locale: Locale) -> String {
        let name = self
            .levels
            .iter()
            .find(|l| l.level == level)
            .map(|l| l.name.get(locale));
        name.map_or_else(|| level.to_string(), |name| format!("{level} {name}"))
    }

    fn check_name<'a>(&'a self, id: &'a CheckId, locale: Locale) -> &'a str {
        self.check(id)
            .map_or(id.as_str(), |(_, c)| c.name.get(locale))
    }

    fn risk_name<'a>(&'a self, risk: &'a RiskScore, locale: Locale) -> &'a str {
        let catalogue = || self.risk(&risk.id).map(|r| r.name.get(locale));
        let own = risk.own.as_deref();
        own.or_else(catalogue).unwrap_or(risk.id.as_str())
    }
}
