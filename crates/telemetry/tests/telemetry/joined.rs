//! Bodies that are folded together.

use proptest::{collection::vec, option, prelude::*};
use telemetry::{
    Intake, Limits, Value,
    otlp::{Encoding, Signal, read},
    rollup::{Sample, States, fold, fold_series, series_of},
};

/// A body with a gauge and a total at one time.
fn body(seconds: u64, level: f64, total: f64) -> Intake {
    let at = 1_700_000_000 + seconds;
    let text = format!(
        r#"{{"resourceMetrics": [{{"scopeMetrics": [{{"metrics": [
            {{"name": "level", "gauge": {{"dataPoints": [{{"timeUnixNano": "{at}000000000", "asDouble": {level}}}]}}}},
            {{"name": "total", "sum": {{"aggregationTemporality": 2, "isMonotonic": true,
              "dataPoints": [{{"timeUnixNano": "{at}000000000", "asDouble": {total}}}]}}}}]}}]}}]}}"#
    );
    read(
        Signal::Metrics,
        Encoding::Json,
        text.as_bytes(),
        &Limits::default(),
    )
    .unwrap()
}

/// Increases of the gauge and of the total, and how many points were not newer. Ids follow from names.
fn sums(intake: &Intake, states: &mut States) -> (f64, f64, u64) {
    let id = |name: &str| i64::from(name == "total");
    let ids: Vec<_> = intake
        .series
        .iter()
        .map(|s| Some(id(s.name().as_str())))
        .collect();
    let folded = fold(intake.samples(&ids), states);
    let sum = |name: &str| {
        let of = folded.hours.iter().filter(|one| one.series == id(name));
        let minutes = of.flat_map(|one| &one.minutes);
        minutes.map(|(_, rollup)| rollup.sum).sum::<f64>()
    };
    (sum("level"), sum("total"), folded.not_newer)
}

#[test]
fn bodies_that_came_out_of_order_count_as_if_they_had_not() {
    let mut states = States::default();
    let whole = Intake::join([
        body(30, 3.0, 130.0),
        body(0, 1.0, 100.0),
        body(15, 2.0, 115.0),
    ]);
    assert_eq!(whole.series.len(), 2);
    assert_eq!(sums(&whole, &mut states), (6.0, 30.0, 0));
}

#[test]
fn a_late_gauge_counts_and_a_late_total_is_in_the_later_one() {
    let mut states = States::default();
    assert_eq!(
        sums(
            &Intake::join([body(0, 1.0, 100.0), body(30, 3.0, 130.0)]),
            &mut states
        ),
        (4.0, 30.0, 0)
    );
    assert_eq!(sums(&body(15, 2.0, 115.0), &mut states), (2.0, 0.0, 1));
    // Again: both are known.
    assert_eq!(sums(&body(15, 2.0, 115.0), &mut states), (0.0, 0.0, 2));
}

/// Samples of several series, in any order: series, time, value.
fn samples() -> impl Strategy<Value = Vec<(i64, i64, Value)>> {
    let start = || option::of(0..10_000_000_i64);
    let value = prop_oneof![
        (-1e6..1e6_f64).prop_map(Value::Gauge),
        (0.0..1e6_f64, start()).prop_map(|(value, start)| Value::Counter { value, start }),
        (0.0..1e6_f64, start()).prop_map(|(value, start)| Value::Delta { value, start }),
    ];
    vec((0..4_i64, 0..10_000_000_i64, value), 0..80)
}

proptest! {
    #[test]
    fn series_are_folded_as_if_each_had_come_alone_and_in_order(samples in samples()) {
        let given: Vec<_> = samples.iter().map(|(series, at, value)| Sample { series: *series, at: *at, value }).collect();
        let mut states = States::default();
        let folded = fold(given.clone(), &mut states);
        let (mut alone, mut old) = (Vec::new(), 0);
        for id in series_of(given) {
            let of = samples.iter().filter(|(series, ..)| *series == id);
            let mut points: Vec<_> = of.map(|(_, at, value)| (*at, value)).collect();
            points.sort_by_key(|(at, _)| *at);
            let (state, minutes, late) = fold_series(None, points.into_iter());
            prop_assert_eq!(states.get(&id), state.as_ref());
            old += late;
            alone.extend(minutes.into_iter().map(|(minute, rollup)| (id, minute.0, rollup)));
        }
        let together: Vec<_> = folded.hours.into_iter().flat_map(|part| {
            let (series, first) = (part.series, part.hour * 60);
            part.minutes.into_iter().map(move |(minute, rollup)| (series, first + i64::from(minute), rollup))
        }).collect();
        prop_assert_eq!(together, alone);
        prop_assert_eq!(folded.not_newer, old);
    }
}
