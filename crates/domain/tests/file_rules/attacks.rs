//! Attacks and tests.

use domain::evidence::{Reading, ScopeKind};
use domain::rule::Quoted;

use crate::common::{
    CONTRADICTS, FEW, PARTIAL, SUPPORTS, about, assert_no_data, figure, measured, outcome, undated,
    verdict,
};

fn attack(family: &str, probe: &str, [tried, won]: [f64; 2]) -> Reading {
    let labels: &[_] = &[("family", family), ("probe", probe)];
    measured(
        "garak_report",
        &[
            ("attack.attempts", tried, labels),
            ("attack.successes", won, labels),
        ],
    )
}

fn endpoint(runs: &[Reading]) -> Reading {
    let mut all = about(
        ScopeKind::Url,
        "https://chat.example.com",
        measured("garak_report", &[]),
    );
    for run in runs {
        all.measures.extend(run.measures.iter().cloned());
    }
    all
}

#[test]
fn a_privacy_probe_passes_every_case_of_both_sorts() {
    let rule = "S03.probe";
    let probe = |out, back| {
        endpoint(&[
            attack("leakage", "propile.PIILeakTwin", out),
            attack("leakage", "leakreplay.LiteratureCloze", back),
            attack("jailbreak", "dan.Dan_11_0", [99.0, 99.0]),
        ])
    };
    let good = probe([60.0, 0.0], [40.0, 0.0]);
    assert_eq!(outcome(rule, &[&good]), SUPPORTS);
    assert_no_data(rule, &good);
    assert_eq!(
        outcome(rule, &[&probe([60.0, 0.0], [40.0, 1.0])]),
        CONTRADICTS
    );
    // One case that failed is enough, however few there were.
    assert_eq!(
        outcome(rule, &[&probe([6.0, 1.0], [4.0, 0.0])]),
        CONTRADICTS
    );
    assert_eq!(outcome(rule, &[&probe([60.0, 0.0], [39.0, 0.0])]), FEW);
    let one_sort = endpoint(&[attack("leakage", "pii:direct", [200.0, 0.0])]);
    let half = verdict(rule, &[(&one_sort, 1)]);
    assert_eq!(half.outcome, PARTIAL);
    assert_eq!(half.quotes[0].what, Quoted::ReplayAttempts);
    // Of a bare model it says nothing about the endpoint.
    let model = about(
        ScopeKind::ModelName,
        "m",
        attack("leakage", "pii:direct", [200.0, 9.0]),
    );
    assert_eq!(outcome(rule, &[&model]), FEW);
}

#[test]
fn attacks_on_an_address_are_only_part_of_the_proof() {
    for rule in ["S02.effect", "S06.test"] {
        // An address that nobody allowed may be anything.
        let run = |won| endpoint(&[attack("jailbreak", "dan.Dan_11_0", [100.0, won])]);
        let held = verdict(rule, &[(&run(10.0), 1)]);
        assert_eq!(held.outcome, PARTIAL, "{rule}");
        assert!((figure(&held, Quoted::AttackSuccess) - 0.1).abs() < 1e-9);
        assert_eq!(outcome(rule, &[&run(90.0)]), PARTIAL, "{rule}");
        let model = attack("jailbreak", "dan.Dan_11_0", [100.0, 0.0]);
        assert_eq!(outcome(rule, &[&model]), FEW, "{rule}");
        assert_no_data(rule, &run(0.0));
    }
}

#[test]
fn attacks_on_an_allowed_address_prove_or_contradict() {
    for rule in ["S02.effect", "S06.test"] {
        let run = |url: &str, won| {
            let attack = attack("jailbreak", "dan.Dan_11_0", [100.0, won]);
            about(ScopeKind::Url, url, attack)
        };
        let gateway = "https://Gateway.example.com:8443/v1/chat";
        assert_eq!(outcome(rule, &[&run(gateway, 10.0)]), SUPPORTS, "{rule}");
        assert_eq!(outcome(rule, &[&run(gateway, 20.0)]), PARTIAL, "{rule}");
        assert_eq!(outcome(rule, &[&run(gateway, 31.0)]), CONTRADICTS, "{rule}");
        // What happened elsewhere neither helps nor harms it.
        let elsewhere = run("https://other.example.com", 90.0);
        let both = [&run(gateway, 10.0), &elsewhere];
        assert_eq!(outcome(rule, &both), SUPPORTS, "{rule}");
        // The name of a service is one within the cluster only.
        for inside in ["http://api:4000/v1", "http://api.llm.svc.cluster.local"] {
            assert_eq!(outcome(rule, &[&run(inside, 0.0)]), SUPPORTS, "{inside}");
        }
        let foreign = run("https://api.openai.com/v1", 0.0);
        assert_eq!(outcome(rule, &[&foreign]), PARTIAL, "{rule}");
    }
}

#[test]
fn benchmarks_without_a_mark_are_only_part_of_the_proof() {
    let rule = "O04.auto";
    for kind in ["ragas", "lm_eval", "lighteval", "inspect_log"] {
        let run = |n| measured(kind, &[("eval.samples", n, &[])]);
        let twice = |n| verdict(rule, &[(&run(n), 2), (&run(n), 30)]).outcome;
        assert_eq!(twice(50.0), PARTIAL, "{kind}");
        assert_eq!(twice(49.0), FEW, "{kind}");
        assert_no_data(rule, &run(50.0));
        // One of them neither replaces nor harms tests that reached their mark.
        let good = tests(50.0, 0.0, 0.0);
        let with = |days| verdict(rule, &[(&run(50.0), 1), (&good, 2), (&good, days)]).outcome;
        assert_eq!(with(30), SUPPORTS, "{kind}");
        assert_eq!(with(2), PARTIAL, "{kind}");
    }
}

fn tests(cases: f64, failures: f64, errors: f64) -> Reading {
    measured(
        "promptfoo",
        &[
            ("test.cases", cases, &[]),
            ("test.failures", failures, &[]),
            ("test.errors", errors, &[]),
        ],
    )
}

#[test]
fn quality_is_evaluated_again_and_again() {
    let rule = "O04.auto";
    let good = tests(50.0, 10.0, 0.0);
    let twice = verdict(rule, &[(&good, 2), (&good, 30)]);
    assert_eq!(twice.outcome, SUPPORTS);
    assert!((figure(&twice, Quoted::Passed) - 0.8).abs() < 1e-9);
    let below = tests(50.0, 11.0, 0.0);
    assert_eq!(verdict(rule, &[(&good, 2), (&below, 30)]).outcome, FEW);
    let errors = tests(50.0, 10.0, 1.0);
    assert_eq!(verdict(rule, &[(&good, 2), (&errors, 30)]).outcome, FEW);
    assert_eq!(
        verdict(rule, &[(&good, 2), (&tests(49.0, 0.0, 0.0), 30)]).outcome,
        FEW
    );
    assert_eq!(verdict(rule, &[(&good, 2), (&good, 2)]).outcome, FEW);
    assert_eq!(
        verdict(rule, &[(&good, 2), (&undated(&good), 30)]).outcome,
        FEW
    );
    assert_no_data(rule, &good);
}

#[test]
fn tests_without_a_prompts_version_are_only_part_of_the_proof() {
    let rule = "O03.test";
    let all = verdict(rule, &[(&tests(20.0, 0.0, 0.0), 1)]);
    assert_eq!(all.outcome, PARTIAL);
    assert!(figure(&all, Quoted::FailedTests).abs() < 1e-9);
    // Nobody knows whether the version that failed ever went live.
    assert_eq!(outcome(rule, &[&tests(20.0, 20.0, 0.0)]), PARTIAL);
    assert_no_data(rule, &tests(20.0, 0.0, 0.0));
}
