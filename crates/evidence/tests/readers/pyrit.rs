//! The pitfalls of red-team results of `PyRIT` and Inspect.

use crate::common::{counts, labelled, of_rule, reading};
use domain::evidence::{Completeness, Reading, Reason, ScopeKind};

fn score(reading: &Reading, family: &str, probe: &str) -> Option<(f64, f64)> {
    let labels = [("family", family), ("probe", probe)];
    let attempts = labelled(reading, "attack.attempts", &labels)?;
    Some((attempts, labelled(reading, "attack.successes", &labels)?))
}

#[test]
fn success_is_that_of_the_attacker() {
    let run = reading("pyrit/scenario.json");
    assert_eq!(
        score(&run, "harmful", "hate_prompt_sending"),
        Some((3.0, 1.0))
    );
    // Nobody judged what is undetermined, nor what met an error.
    assert_eq!(score(&run, "jailbreak", "role_play_hate"), Some((1.0, 0.0)));
    assert_eq!(score(&run, "injection", "base64"), None);
    let silent = [("family", "injection"), ("probe", "base64")];
    assert_eq!(labelled(&run, "attack.not_judged", &silent), Some(1.0));
    assert_eq!(
        (run.tally.passed, counts(&run.tally.open)),
        (1, [0, 1, 0, 0, 0])
    );
    let hate = of_rule(&run, "hate_prompt_sending")[0];
    assert_eq!(hate.location.object.as_ref().unwrap().as_str(), "acme-1");
    assert!(matches!(run.completeness, Completeness::Partial(_)));
    let scopes: Vec<_> = run.scopes.iter().map(|s| s.kind).collect();
    assert_eq!(scopes, [ScopeKind::ModelName, ScopeKind::Url]);
    assert_eq!(run.tool.version.as_ref().unwrap().as_str(), "1.2.0");
}

#[test]
fn unfinished_scenarios_and_stand_ins_prove_nothing() {
    let run = reading("pyrit/old-unfinished.json");
    assert_eq!(run.completeness, Completeness::Failed(Reason::NoRealTarget));
    assert_eq!(
        (run.tally.passed, score(&run, "injection", "base64")),
        (0, None)
    );
}

#[test]
fn attack_results_alone() {
    let run = reading("pyrit/attacks.jsonl");
    assert_eq!(
        score(&run, "jailbreak", "CrescendoAttack"),
        Some((2.0, 1.0))
    );
    let unstated = Completeness::Partial(Reason::CoverageNotStated);
    assert_eq!(run.completeness, unstated);
    assert_eq!(run.scopes.len(), 2);
}

#[test]
fn tasks_of_inspect_that_attack() {
    let run = reading("inspect_log/attack.json");
    assert_eq!(
        score(&run, "injection", "cyse2_prompt_injection"),
        Some((4.0, 2.0))
    );
    assert_eq!(run.completeness, Completeness::Complete);
    assert!(
        run.measures
            .iter()
            .all(|m| m.name.as_str().starts_with("attack."))
    );
    // Without its samples, the mean share of harm.
    let mean = reading("inspect_log/attack-mean.json");
    assert_eq!(score(&mean, "harmful", "agentharm"), Some((170.0, 17.0)));
    let left_out = Completeness::Partial(Reason::ObjectsSkipped { count: 6 });
    assert_eq!(mean.completeness, left_out);
}
