//! Autoscalers, and the sizes of models.

use domain::rule::Quoted;
use domain::rule::signal::{Beside, Series};

use crate::common::{
    CONTRADICTS, FEW, NOTHING, NOW, PARTIAL, SUPPORTS, beside, figure, gauge, last, outcome, rose,
    series, verdict,
};

const SCALER: (&str, &str) = ("horizontalpodautoscaler", "chat");

/// An autoscaler of at most 4 that stands there for `full` of its 200 hours, and at 2 otherwise.
fn scaler(full: i64) -> [Series; 2] {
    let at = move |hour| gauge(if hour >= NOW - full { 4.0 } else { 2.0 });
    [
        series(
            "kubernetes.autoscaler.current",
            &[SCALER],
            last(200).map(|h| (h, at(h))),
        ),
        series(
            "kubernetes.autoscaler.most",
            &[SCALER],
            last(200).map(|h| (h, gauge(4.0))),
        ),
    ]
}

fn waiting() -> Series {
    series("serving.waiting", &[], last(200).map(|h| (h, gauge(2.0))))
}

#[test]
fn replicas_move_and_seldom_stand_at_their_most() {
    let rule = "R05.live";
    let good = verdict(rule, &scaler(30));
    assert_eq!(good.outcome, SUPPORTS);
    assert!((figure(&good, Quoted::AtMostReplicas) - 0.15).abs() < 1e-9);
    // Full, and nobody waits; then somebody does.
    assert_eq!(outcome(rule, &scaler(60)), PARTIAL);
    let mut pressed = scaler(60).to_vec();
    pressed.push(waiting());
    assert_eq!(outcome(rule, &pressed), CONTRADICTS);
    // One that never moved may have had no reason to.
    let still = verdict(rule, &scaler(0));
    assert_eq!(still.outcome, PARTIAL);
    assert_eq!(still.names.first().unwrap().as_str(), "chat");
    assert_eq!(outcome(rule, &[]), NOTHING);
}

#[test]
fn an_autoscaler_out_of_action_contradicts() {
    let rule = "R05.live";
    let condition = |status, value: f64| {
        let labels = [SCALER, ("condition", "ScalingActive"), ("status", status)];
        series(
            "kubernetes.autoscaler.condition",
            &labels,
            [(NOW - 5, gauge(value))],
        )
    };
    let with = |more: Series| {
        let mut all = scaler(30).to_vec();
        all.push(more);
        outcome(rule, &all)
    };
    assert_eq!(with(condition("false", 1.0)), CONTRADICTS);
    assert_eq!(with(condition("false", 0.0)), SUPPORTS);
    assert_eq!(with(condition("true", 1.0)), SUPPORTS);
    let few = scaler(30).map(|mut series| {
        series.hours.retain(|at, _| *at >= NOW - 100);
        series
    });
    assert_eq!(outcome(rule, &few), FEW);
}

fn calls(model: &str, n: f64) -> Series {
    let labels = [("operation", "chat"), ("response_model", model)];
    rose("hexastyle.genai.calls", &labels, n)
}

#[test]
fn calls_fall_on_models_of_two_sizes() {
    let rule = "P01.mix";
    let small = |n| rose("hexastyle.genai.calls.small", &[], n);
    let both = [
        calls("acme-70B", 600.0),
        calls("acme-7B", 500.0),
        small(100.0),
    ];
    // Nobody evaluated any.
    let mixed = verdict(rule, &both);
    assert_eq!(mixed.outcome, PARTIAL);
    assert!((figure(&mixed, Quoted::Sizes) - 2.0).abs() < 1e-9);
    assert!(figure(&mixed, Quoted::EvaluatedSizes).abs() < 1e-9);
    let wasted = [calls("acme-70B", 1_100.0), small(600.0)];
    assert_eq!(outcome(rule, &wasted), CONTRADICTS);
    let long = [calls("acme-70B", 1_100.0), small(500.0)];
    assert_eq!(outcome(rule, &long), PARTIAL);
    assert_eq!(
        outcome(rule, &[calls("acme-7B", 1_100.0), small(900.0)]),
        PARTIAL
    );
    // A name that tells no size counts for nothing.
    let unknown = verdict(rule, &[calls("acme-chat", 5_000.0), small(5_000.0)]);
    assert_eq!(unknown.outcome, FEW);
    assert_eq!(unknown.names.first().unwrap().as_str(), "acme-chat");
    assert_eq!(outcome(rule, &[]), NOTHING);
}

#[test]
fn each_size_in_use_was_evaluated() {
    let evaluated = |models: &[&str], large: f64| {
        let beside_it = Beside {
            evaluated: models.iter().map(|model| (*model).to_owned()).collect(),
            ..Beside::default()
        };
        let both = [calls("acme/Chat-70B", large), calls("acme/Chat-7B", 500.0)];
        beside("P01.mix", &both, &beside_it).outcome
    };
    assert_eq!(evaluated(&["chat-70b", "chat-7b"], 600.0), SUPPORTS);
    // With the name of who provides it.
    assert_eq!(evaluated(&["chat-70b", "openai:chat-7b"], 600.0), SUPPORTS);
    assert_eq!(evaluated(&["chat-70b"], 600.0), PARTIAL);
    // Of another model of the size, and of one whose name only ends alike.
    assert_eq!(evaluated(&["chat-70b", "other-7b"], 600.0), PARTIAL);
    assert_eq!(evaluated(&["chat-70b", "old-chat-7b"], 600.0), PARTIAL);
    assert_eq!(evaluated(&["chat-70b", "chat-7b"], 400.0), FEW);
}
