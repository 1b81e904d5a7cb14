//! Signals that must be there for a week, and shares that are better low.

use domain::rule::Quoted;
use domain::rule::signal::Series;

use crate::common::{
    CONTRADICTS, FEW, NOTHING, PARTIAL, SUPPORTS, figure, gauge, last, outcome, rose, series,
    verdict,
};

/// Each signal in each of the last hours.
fn all(signals: &[&str], n: i64) -> Vec<Series> {
    let one = |name: &&str| series(name, &[], last(n).map(|hour| (hour, gauge(1.0))));
    signals.iter().map(one).collect()
}

#[test]
fn what_is_collected_comes_in_for_a_week_without_gaps() {
    let rules: &[(&str, &[&str])] = &[
        ("C04.collected", &["gpu.utilisation"]),
        (
            "P04.collected",
            &[
                "serving.running",
                "serving.waiting",
                "serving.preemptions",
                "serving.kv_cache_usage",
            ],
        ),
        (
            "P07.collected",
            &[
                "serving.running",
                "serving.waiting",
                "gateway.quota.remaining_tokens",
            ],
        ),
        (
            "R03.collected",
            &["gateway.deployment_state", "gateway.requests"],
        ),
        (
            "R05.collected",
            &["serving.running", "serving.waiting", "gpu.utilisation"],
        ),
        (
            "R07.collected",
            &[
                "client.duration",
                "hexastyle.genai.calls",
                "client.time_to_first_chunk",
            ],
        ),
    ];
    for (rule, signals) in rules {
        let week = verdict(rule, &all(signals, 170));
        // That each service or device sends is not shown where all of them are asked for.
        let each = matches!(*rule, "C04.collected" | "P04.collected");
        let whole = if each { PARTIAL } else { SUPPORTS };
        assert_eq!(week.outcome, whole, "{rule}");
        assert!((figure(&week, Quoted::CoveredTime) - 1.0).abs() < 1e-9);
        assert_eq!(outcome(rule, &all(signals, 160)), FEW, "{rule}");
        assert_eq!(outcome(rule, &[]), NOTHING, "{rule}");
        let lacking = all(&signals[1..], 170);
        let expected = if lacking.is_empty() { NOTHING } else { PARTIAL };
        assert_eq!(outcome(rule, &lacking), expected, "{rule}");
    }
}

#[test]
fn preemptions_are_few_beside_finished_requests() {
    let rule = "P04.preempted";
    let done = |n| rose("serving.requests.succeeded", &[], n);
    let preempted = |n| rose("serving.preemptions", &[], n);
    // Few of all services together: one of them may have many.
    assert_eq!(outcome(rule, &[done(2_000.0), preempted(20.0)]), PARTIAL);
    assert_eq!(outcome(rule, &[done(2_000.0), preempted(0.0)]), PARTIAL);
    assert_eq!(
        outcome(rule, &[done(2_000.0), preempted(21.0)]),
        CONTRADICTS
    );
    assert_eq!(outcome(rule, &[done(900.0), preempted(0.0)]), FEW);
    // An engine that doesn't count them.
    assert_eq!(outcome(rule, &[done(2_000.0)]), FEW);
    assert_eq!(outcome(rule, &[preempted(5.0)]), NOTHING);
}

#[test]
fn few_requests_are_refused_for_want_of_capacity() {
    let rule = "R05.refused";
    let requests = |status, n| rose("gateway.requests", &[("status_code", status)], n);
    let with = |refused| outcome(rule, &[requests("200", 2_000.0), requests("429", refused)]);
    // Few of all services together: one of them may have many.
    assert_eq!(with(20.0), PARTIAL);
    assert_eq!(with(200.0), CONTRADICTS);
    assert_eq!(outcome(rule, &[requests("200", 2_000.0)]), PARTIAL);
    assert_eq!(outcome(rule, &[requests("200", 900.0)]), FEW);
    // A gateway that doesn't say how requests ended.
    assert_eq!(
        outcome(rule, &[rose("gateway.requests", &[], 2_000.0)]),
        FEW
    );
    assert_eq!(outcome(rule, &[]), NOTHING);
}
