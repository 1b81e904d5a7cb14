//! Prometheus remote write.

use prost::Message;
use telemetry::{
    Intake, Limits, Spread, Value, dropped::Reason, otlp::Unreadable, prometheus::remote_write,
};

use crate::common::{T0, dropped, lines};

#[derive(Clone, PartialEq, Message)]
struct WriteRequest {
    #[prost(message, repeated, tag = "1")]
    timeseries: Vec<TimeSeries>,
    #[prost(bytes, tag = "3")]
    metadata: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
struct TimeSeries {
    #[prost(message, repeated, tag = "1")]
    labels: Vec<Label>,
    #[prost(message, repeated, tag = "2")]
    samples: Vec<Sample>,
    #[prost(message, repeated, tag = "4")]
    histograms: Vec<Native>,
}

#[derive(Clone, PartialEq, Message)]
struct Label {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "2")]
    value: String,
}

#[derive(Clone, PartialEq, Message)]
struct Sample {
    #[prost(double, tag = "1")]
    value: f64,
    #[prost(int64, tag = "2")]
    timestamp: i64,
}

#[derive(Clone, PartialEq, Message)]
struct Native {
    #[prost(uint64, tag = "1")]
    count: u64,
    #[prost(double, tag = "3")]
    sum: f64,
    #[prost(sint32, tag = "4")]
    schema: i32,
    #[prost(uint64, tag = "6")]
    zero: u64,
    #[prost(message, repeated, tag = "11")]
    spans: Vec<Span>,
    #[prost(sint64, repeated, tag = "12")]
    deltas: Vec<i64>,
    #[prost(int64, tag = "15")]
    timestamp: i64,
    #[prost(double, repeated, tag = "16")]
    bounds: Vec<f64>,
}

#[derive(Clone, PartialEq, Message)]
struct Span {
    #[prost(sint32, tag = "1")]
    offset: i32,
    #[prost(uint32, tag = "2")]
    length: u32,
}

/// A request with these series: labels, and samples by time.
pub fn write(
    series: impl Iterator<Item = (Vec<(&'static str, String)>, Vec<(i64, f64)>)>,
) -> Vec<u8> {
    let label = |(name, value): (&str, String)| Label {
        name: name.into(),
        value,
    };
    let timeseries = series.map(|(labels, samples)| TimeSeries {
        labels: labels.into_iter().map(label).collect(),
        samples: samples
            .into_iter()
            .map(|(timestamp, value)| Sample { value, timestamp })
            .collect(),
        histograms: Vec::new(),
    });
    WriteRequest {
        timeseries: timeseries.collect(),
        metadata: Vec::new(),
    }
    .encode_to_vec()
}

fn series(labels: &[(&str, &str)], samples: &[(i64, f64)], histograms: Vec<Native>) -> TimeSeries {
    let label = |(name, value): &(&str, &str)| Label {
        name: (*name).into(),
        value: (*value).into(),
    };
    TimeSeries {
        labels: labels.iter().map(label).collect(),
        samples: samples
            .iter()
            .map(|(timestamp, value)| Sample {
                value: *value,
                timestamp: *timestamp,
            })
            .collect(),
        histograms,
    }
}

fn read(timeseries: Vec<TimeSeries>) -> Intake {
    let request = WriteRequest {
        timeseries,
        metadata: vec![8, 1],
    };
    remote_write::read(&request.encode_to_vec(), &Limits::default()).unwrap()
}

#[test]
fn names_say_what_the_numbers_are() {
    let stale = f64::from_bits(0x7ff0_0000_0000_0002);
    let intake = read(vec![
        series(
            &[("__name__", "up"), ("job", "x")],
            &[(T0, 1.0), (T0 + 15_000, stale)],
            vec![],
        ),
        series(
            &[("__name__", "a_total"), ("empty", "")],
            &[(T0, 5.0)],
            vec![],
        ),
        series(&[("__name__", "tgi_request_count")], &[(T0, 5.0)], vec![]),
        series(
            &[
                ("__name__", "vllm:iteration_tokens_total_bucket"),
                ("le", "1.0"),
            ],
            &[(T0, 5.0)],
            vec![],
        ),
        series(&[("__name__", "a_created")], &[(T0, 5.0)], vec![]),
        series(&[("job", "x")], &[(T0, 5.0)], vec![]),
    ]);
    assert_eq!(
        lines(&intake),
        [
            "up{job=x} 0 gauge 1",
            "a_total{} 0 counter 5",
            "tgi_request_count{} 0 counter 5",
            "vllm:iteration_tokens_total_bucket{le=1.0} 0 counter 5",
        ]
    );
    assert_eq!(
        dropped(&intake),
        [
            (Reason::StaleMarker, 1),
            (Reason::NotAMeasurement, 1),
            (Reason::BadName, 1)
        ]
    );
}

fn native(schema: i32, spans: &[(i32, u32)], deltas: &[i64]) -> Native {
    Native {
        count: 10,
        sum: 5.0,
        schema,
        zero: 1,
        spans: spans
            .iter()
            .map(|(offset, length)| Span {
                offset: *offset,
                length: *length,
            })
            .collect(),
        deltas: deltas.to_vec(),
        timestamp: T0,
        bounds: if schema == -53 {
            vec![1.0, 2.0]
        } else {
            vec![]
        },
    }
}

/// A request with a bit of everything.
pub fn body() -> Vec<u8> {
    let labels = [("__name__", "h"), ("job", "x")];
    let histograms = vec![native(3, &[(2, 2), (5, 1)], &[4, -2, 1])];
    let series = series(&labels, &[(T0, 1.0)], histograms);
    let request = WriteRequest {
        timeseries: vec![series],
        metadata: vec![8, 1],
    };
    request.encode_to_vec()
}

#[test]
fn native_histograms_are_read() {
    let labels = [("__name__", "h")];
    let intake = read(vec![series(
        &labels,
        &[],
        vec![
            native(3, &[(2, 2), (5, 1)], &[4, -2, 1]),
            native(-53, &[(0, 1), (1, 1)], &[4, 1]),
            native(3, &[(2, 4_000_000_000)], &[4]),
            native(3, &[(0, 1)], &[-4]),
            native(40, &[(0, 1)], &[4]),
        ],
    )]);
    assert_eq!(dropped(&intake), [(Reason::BadBuckets, 3)]);
    let spreads: Vec<_> = intake
        .points
        .iter()
        .map(|p| match &p.value {
            Value::Histogram(h) => h.spread.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    let [Spread::Exponential(e), Spread::Explicit(b)] = spreads.as_slice() else {
        panic!("{spreads:?}");
    };
    assert_eq!(
        (e.scale, e.zero, &e.positive[..]),
        (3, 1, &[(1, 4), (2, 2), (8, 3)][..])
    );
    assert_eq!(b.counts(), [4, 0, 5]);
}

#[test]
fn other_bodies_are_refused() {
    let read = |body: &[u8]| remote_write::read(body, &Limits::default()).unwrap_err();
    assert_eq!(read(b"\x0a\x05\x0a"), Unreadable::Protobuf);
    assert_eq!(read(b"metric 1\n"), Unreadable::Protobuf);
}
