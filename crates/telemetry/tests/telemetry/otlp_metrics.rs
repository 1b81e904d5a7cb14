//! OTLP metrics in both encodings.

use std::collections::{BTreeMap, BTreeSet};

use opentelemetry_proto::tonic::metrics::v1::{
    AggregationTemporality as Temporality, ExponentialHistogram, ExponentialHistogramDataPoint,
    Histogram, HistogramDataPoint, Summary, SummaryDataPoint, exponential_histogram_data_point,
    metric::Data, number_data_point, summary_data_point::ValueAtQuantile,
};
use proptest::{collection::vec, prelude::*};
use prost::Message;
use telemetry::{
    Limits, Spread, Value,
    dropped::Reason,
    otlp::{Encoding, Signal, Unreadable, read},
    series::Series,
};

use crate::common::{
    T0, attribute, dropped, gauge, lines, metric, nanos, number, read_json, read_metrics, request,
    sum,
};

#[test]
fn resource_and_point_attributes_become_labels() {
    let body = request(
        &[("service.name", "chat"), ("process.pid", "7")],
        vec![
            gauge("a", vec![number(T0, 1.0, &[("model", "m")])]),
            sum(
                "b",
                Temporality::Cumulative,
                true,
                vec![number(T0, 2.0, &[])],
            ),
            sum("c", Temporality::Delta, true, vec![number(T0, 3.0, &[])]),
            sum(
                "d",
                Temporality::Cumulative,
                false,
                vec![number(T0, 4.0, &[])],
            ),
        ],
    );
    assert_eq!(
        lines(&read_metrics(&body)),
        [
            "a{model=m,service.name=chat} 0 gauge 1",
            "b{service.name=chat} 0 counter 2",
            "c{service.name=chat} 0 delta 3",
            "d{service.name=chat} 0 gauge 4",
        ]
    );
}

#[test]
fn repeated_series_are_one() {
    let points = (0..10)
        .map(|i| number(T0 + i, 1.0, &[("a", "b")]))
        .collect();
    let again = gauge("x", vec![number(T0, 1.0, &[("a", "b")])]);
    let intake = read_metrics(&request(&[], vec![gauge("x", points), again]));
    assert_eq!((intake.series.len(), intake.points.len()), (1, 11));
}

#[test]
fn scattered_attributes_are_read_too() {
    let mut one = number(T0, 1.0, &[("a", "1")]);
    let mut two = Vec::new();
    one.encode(&mut two).unwrap();
    // A second attribute after the first message's other fields: legal, and no writer does it.
    one = number(T0, 1.0, &[]);
    one.value = Some(number_data_point::Value::AsInt(-5));
    one.encode(&mut two).unwrap();
    let attribute = attribute("b", "2").encode_to_vec();
    two.extend([7 << 3 | 2, u8::try_from(attribute.len()).unwrap()]);
    two.extend(attribute);
    let wrap = |number: u8, inner: &[u8]| {
        let mut out = vec![number << 3 | 2, u8::try_from(inner.len()).unwrap()];
        out.extend(inner);
        out
    };
    let mut metric = wrap(1, b"x");
    metric.extend(wrap(5, &wrap(1, &two)));
    let body = wrap(1, &wrap(2, &wrap(2, &metric)));
    let intake = read(
        Signal::Metrics,
        Encoding::Protobuf,
        &body,
        &Limits::default(),
    )
    .unwrap();
    assert_eq!(lines(&intake), ["x{a=1,b=2} 0 gauge -5"]);
}

#[test]
fn known_counters_are_counters_however_they_come() {
    let names = [
        "vllm:prompt_tokens_total",
        "vllm.prompt_tokens",
        "vllm_prompt_tokens_total",
    ];
    let metrics = names.map(|n| gauge(n, vec![number(T0, 1.0, &[])]));
    let intake = read_metrics(&request(&[], metrics.to_vec()));
    assert!(lines(&intake).iter().all(|l| l.ends_with("counter 1")));
}

#[test]
fn bad_points_are_rejected_and_the_rest_kept() {
    let mut no_time = number(T0, 1.0, &[]);
    no_time.time_unix_nano = 0;
    let mut no_value = number(T0, 1.0, &[]);
    no_value.value = None;
    let mut nothing_recorded = no_value.clone();
    nothing_recorded.flags = 1;
    let points = vec![
        no_time,
        no_value,
        nothing_recorded,
        number(T0, f64::NAN, &[]),
        number(T0, f64::INFINITY, &[]),
        number(T0, 7.0, &[]),
    ];
    let body = request(
        &[],
        vec![
            gauge("x", points),
            sum(
                "no temporality",
                Temporality::Unspecified,
                true,
                vec![number(T0, 1.0, &[])],
            ),
            sum(
                "falls",
                Temporality::Delta,
                false,
                vec![number(T0, 1.0, &[])],
            ),
            gauge("", vec![number(T0, 1.0, &[])]),
            gauge(
                "DCGM_FI_DEV_MEMORY_TEMP",
                vec![number(T0, 9_223_372_036_854_775_794_f64, &[])],
            ),
        ],
    );
    let intake = read_metrics(&body);
    assert_eq!(lines(&intake), ["x{} 0 gauge 7"]);
    assert_eq!(
        dropped(&intake),
        [
            (Reason::NotANumber, 1),
            (Reason::Infinite, 1),
            (Reason::NoRecordedValue, 1),
            (Reason::Sentinel, 1),
            (Reason::NoTime, 1),
            (Reason::NoValue, 1),
            (Reason::BadName, 1),
            (Reason::NoTemporality, 1),
            (Reason::NonMonotonicDelta, 1),
        ]
    );
    assert_eq!(intake.dropped.rejected(), 5);
}

pub fn histograms() -> Vec<Data> {
    let explicit = HistogramDataPoint {
        time_unix_nano: nanos(T0),
        start_time_unix_nano: nanos(T0 - 1_000),
        count: 6,
        sum: Some(9.0),
        min: Some(0.5),
        max: Some(4.0),
        bucket_counts: vec![1, 2, 3],
        explicit_bounds: vec![1.0, 2.0],
        ..HistogramDataPoint::default()
    };
    let crossed = HistogramDataPoint {
        explicit_bounds: vec![2.0, 1.0],
        ..explicit.clone()
    };
    let exponential = ExponentialHistogramDataPoint {
        time_unix_nano: nanos(T0),
        count: 7,
        sum: Some(1.0),
        scale: -1,
        zero_count: 1,
        positive: Some(exponential_histogram_data_point::Buckets {
            offset: -2,
            bucket_counts: vec![1, 0, 3],
        }),
        negative: Some(exponential_histogram_data_point::Buckets {
            offset: 4,
            bucket_counts: vec![2],
        }),
        ..ExponentialHistogramDataPoint::default()
    };
    vec![
        Data::Histogram(Histogram {
            data_points: vec![explicit, crossed],
            aggregation_temporality: Temporality::Delta.into(),
        }),
        Data::ExponentialHistogram(ExponentialHistogram {
            data_points: vec![exponential],
            aggregation_temporality: Temporality::Cumulative.into(),
        }),
    ]
}

#[test]
fn histograms_keep_their_buckets() {
    let metrics = histograms()
        .into_iter()
        .map(|d| metric("h", "s", d))
        .collect();
    let intake = read_metrics(&request(&[], metrics));
    assert_eq!(dropped(&intake), [(Reason::BadBuckets, 1)]);
    let spreads: Vec<_> = intake
        .points
        .iter()
        .map(|p| match &p.value {
            Value::Histogram(h) => h.spread.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    let [Spread::Explicit(buckets), Spread::Exponential(e)] = spreads.as_slice() else {
        panic!("{spreads:?}");
    };
    assert_eq!(
        (buckets.bounds(), buckets.counts()),
        (&[1.0, 2.0][..], &[1, 2, 3][..])
    );
    assert_eq!((e.scale, e.zero), (-1, 1));
    assert_eq!(
        (&e.positive[..], &e.negative[..]),
        (&[(-2, 1), (0, 3)][..], &[(4, 2)][..])
    );
}

#[test]
fn summaries_become_what_prometheus_makes_of_them() {
    let point = SummaryDataPoint {
        time_unix_nano: nanos(T0),
        count: 3,
        sum: 1.5,
        quantile_values: vec![ValueAtQuantile {
            quantile: 0.5,
            value: 0.4,
        }],
        attributes: vec![attribute("a", "b")],
        ..SummaryDataPoint::default()
    };
    let data = Data::Summary(Summary {
        data_points: vec![point],
    });
    let intake = read_metrics(&request(&[], vec![metric("s", "s", data)]));
    assert_eq!(
        lines(&intake),
        [
            "s_count{a=b} 0 counter 3",
            "s_sum{a=b} 0 counter 1.5",
            "s{a=b,quantile=0.5} 0 gauge 0.4",
        ]
    );
}

pub const JSON: &str = r#"{"unknown": [1], "resourceMetrics": [{
  "scopeMetrics": [{"metrics": [
    {"name": "a", "gauge": {"dataPoints": [
      {"timeUnixNano": "1700000000000000000", "asInt": "-3", "attributes": [{"key": "k", "value": {"intValue": 5}}]},
      {"timeUnixNano": 1700000000000000000, "asDouble": "NaN"},
      {"timeUnixNano": 1700000000000000000, "asDouble": 2, "flags": 0, "extra": {}}]}},
    {"name": "h", "histogram": {"aggregationTemporality": 2, "dataPoints": [
      {"timeUnixNano": "1700000000000000000", "count": "3", "sum": 4, "bucketCounts": ["1", 2], "explicitBounds": [0.5]}]}},
    {"name": "e", "exponentialHistogram": {"aggregationTemporality": 1, "dataPoints": [
      {"timeUnixNano": "1700000000000000000", "count": 3, "zeroCount": "1", "scale": 2, "positive": {"offset": -1, "bucketCounts": ["2"]}}]}},
    {"name": "s", "sum": {"aggregationTemporality": 2, "isMonotonic": true, "dataPoints": null}}]}],
  "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "chat\n"}}]}}]}"#;

#[test]
fn json_is_read_tolerantly() {
    let intake = read_json(JSON);
    assert_eq!(
        lines(&intake),
        [
            "a{k=5,service.name=chat } 0 gauge -3",
            "a{service.name=chat } 0 gauge 2",
            "h{service.name=chat } 0 histogram 3",
            "e{service.name=chat } 0 histogram 3",
        ]
    );
    assert_eq!(dropped(&intake), [(Reason::NotANumber, 1)]);
    // The mapping of protobuf to JSON lets numbers of any width be texts.
    let texts = JSON
        .replace("\"scale\": 2", "\"scale\": \"2\"")
        .replace("\"offset\": -1", "\"offset\": \"-1\"");
    assert_ne!(texts, JSON);
    assert_eq!(read_json(&texts), intake);
    let beyond = JSON.replace("\"scale\": 2", "\"scale\": \"2147483648\"");
    let why = refused(Signal::Metrics, Encoding::Json, beyond.as_bytes());
    assert!(matches!(why, Unreadable::Shape { .. }), "{why:?}");
}

fn refused(signal: Signal, encoding: Encoding, body: &[u8]) -> Unreadable {
    read(signal, encoding, body, &Limits::default()).unwrap_err()
}

#[test]
fn bodies_that_are_no_requests_are_refused() {
    let json = |body: &str| refused(Signal::Metrics, Encoding::Json, body.as_bytes());
    assert!(matches!(json("{"), Unreadable::Syntax { .. }));
    assert!(matches!(json("[]"), Unreadable::Shape { .. }));
    assert_eq!(json(r#"{"batches": []}"#), Unreadable::TempoExport);
    assert_eq!(json(r#"{"resourceSpans": []}"#), Unreadable::OtherSignal);
    let name = JSON.replace(
        "\"aggregationTemporality\": 2",
        "\"aggregationTemporality\": \"DELTA\"",
    );
    let at = |text: &str| {
        text.split("\"DELTA\"")
            .next()
            .map_or(0, |t| t.split('\n').count())
    };
    let line = match json(&name) {
        Unreadable::Shape { line, .. } => line,
        _ => 0,
    };
    assert_eq!(line, at(&name));
    let latin = refused(Signal::Metrics, Encoding::Json, b"{\"a\": \"\xe9\"}");
    assert_eq!(latin, Unreadable::Encoding);
    for body in [
        &b"\x0a"[..],
        b"\x0a\xff",
        b"\x0a\x02\x00\x00",
        b"\x0b",
        b"{}",
    ] {
        let error = refused(Signal::Metrics, Encoding::Protobuf, body);
        assert_eq!(error, Unreadable::Protobuf, "{body:?}");
    }
}

#[test]
fn empty_requests_are_fine() {
    assert_eq!(lines(&read_json("{}")), [""; 0]);
    assert_eq!(lines(&read_json("")), [""; 0]);
    assert_eq!(lines(&read_json(r#"{"resourceMetrics": null}"#)), [""; 0]);
    let nothing = read(Signal::Metrics, Encoding::Protobuf, b"", &Limits::default());
    assert_eq!(nothing.map(|i| i.points.len()), Ok(0));
}

#[test]
fn more_than_the_limits_is_rejected() {
    let limits = Limits {
        points: 3,
        series: 2,
        ..Limits::default()
    };
    let points = ["a", "b", "c"]
        .map(|v| number(T0, 1.0, &[("k", v)]))
        .to_vec();
    let more = (0..5).map(|i| number(T0 + i, 1.0, &[("k", "a")])).collect();
    let body = request(&[], vec![gauge("x", points), gauge("x", more)]).encode_to_vec();
    let intake = read(Signal::Metrics, Encoding::Protobuf, &body, &limits).unwrap();
    assert_eq!(
        dropped(&intake),
        [(Reason::TooManyPoints, 4), (Reason::TooManySeries, 1)]
    );
    let limits = Limits {
        bytes: 10,
        ..limits
    };
    let error = read(Signal::Metrics, Encoding::Protobuf, &body, &limits).unwrap_err();
    assert_eq!(error, Unreadable::TooLarge { limit: 10 });
}

#[test]
fn points_outside_the_window_are_left_out() {
    let points = (0..5).map(|i| number(T0 + i, 1.0, &[])).collect();
    let mut intake = read_metrics(&request(&[], vec![gauge("x", points)]));
    intake.keep_between(T0 + 1, T0 + 2);
    assert_eq!(intake.points.len(), 2);
    assert_eq!(dropped(&intake), [(Reason::OutsideWindow, 3)]);
}

/// Metric, attributes, time and value of points, as they are sent.
type Sent = (String, Vec<(String, String)>, i64, f64);

fn sent() -> impl Strategy<Value = Vec<Sent>> {
    let pairs = vec(("[a-d]", "[x-z]{1,3}"), 0..4);
    vec(("[a-c]{1,2}", pairs, T0..T0 + 5, -1e9..1e9_f64), 0..40)
}

proptest! {
    /// What the official library writes is read back, series by series.
    #[test]
    fn all_points_are_read_back(sent in sent()) {
        let metrics = sent.iter().map(|(name, pairs, at, x)| {
            let pairs: Vec<_> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            gauge(name, vec![number(*at, *x, &pairs)])
        });
        let intake = read_metrics(&request(&[], metrics.collect()));
        let expected: Vec<String> = sent.iter().map(|(name, pairs, at, x)| {
            let pairs: BTreeMap<_, _> = pairs.iter().cloned().collect();
            let pairs: Vec<_> = pairs.iter().map(|(k, v)| format!("{k}={v}")).collect();
            format!("{name}{{{}}} {} gauge {x}", pairs.join(","), at - T0)
        }).collect();
        prop_assert_eq!(lines(&intake), expected);
        let keys: BTreeSet<_> = intake.series.iter().map(Series::key).collect();
        prop_assert_eq!(keys.len(), intake.series.len());
    }
}
