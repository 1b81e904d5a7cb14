//! Ids complete and unique, levels without holes, `requires` without cycles, numbers in range.

use std::collections::{BTreeMap, BTreeSet};

use super::{Framework, Problems};
use crate::{Check, CriterionId, Layer, ProofKind};

pub(super) fn check(framework: &Framework, problems: &mut Problems) {
    unique(framework, problems);
    for pillar in &framework.pillars {
        problems.unless(!pillar.checks.is_empty(), pillar.id.as_str(), || {
            "has no checks".into()
        });
        problems.unless(pillar.priority > 0, pillar.id.as_str(), || {
            "priority is 0".into()
        });
        for check in &pillar.checks {
            let expected = format!(
                "{}{:02}",
                pillar.letter,
                pillar
                    .checks
                    .iter()
                    .take_while(|c| c.id != check.id)
                    .count()
                    + 1
            );
            problems.unless(check.id.as_str() == expected, check.id.as_str(), || {
                format!("id should be {expected}")
            });
            one_check(check, problems);
        }
    }
    proofs(framework, problems);
    for layer in Layer::ALL {
        problems.unless(
            framework.layers.iter().any(|l| l.id == layer),
            layer.as_str(),
            || "layer is not described".into(),
        );
    }
    for risk in &framework.risks {
        let in_range = (1..=5).contains(&risk.likelihood) && (1..=5).contains(&risk.impact);
        problems.unless(in_range, risk.id.as_str(), || {
            "likelihood and impact are 1 to 5".into()
        });
        problems.unless(!risk.id.is_own(), risk.id.as_str(), || {
            "such ids belong to the risks that workloads have of their own".into()
        });
    }
    let levels: Vec<_> = framework.levels.iter().map(|l| l.level).collect();
    problems.unless(levels == [1, 2, 3, 4, 5], "levels", || {
        "levels are 1 to 5 in order".into()
    });
    for figure in &framework.figures {
        problems.unless(figure.low <= figure.high, &figure.id, || {
            "low is above high".into()
        });
    }
}

fn unique(framework: &Framework, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    let mut once = |kind: &str, id: &str| {
        if !seen.insert(format!("{kind} {id}")) {
            problems.add(id, format!("two {kind} rows have this id"));
        }
    };
    framework
        .pillars
        .iter()
        .for_each(|p| once("pillar", p.id.as_str()));
    framework
        .checks()
        .for_each(|(_, c)| once("check", c.id.as_str()));
    framework
        .checks()
        .flat_map(|(_, c)| &c.criteria)
        .for_each(|k| once("criterion", k.id.as_str()));
    framework
        .principles
        .iter()
        .for_each(|p| once("principle", p.id.as_str()));
    framework
        .risks
        .iter()
        .for_each(|r| once("risk", r.id.as_str()));
    framework
        .points
        .iter()
        .chain(&framework.actions)
        .for_each(|a| once("action", &a.id));
    framework.glossary.iter().for_each(|t| once("term", &t.id));
    framework
        .directions
        .iter()
        .for_each(|d| once("direction", &d.id));
    framework.figures.iter().for_each(|f| once("figure", &f.id));
    framework
        .rules
        .iter()
        .for_each(|r| once("rule", r.id.as_str()));
}

fn one_check(check: &Check, problems: &mut Problems) {
    let at = check.id.as_str();
    problems.unless((1..=5).contains(&check.weight), at, || {
        "weight is 1 to 5".into()
    });
    problems.unless((5..=9).contains(&check.criteria.len()), at, || {
        format!("has {} criteria, wants 5 to 9", check.criteria.len())
    });
    for level in 2..=4 {
        problems.unless(check.criteria.iter().any(|k| k.level == level), at, || {
            format!("no criterion at level {level}")
        });
    }
    problems.unless(check.criteria.is_sorted_by_key(|k| k.level), at, || {
        "criteria are not in order of level".into()
    });
    let mut letters: BTreeMap<u8, u8> = BTreeMap::new();
    for criterion in &check.criteria {
        let letter = letters.entry(criterion.level).or_insert(b'a');
        let expected = format!("{at}.{}{}", criterion.level, char::from(*letter));
        *letter += 1;
        let id = criterion.id.as_str();
        problems.unless(id == expected, id, || format!("id should be {expected}"));
        problems.unless((2..=5).contains(&criterion.level), id, || {
            "level is 2 to 5".into()
        });
    }
    requirements(check, problems);
}

/// The strongest proof that there is, and none stronger: no document stands in for a signal, so that without a rule that can
/// support nothing could ever prove it. Rules beside a weaker proof see part of it, and may still contradict.
fn proofs(framework: &Framework, problems: &mut Problems) {
    let rules = framework.rules.iter().filter(|rule| rule.can_prove());
    let proving: BTreeSet<_> = rules.map(|rule| &rule.id).collect();
    for criterion in framework.checks().flat_map(|(_, check)| &check.criteria) {
        let id = criterion.id.as_str();
        let found = criterion.rules.iter().find(|rule| proving.contains(rule));
        match (criterion.proof, found) {
            (ProofKind::Signal, None) => problems.add(
                id,
                "a signal criterion needs a rule that has a test and is not partial: with those that it names nothing \
                 could ever prove it; make one of them whole, or ask for a document or an attestation",
            ),
            (ProofKind::Document | ProofKind::Attestation, Some(rule)) => problems.add(
                id,
                format!("names {rule}, which can prove it, but its proof is not a signal"),
            ),
            _ => {}
        }
    }
}

/// `requires` stays inside the check, never looks up a level and never comes round.
fn requirements(check: &Check, problems: &mut Problems) {
    let levels: BTreeMap<_, _> = check.criteria.iter().map(|k| (&k.id, k.level)).collect();
    for criterion in &check.criteria {
        for needed in &criterion.requires {
            match levels.get(needed) {
                None => problems.add(
                    criterion.id.as_str(),
                    format!("requires {needed}, which is not in this check"),
                ),
                Some(level) if *level > criterion.level => {
                    problems.add(
                        criterion.id.as_str(),
                        format!("requires {needed} of a higher level"),
                    );
                }
                Some(_) => {}
            }
        }
        if reaches(check, &criterion.id, &criterion.id, &mut BTreeSet::new()) {
            problems.add(criterion.id.as_str(), "requires itself in the end");
        }
    }
}

fn reaches<'a>(
    check: &'a Check,
    from: &'a CriterionId,
    to: &CriterionId,
    seen: &mut BTreeSet<&'a CriterionId>,
) -> bool {
    let needs = check
        .criteria
        .iter()
        .find(|k| k.id == *from)
        .map(|k| k.requires.as_slice())
        .unwrap_or_default();
    needs
        .iter()
        .any(|n| n == to || (seen.insert(n) && reaches(check, n, to, seen)))
}
