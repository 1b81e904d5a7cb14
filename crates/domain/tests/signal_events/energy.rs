//! Energy of devices and of tokens.

use domain::cost::Factors;
use domain::rule::Quoted;
use domain::rule::signal::{Beside, Series};

use crate::common::{
    CONTRADICTS, FEW, NOTHING, NOW, PARTIAL, SUPPORTS, beside, counter, figure, gauge, last,
    outcome, rose, series, verdict,
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
    let all = [
        runs("a", 100),
        runs("b", 100),
        energy("a", 100),
        energy("b", 90),
    ];
    // What a kilowatt-hour comes to there is another number.
    let most = verdict(rule, &all);
    assert_eq!(most.outcome, PARTIAL);
    assert!((figure(&most, Quoted::MeteredTime) - 0.95).abs() < 1e-9);
    let known = beside(rule, &all, &factors(None));
    assert_eq!(known.outcome, SUPPORTS);
    // 190 hours of 9 joules.
    let grams = 1_710.0 / 3.6e6 * 600.0;
    assert!((figure(&known, Quoted::MeasuredCarbon) - grams).abs() < 1e-9);
    let half = verdict(rule, &[runs("a", 100), runs("b", 100), energy("a", 100)]);
    assert_eq!(half.outcome, PARTIAL);
    assert_eq!(half.names.first().unwrap().as_str(), "b");
    assert_eq!(outcome(rule, &[runs("a", 20)]), FEW);
    assert_eq!(outcome(rule, &[energy("a", 100)]), NOTHING);
}

/// 600 g for a kilowatt-hour, the building counted in; and what a file states for a month.
fn factors(stated: Option<f64>) -> Beside {
    Beside {
        stated,
        factors: Some(Factors::new(1.2, 500.0, 9e9).unwrap()),
        ..Beside::default()
    }
}

#[test]
fn stated_emissions_are_near_those_that_energy_comes_to() {
    let rule = "U01.plausible";
    // One kilowatt-hour a day.
    let days = |n: i64| {
        let hours = (0..n).map(|day| (NOW - 1 - day * 24, counter(3.6e6)));
        [series("gpu.energy", &[("UUID", "a")], hours)]
    };
    // 18 kilograms a month.
    for (stated, expected) in [
        (27_000.0, SUPPORTS),
        (9_000.0, SUPPORTS),
        (28_000.0, PARTIAL),
        (170_000.0, PARTIAL),
        (181_000.0, CONTRADICTS),
        (1_700.0, CONTRADICTS),
    ] {
        let told = beside(rule, &days(32), &factors(Some(stated)));
        assert_eq!(told.outcome, expected, "{stated}");
        assert!((figure(&told, Quoted::MeasuredCarbon) - 18_000.0).abs() < 1e-6);
    }
    let outcome = |days: &[Series], beside_it: &Beside| beside(rule, days, beside_it).outcome;
    assert_eq!(outcome(&days(20), &factors(Some(18_000.0))), FEW);
    assert_eq!(outcome(&days(32), &factors(None)), FEW);
    let without = Beside {
        stated: Some(18_000.0),
        ..Beside::default()
    };
    assert_eq!(outcome(&days(32), &without), FEW);
    assert_eq!(outcome(&[], &factors(Some(18_000.0))), NOTHING);
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
