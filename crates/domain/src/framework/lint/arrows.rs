//! Arrows between checks, principles, risks and rules, both ways.

use std::collections::BTreeSet;

use super::{Framework, Problems};
use crate::framework::PrincipleKind;

pub(super) fn check(framework: &Framework, problems: &mut Problems) {
    let principles: BTreeSet<_> = framework
        .principles
        .iter()
        .filter(|p| p.kind == PrincipleKind::Design)
        .map(|p| p.id.as_str())
        .collect();
    let risks: BTreeSet<_> = framework.risks.iter().map(|r| r.id.as_str()).collect();
    let checks: BTreeSet<_> = framework.checks().map(|(_, c)| c.id.as_str()).collect();
    let pillars: BTreeSet<_> = framework.pillars.iter().map(|p| p.id.as_str()).collect();
    let rules: BTreeSet<_> = framework.rules.iter().map(|r| r.id.as_str()).collect();
    let crosswalks: BTreeSet<_> = framework.crosswalks.iter().map(|c| c.id.as_str()).collect();

    let (mut tested, mut mitigated) = (BTreeSet::new(), BTreeSet::new());
    for (_, check) in framework.checks() {
        let at = check.id.as_str();
        tested.extend(check.principles.iter().map(crate::PrincipleId::as_str));
        mitigated.extend(check.risks.iter().map(crate::RiskId::as_str));
        known(
            problems,
            at,
            "design principle",
            &principles,
            check.principles.iter().map(crate::PrincipleId::as_str),
        );
        known(
            problems,
            at,
            "risk",
            &risks,
            check.risks.iter().map(crate::RiskId::as_str),
        );
        known(
            problems,
            at,
            "cross-walk",
            &crosswalks,
            check.crosswalk.keys().map(String::as_str),
        );
        problems.unless(!check.principles.is_empty(), at, || {
            "tests no design principle".into()
        });
        problems.unless(!check.risks.is_empty(), at, || "mitigates no risk".into());
        for criterion in &check.criteria {
            known(
                problems,
                criterion.id.as_str(),
                "rule",
                &rules,
                criterion.rules.iter().map(crate::RuleId::as_str),
            );
        }
    }
    for id in principles.difference(&tested) {
        problems.add(id, "no check tests this design principle");
    }
    for id in risks.difference(&mitigated) {
        problems.add(id, "no check mitigates this risk");
    }
    framework.principles.iter().for_each(|p| {
        known(
            problems,
            p.id.as_str(),
            "pillar",
            &pillars,
            [p.pillar.as_str()],
        )
    });
    framework.risks.iter().for_each(|r| {
        known(
            problems,
            r.id.as_str(),
            "pillar",
            &pillars,
            [r.pillar.as_str()],
        )
    });
    framework.rules.iter().for_each(|r| {
        known(
            problems,
            r.id.as_str(),
            "check",
            &checks,
            [r.check.as_str()],
        )
    });
    for action in framework.points.iter().chain(&framework.actions) {
        known(
            problems,
            &action.id,
            "pillar",
            &pillars,
            [action.pillar.as_str()],
        );
        known(
            problems,
            &action.id,
            "check",
            &checks,
            action.checks.iter().map(crate::CheckId::as_str),
        );
    }
    for figure in &framework.figures {
        known(
            problems,
            &figure.id,
            "check",
            &checks,
            figure.checks.iter().map(crate::CheckId::as_str),
        );
    }
    for direction in &framework.directions {
        known(
            problems,
            &direction.id,
            "pillar",
            &pillars,
            direction.pillars.iter().map(crate::PillarId::as_str),
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
