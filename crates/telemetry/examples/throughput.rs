//! How many points a second one core decodes, journals and folds: `cargo run --release -p telemetry --example
//! throughput`. A million points of 1,000 series in OTLP protobuf, as a scraper's backlog (many points of a
//! series in a body) and as a collector's steady stream (one point of each series in a body).

use std::{cell::RefCell, collections::HashMap, error::Error, time::Instant};

use opentelemetry_proto::tonic::{
    collector::metrics::v1::ExportMetricsServiceRequest,
    common::v1::{AnyValue, KeyValue, any_value},
    metrics::v1::{
        Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, Sum, metric::Data,
        number_data_point,
    },
    resource::v1::Resource,
};
use prost::Message;
use telemetry::{
    Intake, Limits, Registry, WireKey, journal,
    otlp::{Encoding, Signal, read_known},
    rollup::{States, fold},
    series::{Kind, SeriesKey},
};

const SERIES: u64 = 1_000;
const POINTS: u64 = 1_000;

fn attribute(key: &str, value: String) -> KeyValue {
    KeyValue {
        key: key.into(),
        value: Some(AnyValue {
            value: Some(any_value::Value::StringValue(value)),
        }),
        ..KeyValue::default()
    }
}

fn point(series: u64, step: u64) -> NumberDataPoint {
    NumberDataPoint {
        attributes: vec![
            attribute("model_name", format!("organisation/model-{}", series % 10)),
            attribute("engine", (series / 10).to_string()),
            attribute("finished_reason", "stop".into()),
            attribute("instance", format!("10.0.0.{}:8000", series % 100)),
        ],
        start_time_unix_nano: 1_700_000_000_000_000_000,
        time_unix_nano: 1_700_000_000_000_000_000 + (step + 1) * 15_000_000_000,
        value: Some(number_data_point::Value::AsInt(
            (step * 7 + series).cast_signed(),
        )),
        ..NumberDataPoint::default()
    }
}

/// A body with the points of these steps of all series.
fn body(from: u64, steps: u64) -> Vec<u8> {
    let metric = |name: u64| {
        let series = (0..SERIES).filter(|s| s % 10 == name);
        let points = series.flat_map(|s| (from..from + steps).map(move |step| point(s, step)));
        Metric {
            name: format!("vllm:request_success_{name}_total"),
            unit: "1".into(),
            data: Some(Data::Sum(Sum {
                data_points: points.collect(),
                aggregation_temporality: 2,
                is_monotonic: true,
            })),
            ..Metric::default()
        }
    };
    let resource = Resource {
        attributes: vec![
            attribute("service.name", "vllm".into()),
            attribute(
                "service.instance.id",
                "627cc493-f310-47de-96bd-71410b7dec09".into(),
            ),
            attribute("k8s.namespace.name", "serving".into()),
        ],
        ..Resource::default()
    };
    ExportMetricsServiceRequest {
        resource_metrics: vec![ResourceMetrics {
            resource: Some(resource),
            scope_metrics: vec![ScopeMetrics {
                metrics: (0..10).map(metric).collect(),
                ..ScopeMetrics::default()
            }],
            ..ResourceMetrics::default()
        }],
    }
    .encode_to_vec()
}

/// Seconds for each step, and bytes of all journals.
struct Outcome {
    decode: f64,
    encode: f64,
    reread: f64,
    fold: f64,
    bytes: usize,
    rollups: usize,
}

/// Series that are stored, by key and by the way they are written.
#[derive(Default)]
struct Stored {
    ids: RefCell<HashMap<SeriesKey, i64>>,
    wire: RefCell<HashMap<WireKey, (i64, Kind)>>,
}

impl Registry for Stored {
    fn seed(&self) -> u64 {
        7
    }

    fn by_wire(&self, key: WireKey) -> Option<(i64, Kind)> {
        self.wire.borrow().get(&key).copied()
    }

    fn by_key(&self, key: SeriesKey) -> Option<i64> {
        self.ids.borrow().get(&key).copied()
    }

    fn remember(&self, key: WireKey, id: i64, kind: Kind) {
        self.wire.borrow_mut().insert(key, (id, kind));
    }

    fn expect(&self, _: WireKey, _: SeriesKey, _: Kind) {}
}

/// Bodies that the console folds together.
const TOGETHER: usize = 256;

fn run(bodies: &[Vec<u8>]) -> Result<Outcome, Box<dyn Error>> {
    let limits = Limits::default();
    let stored = Stored::default();
    let mut states = States::default();
    let mut all = Outcome {
        decode: 0.0,
        encode: 0.0,
        reread: 0.0,
        fold: 0.0,
        bytes: 0,
        rollups: 0,
    };
    for bodies in bodies.chunks(TOGETHER) {
        let mut journal = Vec::with_capacity(bodies.len());
        for body in bodies {
            let started = Instant::now();
            let intake = read_known(Signal::Metrics, Encoding::Protobuf, body, &limits, &stored)?;
            all.decode += started.elapsed().as_secs_f64();
            // The console does so when it folds.
            for series in &intake.series {
                let next = i64::try_from(stored.ids.borrow().len())?;
                stored.ids.borrow_mut().entry(series.key()).or_insert(next);
            }
            let started = Instant::now();
            let bytes = journal::encode(&intake)?;
            all.encode += started.elapsed().as_secs_f64();
            all.bytes += bytes.len();
            journal.push(bytes);
        }
        let started = Instant::now();
        let intakes: Result<Vec<_>, _> =
            journal.iter().map(|bytes| journal::decode(bytes)).collect();
        let intake = Intake::join(intakes?);
        all.reread += started.elapsed().as_secs_f64();
        let started = Instant::now();
        let ids = stored.ids.borrow();
        let ids: Vec<_> = intake
            .series
            .iter()
            .map(|s| ids.get(&s.key()).copied())
            .collect();
        let hours = fold(intake.samples(&ids), &mut states).hours;
        all.rollups += hours.iter().map(|one| one.minutes.len()).sum::<usize>();
        all.fold += started.elapsed().as_secs_f64();
    }
    Ok(all)
}

fn main() -> Result<(), Box<dyn Error>> {
    for (what, bodies, steps) in [
        ("backlog: 10 bodies of 100 points a series", 10, POINTS / 10),
        ("stream: 1,000 bodies of 1 point a series", POINTS, 1),
    ] {
        let bodies: Vec<Vec<u8>> = (0..bodies).map(|i| body(i * steps, steps)).collect();
        let size: usize = bodies.iter().map(Vec::len).sum();
        let o = run(&bodies)?;
        let rate = |seconds: f64| format!("{:.2} M/s", 1.0 / seconds);
        println!(
            "{what}: {} MB in, {} MB journal, {} rollups",
            size >> 20,
            o.bytes >> 20,
            o.rollups
        );
        println!(
            "  decode {}, encode {}, read again {}, fold {}; decode + fold {}, all {}",
            rate(o.decode),
            rate(o.encode),
            rate(o.reread),
            rate(o.fold),
            rate(o.decode + o.fold),
            rate(o.decode + o.encode + o.reread + o.fold),
        );
    }
    Ok(())
}
