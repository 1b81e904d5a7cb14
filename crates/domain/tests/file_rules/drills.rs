//! Faults that somebody injected.

use domain::evidence::{Reading, ScopeKind, Title};
use domain::rule::Quoted;

use crate::common::{
    CONTRADICTS, FEW, PARTIAL, SUPPORTS, about, assert_no_data, file, measured, outcome, partial,
    verdict,
};

fn result(experiment: &str, passed: bool, proven: bool) -> Reading {
    let labels: &[_] = &[("experiment", experiment), ("target", "chat")];
    let flag = |holds| f64::from(u8::from(holds));
    let reading = measured(
        "litmus",
        &[
            ("chaos.runs", 1.0, labels),
            ("chaos.passed", flag(passed), labels),
            ("chaos.proven", flag(proven), labels),
        ],
    );
    about(ScopeKind::Object, "deployment/chat", reading)
}

#[test]
fn the_latest_run_of_each_experiment_must_pass_with_all_its_probes() {
    let rule = "R06.litmus";
    let good = result("pod-delete", true, true);
    assert_eq!(outcome(rule, &[&good]), SUPPORTS);
    assert_no_data(rule, &good);
    let failed = result("pod-delete", false, false);
    assert_eq!(verdict(rule, &[(&failed, 9), (&good, 2)]).outcome, SUPPORTS);
    assert_eq!(
        verdict(rule, &[(&good, 9), (&failed, 2)]).outcome,
        CONTRADICTS
    );
    // A later run of another experiment on the same target replaces nothing.
    let other = result("network-loss", true, true);
    let both = verdict(rule, &[(&failed, 9), (&other, 2)]);
    assert_eq!(both.outcome, CONTRADICTS);
    assert_eq!(both.names, [Title::clip("pod-delete")]);
    let unproven = verdict(
        rule,
        &[(&good, 9), (&result("network-loss", true, false), 2)],
    );
    assert_eq!(unproven.outcome, PARTIAL);
    assert_eq!(unproven.quotes[0].what, Quoted::ExperimentsProven);
    // That others did not end makes up for no failure.
    assert_eq!(outcome(rule, &[&partial(&failed)]), CONTRADICTS);
    assert_eq!(outcome(rule, &[&file("litmus")]), FEW);
}

#[test]
fn recovery_alone_says_nothing_of_objectives() {
    let rule = "R06.mesh";
    let labels: &[_] = &[("kind", "PodChaos"), ("action", "pod-kill")];
    let fault = |recovered| {
        measured(
            "chaos_mesh",
            &[
                ("chaos.experiments", 1.0, labels),
                ("chaos.recovered", recovered, labels),
            ],
        )
    };
    assert_eq!(outcome(rule, &[&fault(1.0)]), PARTIAL);
    assert_eq!(outcome(rule, &[&fault(0.0)]), PARTIAL);
    assert_no_data(rule, &fault(1.0));
}
