//! Whatever the bytes are, reading neither panics nor keeps more than the limits allow.

use std::sync::LazyLock;

use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use proptest::{collection::vec, prelude::*, sample::select};
use prost::Message;
use telemetry::{
    Intake, Limits,
    decompress::{Compression, decompress},
    journal,
    otlp::{self, Encoding, Signal},
    prometheus::{exposition, query, remote_write},
    rollup::{States, fold},
    series::MetricName,
};

use crate::{
    common::{T0, attribute, gauge, number, request},
    otlp_metrics::{JSON, histograms},
    spans,
};

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    points: 50,
    series: 20,
    buckets: 10,
    cells: 100,
    traces: 5,
};

const SIGNALS: [Signal; 3] = [Signal::Metrics, Signal::Traces, Signal::Logs];

/// A body that is right, and what reads it.
fn bodies() -> Vec<Vec<u8>> {
    let points = (0..5)
        .map(|i| number(T0 + i, 1.5, &[("a", "b"), ("c", "d")]))
        .collect();
    let mut metrics: Vec<_> = histograms()
        .into_iter()
        .map(|data: Data| crate::common::metric("h", "s", data))
        .collect();
    metrics.push(gauge("g", points));
    let spans = vec![
        spans::span(
            1,
            1,
            vec![
                attribute("gen_ai.operation.name", "chat"),
                attribute("gen_ai.input.messages", "mail someone@example.com"),
                spans::int("gen_ai.usage.input_tokens", 5),
            ],
        ),
        spans::span(
            2,
            2,
            vec![attribute("gen_ai.operation.name", "execute_tool")],
        ),
    ];
    let page = "# TYPE a counter\na_total{x=\"1\",y=\"\\\\\\n\"} 5 1700000000500\nh_bucket{le=\"+Inf\"} 2\n# EOF\n";
    let answer = r#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"a","b":"c"},"values":[[1700000000,"1"]]}]}}"#;
    vec![
        request(&[("service.name", "x")], metrics).encode_to_vec(),
        spans::request("scope", spans).encode_to_vec(),
        crate::remote_write::body(),
        JSON.as_bytes().to_vec(),
        page.as_bytes().to_vec(),
        answer.as_bytes().to_vec(),
    ]
}

static BODIES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(bodies);

fn bounded(intake: &Intake) {
    assert!(intake.points.len() <= LIMITS.points);
    assert!(intake.series.len() <= LIMITS.series);
    assert!(intake.traces.len() <= LIMITS.traces);
    assert!(intake.components.len() <= LIMITS.traces);
    for series in &intake.series {
        assert!(series.name().as_str().len() <= 200);
        assert!(series.labels().len() <= 48);
        assert!(
            series
                .labels()
                .iter()
                .all(|(n, v)| n.len() <= 200 && v.len() <= 300)
        );
    }
    assert!(
        intake
            .points
            .iter()
            .all(|p| (p.series as usize) < intake.series.len())
    );
    let bytes = journal::encode(intake).unwrap();
    assert_eq!(&journal::decode(&bytes).unwrap(), intake);
    let mut states = States::default();
    let ids: Vec<_> = (0..).take(intake.series.len()).map(Some).collect();
    let folded = fold(intake.samples(&ids), &mut states);
    assert!(
        folded
            .hours
            .iter()
            .flat_map(|one| &one.minutes)
            .all(|(_, rollup)| rollup.sum.is_finite() || rollup.points > 1)
    );
    for encoding in [Encoding::Protobuf, Encoding::Json] {
        assert!(otlp::reply(Signal::Metrics, encoding, &intake.dropped).len() < 10_000);
    }
}

/// Every reader on every body.
fn survives(bytes: &[u8]) {
    for signal in SIGNALS {
        for encoding in [Encoding::Protobuf, Encoding::Json] {
            if let Ok(intake) = otlp::read(signal, encoding, bytes, &LIMITS) {
                bounded(&intake);
            }
        }
    }
    if let Ok(intake) = otlp::read_file(bytes, &LIMITS) {
        bounded(&intake);
    }
    if let Ok(intake) = remote_write::read(bytes, &LIMITS) {
        bounded(&intake);
    }
    if let Ok(intake) = exposition::read(bytes, T0, &LIMITS) {
        bounded(&intake);
    }
    let name = MetricName::parse("x").unwrap();
    if let Ok(answer) = query::read(bytes, &name, &LIMITS) {
        bounded(&answer.intake);
    }
    for compression in [Compression::Gzip, Compression::Snappy] {
        if let Ok(body) = decompress(bytes, compression, 1_000) {
            assert!(body.len() <= 1_000);
        }
    }
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0..6_u8, any::<u8>());
    (select(&BODIES[..]), vec(change, 1..6)).prop_map(|(mut bytes, changes)| {
        for (index, how, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = index.index(bytes.len());
            match how {
                0 => bytes.truncate(at),
                1 => bytes[at] = byte,
                2 => bytes[at] = bytes[at].wrapping_add(1),
                3 => drop(bytes.splice(at..at, [byte, 0xff, 0x7f])),
                4 => drop(bytes.remove(at)),
                _ => bytes.extend_from_within(at..),
            }
            bytes.truncate(100_000);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in vec(any::<u8>(), 0..300)) {
        survives(&bytes);
    }

    #[test]
    fn mutated_bodies(bytes in mutated()) {
        survives(&bytes);
    }

    #[test]
    fn cut_bodies(body in select(&BODIES[..]), end in any::<prop::sample::Index>()) {
        survives(&body[..end.index(body.len())]);
    }

    #[test]
    fn random_pages(lines in vec("[a-z_]{0,5}[{]?[a-z=\",\\\\ ]{0,12}[}]? ?[0-9+InfNa.e-]{0,6}", 0..10)) {
        survives(lines.join("\n").as_bytes());
    }
}

#[test]
fn deep_and_long_bodies_are_refused_or_cut() {
    for piece in [
        "[",
        "{\"a\":",
        "{\"resourceSpans\":[",
        "{\"arrayValue\":{\"values\":[",
        "a{b=\"",
        "#",
        "\\",
        "{}",
    ] {
        survives(piece.repeat(20_000).as_bytes());
    }
    // A list in a list in a list: far more values than bytes were their trees kept.
    let mut value = Vec::new();
    for _ in 0..5_000 {
        let mut outer = Vec::new();
        prost::encoding::bytes::encode(1, &value, &mut outer);
        value.clear();
        prost::encoding::bytes::encode(5, &outer, &mut value);
    }
    let mut pair = b"\x0a\x01k".to_vec();
    prost::encoding::bytes::encode(2, &value, &mut pair);
    let mut span = vec![];
    prost::encoding::bytes::encode(9, &pair, &mut span);
    let mut body = span;
    for _ in 0..3 {
        let mut outer = Vec::new();
        prost::encoding::bytes::encode(if outer.is_empty() { 2 } else { 1 }, &body, &mut outer);
        body = outer;
    }
    survives(&body);
}

#[test]
fn empty_messages_do_not_fill_the_memory() {
    // Each pair of bytes is an empty point: 500,000 of them.
    let points = [0x0a, 0x00].repeat(500_000);
    let mut body = points;
    for number in [5, 2, 2, 1] {
        let mut outer = Vec::new();
        prost::encoding::bytes::encode(number, &body, &mut outer);
        body = outer;
    }
    let limits = Limits {
        bytes: 2 << 20,
        ..LIMITS
    };
    let intake = otlp::read(Signal::Metrics, Encoding::Protobuf, &body, &limits).unwrap();
    assert_eq!(intake.dropped.rejected(), 500_000);
    assert_eq!(intake.points.capacity(), 0);
}
