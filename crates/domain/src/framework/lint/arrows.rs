//! Arrows between checks, principles, risks and rules, both ways.

use std::collections::BTreeSet;

use super::{Framework, Problems};
use crate::{Check, CheckId, PillarId, PrincipleId, RiskId, RuleId, framework::PrincipleKind};

pub(super) fn check(framework: &Framework, problems: &mut Problems) {
    let ids = Ids::of(framework);
    for (_, check) in framework.checks() {
        of_check(check, &ids, problems);
    }
    both_ways(framework, &ids, problems);
    to_pillars(framework, &ids, problems);
    to_checks(framework, &ids, problems);
}

/// All ids that arrows may point to.
struct Ids<'a> {
    principles: BTreeSet<&'a str>,
    risks: BTreeSet<&'a str>,
    checks: BTreeSet<&'a str>,
    pillars: BTreeSet<&'a str>,
    rules: BTreeSet<&'a str>,
    crosswalks: BTreeSet<&'a str>,
}

impl<'a> Ids<'a> {
    fn of(f: &'a Framework) -> Self {
        let design = f
            .principles
            .iter()
            .filter(|p| p.kind == PrincipleKind::Design);
        Self {
            principles: design.map(|p| p.id.as_str()).collect(),
            risks: f.risks.iter().map(|r| r.id.as_str()).collect(),
            checks: f.checks().map(|(_, c)| c.id.as_str()).collect(),
            pillars: f.pillars.iter().map(|p| p.id.as_str()).collect(),
            rules: f.rules.iter().map(|r| r.id.as_str()).collect(),
            crosswalks: f.crosswalks.iter().map(|c| c.id.as_str()).collect(),
        }
    }
}

fn of_check(check: &Check, ids: &Ids<'_>, problems: &mut Problems) {
    let at = check.id.as_str();
    let principles = check.principles.iter().map(PrincipleId::as_str);
    known(
        problems,
        at,
        "design principle",
        &ids.principles,
        principles,
    );
    known(
        problems,
        at,
        "risk",
        &ids.risks,
        check.risks.iter().map(RiskId::as_str),
    );
    known(
        problems,
        at,
        "cross-walk",
        &ids.crosswalks,
        check.crosswalk.keys().map(String::as_str),
    );
    problems.unless(!check.principles.is_empty(), at, || {
        "tests no design principle".into()
    });
    problems.unless(!check.risks.is_empty(), at, || "mitigates no risk".into());
    for criterion in &check.criteria {
        let rules = criterion.rules.iter().map(RuleId::as_str);
        known(problems, criterion.id.as_str(), "rule", &ids.rules, rules);
    }
}

/// Each design principle is tested, and each risk mitigated, by some check.
fn both_ways(framework: &Framework, ids: &Ids<'_>, problems: &mut Problems) {
    let checks = || framework.checks().map(|(_, check)| check);
    let tested: BTreeSet<_> = checks()
        .flat_map(|c| &c.principles)
        .map(PrincipleId::as_str)
        .collect();
    let mitigated: BTreeSet<_> = checks()
        .flat_map(|c| &c.risks)
        .map(RiskId::as_str)
        .collect();
    for id in ids.principles.difference(&tested) {
        problems.add(id, "no check tests this design principle");
    }
    for id in ids.risks.difference(&mitigated) {
        problems.add(id, "no check mitigates this risk");
    }
}

fn to_pillars(framework: &Framework, ids: &Ids<'_>, problems: &mut Problems) {
    let principles = framework
        .principles
        .iter()
        .map(|p| (p.id.as_str(), &p.pillar));
    let risks = framework.risks.iter().map(|r| (r.id.as_str(), &r.pillar));
    let actions = framework.points.iter().chain(&framework.actions);
    let actions = actions.map(|a| (a.id.as_str(), &a.pillar));
    for (at, pillar) in principles.chain(risks).chain(actions) {
        known(problems, at, "pillar", &ids.pillars, [pillar.as_str()]);
    }
    for direction in &framework.directions {
        let named = direction.pillars.iter().map(PillarId::as_str);
        known(problems, &direction.id, "pillar", &ids.pillars, named);
    }
}

fn to_checks(framework: &Framework, ids: &Ids<'_>, problems: &mut Problems) {
    for rule in &framework.rules {
        known(
            problems,
            rule.id.as_str(),
            "check",
            &ids.checks,
            [rule.check.as_str()],
        );
        problems.unless(
            (rule.test.is_some() || rule.signal.is_some()) == rule.thresholds.is_some(),
            rule.id.as_str(),
            || "has a test without thresholds, or thresholds without a test".into(),
        );
        problems.unless(
            rule.test.is_none() || rule.signal.is_none(),
            rule.id.as_str(),
            || "judges files and telemetry: make it two rules".into(),
        );
        let whole = rule.test.as_ref().is_none_or(crate::rule::Test::is_whole);
        problems.unless(whole, rule.id.as_str(), || {
            "looks at nothing, or at files that it doesn't read".into()
        });
    }
    let actions = framework
        .points
        .iter()
        .chain(&framework.actions)
        .map(|a| (&a.id, &a.checks));
    let figures = framework.figures.iter().map(|f| (&f.id, &f.checks));
    for (at, checks) in actions.chain(figures) {
        known(
            problems,
            at,
            "check",
            &ids.checks,
            checks.iter().map(CheckId::as_str),
        );
    }
}

fn known<'a>(
    problems: &mut Problems,
    at: &str,
    kind: &str,
    all: &BTreeSet<&str>,
    named: impl IntoIterator<Item = &'a str>,
) {
    let mut seen = BTreeSet::new();
    for id in named {
        problems.unless(all.contains(id), at, || {
            format!("names the {kind} {id}, which is not there")
        });
        problems.unless(seen.insert(id), at, || {
            format!("names the {kind} {id} twice")
        });
    }
}
