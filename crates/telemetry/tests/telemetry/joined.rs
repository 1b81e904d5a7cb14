//! Bodies that are folded together.

use telemetry::{
    Intake, Limits,
    otlp::{Encoding, Signal, read},
    rollup::{States, fold},
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
        let of = folded.rollups.iter().filter(|r| r.series == id(name));
        of.map(|r| r.rollup.sum).sum::<f64>()
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
