//! Telemetry beside what files state.

use domain::rule::signal::{Beside, Live};
use domain::rule::{Outcome, Quoted};

use crate::common::{CONTRADICTS, FEW, NOTHING, PARTIAL, SUPPORTS, beside, figure, outcome, rose};

fn live(model: &str, seconds: f64, benchmark: Option<f64>) -> Live {
    Live {
        model: model.to_owned(),
        seconds,
        at_least: false,
        requests: 500,
        benchmark,
    }
}

fn latency(live: Vec<Live>) -> Outcome {
    let beside_it = Beside {
        live,
        ..Beside::default()
    };
    beside("P06.live", &[], &beside_it).outcome
}

#[test]
fn live_latency_is_held_against_the_benchmark_of_each_model() {
    assert_eq!(latency(vec![live("a", 3.0, Some(2.0))]), SUPPORTS);
    assert_eq!(latency(vec![live("a", 3.1, Some(2.0))]), PARTIAL);
    assert_eq!(latency(vec![live("a", 6.1, Some(2.0))]), CONTRADICTS);
    let two = |other| latency(vec![live("a", 3.0, Some(2.0)), other]);
    assert_eq!(two(live("b", 9.0, Some(2.0))), CONTRADICTS);
    assert_eq!(two(live("b", 1.0, None)), PARTIAL);
    assert_eq!(latency(vec![live("a", 3.0, None)]), FEW);
    let few = Live {
        requests: 199,
        ..live("a", 3.0, Some(2.0))
    };
    assert_eq!(latency(vec![few]), FEW);
    assert_eq!(latency(Vec::new()), NOTHING);
}

#[test]
fn beyond_the_last_bound_a_latency_can_only_be_worse() {
    let open = |seconds| Live {
        at_least: true,
        ..live("a", seconds, Some(2.0))
    };
    assert_eq!(latency(vec![open(3.0)]), PARTIAL);
    assert_eq!(latency(vec![open(7.0)]), CONTRADICTS);
}

#[test]
fn a_stated_volume_is_near_the_real_one() {
    let rule = "C06.volume";
    let tokens = [rose("hexastyle.genai.tokens", &[], 10_000.0)];
    let stated = |stated| {
        let beside_it = Beside {
            stated,
            ..Beside::default()
        };
        beside(rule, &tokens, &beside_it)
    };
    for (volume, expected) in [
        (13_000.0, SUPPORTS),
        (7_000.0, SUPPORTS),
        (13_100.0, PARTIAL),
        (29_000.0, PARTIAL),
        (31_000.0, CONTRADICTS),
        (3_000.0, CONTRADICTS),
    ] {
        assert_eq!(stated(Some(volume)).outcome, expected, "{volume}");
    }
    let told = stated(Some(13_000.0));
    assert!((figure(&told, Quoted::StatedVolume) - 13_000.0).abs() < 1e-9);
    assert_eq!(stated(None).outcome, FEW);
    assert_eq!(outcome(rule, &[]), NOTHING);
}
