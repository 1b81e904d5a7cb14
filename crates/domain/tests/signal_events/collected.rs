//! Signals that must be there for a week, and shares that are better low.

use domain::rule::Quoted;
use domain::rule::signal::{Beside, Series};

use crate::common::{
    CONTRADICTS, FEW, NOTHING, PARTIAL, SUPPORTS, beside, figure, gauge, last, outcome, rose,
    series, verdict,
};

/// Each signal in each of the last hours.
fn all(signals: &[&str], n: i64) -> Vec<Series> {
    let one = |name: &&str| series(name, &[], last(n).map(|hour| (hour, gauge(1.0))));
    signals.iter().map(one).collect()
}

#[test]
fn what_is_collected_comes_in_for_a_week_without_gaps() {
    let rules: &[(&str, &[&str])] = &[
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
        // That each service sends is not shown where all of them are asked for.
        let each = *rule == "P04.collected";
        let whole = if each { PARTIAL } else { SUPPORTS };
        assert_eq!(week.outcome, whole, "{rule}");
        assert!((figure(&week, Quoted::CoveredTime) - 1.0).abs() < 1e-9);
        assert_eq!(outcome(rule, &all(signals, 160)), FEW, "{rule}");
        assert_eq!(outcome(rule, &[]), NOTHING, "{rule}");
        let lacking = all(&signals[1..], 170);
        assert_eq!(outcome(rule, &lacking), PARTIAL, "{rule}");
    }
}

/// A signal of one GPU in some of the hours.
fn gpu(signal: &str, uuid: &str, hours: impl Iterator<Item = i64>) -> Series {
    let labels = [("UUID", uuid), ("gpu", "0")];
    let labels = if uuid.is_empty() {
        &labels[1..]
    } else {
        &labels[..]
    };
    series(signal, labels, hours.map(|hour| (hour, gauge(0.4))))
}

#[test]
fn each_gpu_sends_its_utilisation_for_a_week() {
    let rule = "C04.collected";
    let used = |uuid, n| gpu("gpu.utilisation", uuid, last(n));
    let both = verdict(rule, &[used("a", 180), used("b", 160)]);
    assert_eq!(both.outcome, SUPPORTS);
    assert!((figure(&both, Quoted::CoveredTime) - 160.0 / 168.0).abs() < 1e-9);
    assert!((figure(&both, Quoted::Devices) - 2.0).abs() < 1e-9);
    let late = verdict(rule, &[used("a", 180), used("b", 100)]);
    assert_eq!(late.outcome, PARTIAL);
    assert_eq!(late.names.first().unwrap().as_str(), "b");
    assert!((figure(&late, Quoted::LateDevices) - 1.0).abs() < 1e-9);
    assert!(figure(&late, Quoted::GoneDevices).is_nan());
    let gone = gpu("gpu.utilisation", "b", last(190).take(20));
    let gone = verdict(rule, &[used("a", 180), gone]);
    assert_eq!(gone.outcome, PARTIAL);
    assert!((figure(&gone, Quoted::GoneDevices) - 1.0).abs() < 1e-9);
    assert!(figure(&gone, Quoted::CoveredTime).abs() < 1e-9);
    // With gaps, but neither late nor gone.
    let every_other = gpu("gpu.utilisation", "b", last(180).step_by(2));
    let gaps = verdict(rule, &[used("a", 180), every_other]);
    assert_eq!(gaps.outcome, PARTIAL);
    assert!(figure(&gaps, Quoted::LateDevices).is_nan());
    assert!(figure(&gaps, Quoted::GoneDevices).is_nan());
    assert_eq!(outcome(rule, &[used("a", 160)]), FEW);
    assert_eq!(outcome(rule, &[]), NOTHING);
}

#[test]
fn a_gpu_that_is_known_otherwise_is_not_forgotten() {
    let rule = "C04.collected";
    let used = gpu("gpu.utilisation", "a", last(180));
    let power = |uuid| gpu("gpu.power", uuid, last(180));
    assert_eq!(outcome(rule, &[used.clone(), power("a")]), SUPPORTS);
    let silent = verdict(rule, &[used.clone(), power("b")]);
    assert_eq!(silent.outcome, PARTIAL);
    assert_eq!(silent.names.first().unwrap().as_str(), "b");
    // An index is the same on each host.
    let unnamed = gpu("gpu.utilisation", "", last(180));
    assert_eq!(outcome(rule, &[used.clone(), unnamed]), PARTIAL);
    assert_eq!(outcome(rule, &[power("a")]), NOTHING);
    let stated = |gpus| {
        let beside_it = Beside {
            stated: Some(gpus),
            ..Beside::default()
        };
        beside(rule, std::slice::from_ref(&used), &beside_it).outcome
    };
    assert_eq!(stated(1.0), SUPPORTS);
    assert_eq!(stated(2.0), PARTIAL);
}

#[test]
fn preemptions_are_few_beside_finished_requests() {
    let rule = "P04.preempted";
    let done = |n| rose("serving.requests.succeeded", &[], n);
    let preempted = |n| rose("serving.preemptions", &[], n);
    // Of nobody knows which services: one of them may have many.
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
fn each_service_by_itself_has_few_preemptions() {
    let rule = "P04.preempted";
    let service = |namespace, model, done, preempted| {
        let labels = [("namespace", namespace), ("model_name", model)];
        [
            rose("serving.requests.succeeded", &labels, done),
            rose("serving.preemptions", &labels, preempted),
        ]
    };
    let chat = service("chat", "qwen-7b", 2_000.0, 20.0);
    let good = service("search", "bge-m3", 1_000.0, 0.0);
    let both = |other: &[Series]| verdict(rule, &[chat.as_slice(), other].concat());
    assert_eq!(both(&good).outcome, SUPPORTS);
    // The same model elsewhere is another service.
    let bad = both(&service("batch", "qwen-7b", 1_000.0, 11.0));
    assert_eq!(bad.outcome, CONTRADICTS);
    assert!((figure(&bad, Quoted::Share) - 0.011).abs() < 1e-9);
    assert_eq!(bad.names.first().unwrap().as_str(), "qwen-7b");
    let few = both(&service("search", "bge-m3", 999.0, 0.0));
    assert_eq!(few.outcome, FEW);
    assert_eq!(few.names.first().unwrap().as_str(), "bge-m3");
    // One whose engine doesn't count them.
    assert_eq!(both(&good[..1]).outcome, FEW);
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
