//! Verdicts beside answers: on the evidence page, in the questionnaire, and how many wait for somebody.

use domain::{
    AnswerState, Criterion, Framework, Locale, RuleId,
    framework::Rule,
    rule::{Gap, Outcome},
    views::{
        evidence::{RuleView, Standing, VerdictRow, WaitingRule},
        results::Attention,
    },
};
use store::{answers, verdicts, workloads::Workload};
use time::Date;

use super::decide::{in_scope, proposed};
use crate::{Services, texts};

/// What verdicts stand beside.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    pub services: &'a Services,
    pub workload: &'a Workload,
    pub answers: &'a [answers::Stored],
    pub verdicts: &'a [verdicts::Stored],
}

/// How an answer and a verdict stand to each other.
pub(crate) fn standing(answer: Option<AnswerState>, outcome: Outcome, rejected: bool) -> Standing {
    let Some(proposed) = proposed(outcome) else {
        return Standing::NoData;
    };
    match answer {
        Some(state) if state == proposed.state() => Standing::Agreement,
        _ if rejected => Standing::Rejected,
        Some(AnswerState::Met | AnswerState::NotMet) => Standing::Conflict,
        // Nobody says the opposite: unanswered, unknown or not applicable.
        _ => Standing::Proposal,
    }
}

impl Beside<'_> {
    /// All verdicts that test something here: what a person should look at first, then the rest by rule.
    pub fn rows(&self, locale: Locale) -> Vec<VerdictRow> {
        let row = |verdict| self.row(verdict, locale);
        let mut rows: Vec<_> = self.verdicts.iter().filter_map(row).collect();
        rows.sort_by_key(|row| row.standing);
        rows
    }

    /// How many verdicts wait for somebody; nothing about proof.
    pub fn attention(&self) -> Attention {
        let today = self.services.today();
        let mut attention = Attention::default();
        for stored in self.verdicts {
            let Some(criterion) = in_scope(self.services, self.workload, &stored.rule) else {
                continue;
            };
            match self.standing(stored, criterion, today) {
                Standing::Conflict => attention.conflicts += 1,
                Standing::Proposal => attention.proposals += 1,
                Standing::Agreement | Standing::Rejected | Standing::NoData => {}
            }
        }
        attention
    }

    /// The rules of a criterion, those that read files first.
    pub fn rules_of(&self, criterion: &Criterion, locale: Locale) -> Vec<RuleView> {
        let framework = self.services.framework;
        let view = |id: &RuleId| {
            let rule = rule(framework, id)?;
            let stored = self.verdicts.iter().find(|v| v.rule == *id);
            Some(RuleView {
                rule: rule.id.clone(),
                source: rule.source.clone(),
                kinds: kinds(rule),
                telemetry: rule.signal.is_some(),
                verdict: stored.and_then(|stored| self.row(stored, locale)),
            })
        };
        let mut rules: Vec<_> = criterion.rules.iter().filter_map(view).collect();
        rules.sort_by_key(|rule| rule.kinds.is_empty());
        rules
    }

    /// Rules in scope that nothing has come in for.
    pub fn waiting(&self, locale: Locale) -> Vec<WaitingRule> {
        let nothing = Outcome::NoData(Gap::Nothing);
        let judged = |rule: &Rule| {
            let of_rule = |v: &verdicts::Stored| v.rule == rule.id && v.verdict.outcome != nothing;
            self.verdicts.iter().any(of_rule)
        };
        let row = |rule: &Rule| {
            let criterion = in_scope(self.services, self.workload, &rule.id)?;
            Some(WaitingRule {
                rule: rule.id.clone(),
                check: rule.check.clone(),
                check_name: check_name(self.services.framework, rule, locale),
                criterion: criterion.id.clone(),
                statement: criterion.statement.get(locale).to_owned(),
                source: rule.source.clone(),
                kinds: kinds(rule),
                telemetry: rule.signal.is_some(),
            })
        };
        let rules = self.services.framework.rules.iter();
        rules.filter(|rule| !judged(rule)).filter_map(row).collect()
    }

    /// A verdict beside the answer; none where the framework no longer has the rule or it tests nothing here.
    fn row(&self, stored: &verdicts::Stored, locale: Locale) -> Option<VerdictRow> {
        let framework = self.services.framework;
        let rule = rule(framework, &stored.rule)?;
        let criterion = in_scope(self.services, self.workload, &rule.id)?;
        let today = self.services.today();
        Some(VerdictRow {
            rule: rule.id.clone(),
            check: rule.check.clone(),
            check_name: check_name(framework, rule, locale),
            criterion: criterion.id.clone(),
            statement: criterion.statement.get(locale).to_owned(),
            answer: self.answer(criterion),
            standing: self.standing(stored, criterion, today),
            verdict: stored.verdict.clone().as_of(today),
            judged_at: texts::instant(stored.judged_at),
            decided: stored
                .decision
                .as_ref()
                .map(|d| (d.by_name.clone(), d.remark.clone())),
            telemetry: rule.signal.is_some(),
        })
    }

    fn standing(&self, stored: &verdicts::Stored, criterion: &Criterion, today: Date) -> Standing {
        let outcome = stored.verdict.clone().as_of(today).outcome;
        let rejected = stored.decision.as_ref().is_some_and(|d| !d.accepted);
        standing(self.answer(criterion), outcome, rejected)
    }

    fn answer(&self, criterion: &Criterion) -> Option<AnswerState> {
        let found = self.answers.iter().find(|a| a.criterion == criterion.id);
        found.map(|a| a.answer.state())
    }
}

fn rule<'a>(framework: &'a Framework, id: &RuleId) -> Option<&'a Rule> {
    framework.rules.iter().find(|rule| rule.id == *id)
}

/// Kinds of files that a rule reads.
pub(super) fn kinds(rule: &Rule) -> Vec<domain::evidence::Kind> {
    let test = rule.test.as_ref();
    test.map(|test| test.kinds.clone()).unwrap_or_default()
}

fn check_name(framework: &Framework, rule: &Rule, locale: Locale) -> String {
    let found = framework.check(&rule.check);
    found
        .map(|(_, check)| check.name.get(locale).to_owned())
        .unwrap_or_default()
}
