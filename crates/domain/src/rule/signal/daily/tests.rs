use std::collections::BTreeSet;

use super::super::{Beside, Instances, Mark, Names, Pick, Presence};
use super::bounds::beside;
use super::*;
use crate::rule::Better;

const NUMBERS: Thresholds = Thresholds {
    days: 30,
    min: 500,
    supports: Some(90.0),
    contradicts: Some(50.0),
    runs: 1,
    apart: 0,
    against: None,
    variety: 0,
};

fn drawn(
    look: SignalLook,
    series: &[Series],
    days: &BTreeMap<i64, Day>,
    (beside, span): (&Beside, Span),
) -> Daily {
    let test = SignalTest {
        partial: false,
        look,
    };
    let signals = Signals {
        series,
        traces: &[],
        traced: None,
        now: (span.1 + 1) * HOURS,
        list: &Names::default(),
        beside,
        sources: &BTreeSet::new(),
    };
    daily(&test, &NUMBERS, signals, days, span)
}

/// A counter that rose by so much in the first hour of each day.
fn counter(signal: &str, days: &[(i64, f64)]) -> Series {
    let hour = |(day, sum): &(i64, f64)| {
        let hour = Hour {
            minutes: 60,
            count: 1,
            sum: *sum,
            min: *sum,
            max: *sum,
        };
        (day * HOURS, hour)
    };
    Series {
        signal: signal.to_owned(),
        labels: BTreeMap::new(),
        hours: days.iter().map(hour).collect(),
    }
}

fn pick(signal: &str) -> Vec<Pick> {
    vec![Pick {
        signal: signal.to_owned(),
        only: BTreeMap::new(),
    }]
}

#[test]
fn traces_are_a_share_of_each_day_and_days_without_any_are_gaps() {
    let look = SignalLook::Traces {
        part: vec![Mark::InputGuardrail],
        whole: vec![Mark::Inference],
        better: Better::High,
        emitted: Vec::new(),
    };
    let count = |marks: &[Mark], traces| TraceCount {
        marks: marks.iter().map(|mark| mark.bit()).sum(),
        traces,
    };
    let day = |guarded, bare| Day {
        traces: vec![
            count(&[Mark::Inference, Mark::InputGuardrail], guarded),
            count(&[Mark::Inference], bare),
        ],
        live: Vec::new(),
    };
    let days = BTreeMap::from([(10, day(3, 1)), (12, day(9, 1))]);
    let drawn = drawn(look, &[], &days, (&Beside::default(), (10, 12)));
    assert_eq!(drawn.values, [Some(0.75), None, Some(0.9)]);
    assert_eq!((drawn.supports, drawn.contradicts), (Some(0.9), Some(0.5)));
    assert_eq!((drawn.what, drawn.unit), (Quoted::Share, Unit::Ratio));
}

#[test]
fn what_happened_is_counted_up_to_each_day() {
    let look = SignalLook::Happened {
        of: pick("refusals"),
        among: Vec::new(),
    };
    let series = [counter("refusals", &[(10, 200.0), (12, 400.0)])];
    let drawn = drawn(
        look,
        &series,
        &BTreeMap::new(),
        (&Beside::default(), (10, 12)),
    );
    assert_eq!(drawn.values, [Some(200.0), None, Some(600.0)]);
    assert_eq!((drawn.supports, drawn.contradicts), (Some(500.0), None));
}

#[test]
fn a_day_on_which_a_class_is_missing_has_no_cover() {
    let look = SignalLook::Presence(Presence {
        classes: vec![vec!["a".to_owned()], vec!["b".to_owned()]],
        services: Vec::new(),
        least: None,
    });
    let series = [
        counter("a", &[(10, 1.0), (11, 1.0)]),
        counter("b", &[(10, 1.0)]),
    ];
    let drawn = drawn(
        look,
        &series,
        &BTreeMap::new(),
        (&Beside::default(), (9, 11)),
    );
    let first = 1.0 / 24.0;
    assert_eq!(drawn.values, [None, Some(first), Some(0.0)]);
}

/// The same of one service.
fn of_service(name: &str, mut series: Series) -> Series {
    let label = "service.name".to_owned();
    series.labels.insert(label, name.to_owned());
    series
}

#[test]
fn of_several_services_the_worst_of_each_day_is_drawn_since_its_own_first_hour() {
    let look = SignalLook::Presence(Presence {
        classes: vec![vec!["logs".to_owned()]],
        services: vec!["service.name".to_owned()],
        least: None,
    });
    let whole = |name: &str, days: &[i64]| {
        let mut series = of_service(name, counter("logs", &[(0, 1.0)]));
        let hour = series.hours.pop_first().unwrap().1;
        let hours = days.iter().flat_map(|day| day * HOURS..(day + 1) * HOURS);
        series.hours = hours.map(|at| (at, hour)).collect();
        series
    };
    let series = [
        whole("chat", &[10, 11, 12]),
        whole("search", &[11]),
        of_service("batch", counter("logs", &[(12, 1.0)])),
    ];
    let none = BTreeMap::new();
    let drawn = drawn(look, &series, &none, (&Beside::default(), (10, 12)));
    assert_eq!(drawn.values, [Some(1.0), Some(1.0), Some(0.0)]);
}

#[test]
fn of_several_engines_the_one_without_a_second_instance_is_drawn() {
    let labels = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let look = SignalLook::Instances(Instances {
        of: labels(&["running"]),
        shared: Vec::new(),
        by: labels(&["pod"]),
        zone: labels(&["zone"]),
        services: labels(&["service.name"]),
    });
    let instance = |service: &str, pod: &str| {
        let mut series = of_service(service, counter("running", &[(10, 1.0), (11, 1.0)]));
        series.labels.insert("pod".to_owned(), pod.to_owned());
        series
    };
    let series = [
        instance("chat", "a"),
        instance("chat", "b"),
        instance("search", "c"),
    ];
    let one_day = part(&instance("search", "d"), 11).unwrap();
    let series: Vec<Series> = series.into_iter().chain([one_day]).collect();
    let none = BTreeMap::new();
    let drawn = drawn(look, &series, &none, (&Beside::default(), (10, 11)));
    assert_eq!(drawn.what, Quoted::SpareTime);
    assert_eq!(drawn.values, [Some(0.0), Some(1.0)]);
}

#[test]
fn a_latency_is_that_of_the_slowest_model_by_its_benchmark() {
    let live = |model: &str, seconds, benchmark| Live {
        model: model.to_owned(),
        seconds,
        at_least: false,
        requests: 10,
        benchmark,
    };
    let beside = Beside {
        live: vec![live("a", 9.0, Some(10.0)), live("b", 4.0, Some(2.0))],
        ..Beside::default()
    };
    let look = SignalLook::Latency {
        of: Vec::new(),
        by: Vec::new(),
        stated: stated(),
    };
    let day = Day {
        traces: Vec::new(),
        live: vec![live("a", 9.5, None), live("b", 3.0, None)],
    };
    let days = BTreeMap::from([(11, day)]);
    let drawn = drawn(look, &[], &days, (&beside, (10, 11)));
    assert_eq!(drawn.values, [None, Some(3.0)]);
    assert_eq!((drawn.supports, drawn.contradicts), (Some(1.8), Some(1.0)));
}

#[test]
fn a_volume_has_the_edges_on_its_own_side() {
    let numbers = Thresholds {
        supports: Some(25.0),
        contradicts: Some(200.0),
        ..NUMBERS
    };
    assert_eq!(
        beside(Some(100.0), Some(60.0), &numbers),
        (Some(80.0), Some(50.0))
    );
    let (supports, contradicts) = beside(Some(75.0), Some(120.0), &numbers);
    assert_eq!((supports, contradicts), (Some(100.0), Some(150.0)));
    assert_eq!(beside(None, Some(1.0), &numbers), (None, None));
}

fn stated() -> super::super::Stated {
    let rules = &crate::framework::builtin().unwrap().rules;
    let looks = rules.iter().filter_map(|rule| rule.signal.as_ref());
    let mut stated = looks.filter_map(|test| match &test.look {
        SignalLook::Latency { stated, .. } => Some(stated.clone()),
        _ => None,
    });
    stated.next().unwrap()
}
