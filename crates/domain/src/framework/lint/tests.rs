use super::*;
use crate::ProofKind;
use crate::framework::builtin;

fn sound() -> Framework {
    builtin().expect("the built-in framework loads").clone()
}

fn told(change: impl FnOnce(&mut Framework)) -> String {
    let mut framework = sound();
    change(&mut framework);
    lint(&framework)
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_built_in_framework_is_whole() {
    let problems = lint(&sound());
    assert!(
        problems.is_empty(),
        "{} problems, the first: {:#?}",
        problems.len(),
        problems.iter().take(10).collect::<Vec<_>>()
    );
}

#[test]
fn everything_of_the_inventory_is_there() {
    let f = sound();
    let counts = [
        f.pillars.len(),
        f.layers.len(),
        f.checks().count(),
        f.principles.len(),
        f.risks.len(),
        f.points.len(),
        f.actions.len(),
        f.glossary.len(),
        f.directions.len(),
        f.figures.len(),
    ];
    assert_eq!(counts, [6, 3, 50, 69, 24, 24, 24, 19, 5, 10]);
    let checks: Vec<_> = f.pillars.iter().map(|p| p.checks.len()).collect();
    assert_eq!(checks, [14, 7, 7, 8, 7, 7]);
}

#[test]
fn the_linter_sees_each_kind_of_defect() {
    assert!(
        told(|f| f
            .rules
            .iter_mut()
            .filter_map(|r| r.test.as_mut())
            .for_each(|t| t.kinds.clear()))
        .contains("looks at nothing")
    );
    assert!(
        told(|f| f.pillars[0].checks[1].id = f.pillars[0].checks[0].id.clone())
            .contains("two check rows")
    );
    assert!(
        told(|f| f.pillars[0].checks[0].criteria.retain(|k| k.level != 3))
            .contains("no criterion at level 3")
    );
    assert!(told(|f| f.pillars[0].checks[0].question.en.clear()).contains("0 characters"));
    assert!(
        told(|f| f.pillars[0].checks[0].why = f.pillars[0].checks[1].why.clone()).contains("too")
    );
    assert!(told(|f| f.risks.truncate(3)).contains("which is not there"));
    assert!(
        told(|f| f
            .pillars
            .iter_mut()
            .flat_map(|p| &mut p.checks)
            .for_each(|c| c.risks.retain(|r| r.as_str() != "K-S1")))
        .contains("no check mitigates")
    );
    assert!(
        told(|f| {
            let criteria = &mut f.pillars[0].checks[0].criteria;
            let (a, b) = (criteria[0].id.clone(), criteria[1].id.clone());
            criteria[0].requires = vec![b];
            criteria[1].requires = vec![a];
            criteria[1].level = criteria[0].level;
        })
        .contains("requires itself")
    );
    assert!(told(|f| f.pillars[0].checks[0].weight = 9).contains("weight is 1 to 5"));
    let without_rules = told(|f| {
        let criteria = f.pillars[0].checks[0].criteria.iter_mut();
        criteria.for_each(|k| k.rules.clear());
    });
    assert!(without_rules.contains("a signal criterion needs a rule"));
}

#[test]
fn a_signal_criterion_can_be_proven_by_one_of_its_rules() {
    /// What is told where the rules of the first signal criterion, and it itself, are changed.
    fn with(change: fn(&mut crate::framework::Rule), proof: ProofKind) -> (String, String) {
        let mut id = String::new();
        let told = told(|f| {
            let checks = f.pillars.iter_mut().flat_map(|p| &mut p.checks);
            let mut criteria = checks.flat_map(|c| &mut c.criteria);
            let signal = criteria.find(|k| k.proof == ProofKind::Signal).unwrap();
            id = signal.id.to_string();
            signal.proof = proof;
            let named = signal.rules.clone();
            let rules = f.rules.iter_mut().filter(|r| named.contains(&r.id));
            rules.for_each(change);
        });
        (id, told)
    }
    fn partial(rule: &mut crate::framework::Rule) {
        rule.test.iter_mut().for_each(|test| test.partial = true);
        rule.signal.iter_mut().for_each(|test| test.partial = true);
    }
    fn untested(rule: &mut crate::framework::Rule) {
        (rule.test, rule.signal, rule.thresholds) = (None, None, None);
    }
    for change in [partial, untested] {
        let (id, told) = with(change, ProofKind::Signal);
        let expected =
            format!("{id}: a signal criterion needs a rule that has a test and is not partial");
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(told.starts_with(&expected), "{told}");
        // Beside a document such rules may stand.
        assert_eq!(with(change, ProofKind::Document).1, "");
    }
    let (id, told) = with(|_| (), ProofKind::Document);
    assert!(told.starts_with(&format!("{id}: names ")), "{told}");
    assert!(
        told.ends_with("which can prove it, but its proof is not a signal"),
        "{told}"
    );
}
