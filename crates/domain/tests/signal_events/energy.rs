//! Energy of devices and of tokens.

use domain::rule::Quoted;
use domain::rule::signal::Series;

use crate::common::{
    FEW, NOTHING, PARTIAL, counter, figure, gauge, last, outcome, rose, series, verdict,
};

#[test]
fn energy_must_be_measured_while_devices_run() {
    let rule = "U01.inference";
    let runs = |gpu, n| {
        let hours = last(n).map(|h| (h, gauge(0.5)));
        series("gpu.utilisation", &[("UUID", gpu)], hours)
    };
    let energy = |gpu, n| {
        let hours = last(n).map(|h| (h, counter(9.0)));
        series("gpu.energy", &[("UUID", gpu)], hours)
    };
    // Carbon and tokens are other numbers.
    let most = verdict(
        rule,
        &[
            runs("a", 100),
            runs("b", 100),
            energy("a", 100),
            energy("b", 90),
        ],
    );
    assert_eq!(most.outcome, PARTIAL);
    assert!((figure(&most, Quoted::MeteredTime) - 0.95).abs() < 1e-9);
    let half = verdict(rule, &[runs("a", 100), runs("b", 100), energy("a", 100)]);
    assert_eq!(half.outcome, PARTIAL);
    assert_eq!(half.names.first().unwrap().as_str(), "b");
    assert_eq!(outcome(rule, &[runs("a", 20)]), FEW);
    assert_eq!(outcome(rule, &[energy("a", 100)]), NOTHING);
}

fn pod(name: &str, model: &str, tokens: f64, joules: f64) -> [Series; 2] {
    [
        rose(
            "serving.generation_tokens",
            &[("pod", name), ("model_name", model)],
            tokens,
        ),
        rose("gpu.energy", &[("pod", name)], joules),
    ]
}

#[test]
fn a_compressed_model_is_compared_with_its_original() {
    let rule = "U02.effect";
    let plain = pod("a", "acme/chat-7B", 20_000.0, 40_000.0);
    let saving = [
        plain.clone(),
        pod("b", "acme/chat-7B-AWQ", 20_000.0, 30_000.0),
    ]
    .concat();
    let saved = verdict(rule, &saving);
    // Whether hardware and requests were the same nobody says.
    assert_eq!(saved.outcome, PARTIAL);
    assert!((figure(&saved, Quoted::SavedEnergy) - 0.25).abs() < 1e-9);
    let other = [plain.clone(), pod("b", "acme/other-7B-AWQ", 20_000.0, 9.0)].concat();
    assert_eq!(outcome(rule, &other), FEW);
    let few = [plain.clone(), pod("b", "acme/chat-7B-AWQ", 9_000.0, 9.0)].concat();
    assert_eq!(outcome(rule, &few), FEW);
    // Of a pod with two models nobody knows which took the energy.
    let mut shared = saving;
    shared.push(rose(
        "serving.generation_tokens",
        &[("pod", "b"), ("model_name", "x")],
        5.0,
    ));
    assert_eq!(outcome(rule, &shared), FEW);
    assert_eq!(outcome(rule, &plain[..1]), NOTHING);
}
