//! Bodies made by the official messages, and short ways to look at what was read.

use opentelemetry_proto::tonic::{
    collector::metrics::v1::ExportMetricsServiceRequest,
    common::v1::{AnyValue, KeyValue, any_value},
    metrics::v1::{
        AggregationTemporality, Gauge, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, Sum,
        metric::Data, number_data_point,
    },
    resource::v1::Resource,
};
use prost::Message;
use telemetry::{
    Intake, Limits, Value,
    dropped::Reason,
    otlp::{Encoding, Signal, read},
};

pub const MS: u64 = 1_000_000;
/// 2023-11-14T22:13:20Z.
pub const T0: i64 = 1_700_000_000_000;

pub fn nanos(ms: i64) -> u64 {
    u64::try_from(ms).unwrap() * MS
}

pub fn attribute(key: &str, value: &str) -> KeyValue {
    KeyValue {
        key: key.into(),
        value: Some(AnyValue {
            value: Some(any_value::Value::StringValue(value.into())),
        }),
        ..KeyValue::default()
    }
}

pub fn number(at: i64, x: f64, attributes: &[(&str, &str)]) -> NumberDataPoint {
    NumberDataPoint {
        time_unix_nano: nanos(at),
        attributes: attributes.iter().map(|(k, v)| attribute(k, v)).collect(),
        value: Some(number_data_point::Value::AsDouble(x)),
        ..NumberDataPoint::default()
    }
}

pub fn metric(name: &str, unit: &str, data: Data) -> Metric {
    Metric {
        name: name.into(),
        unit: unit.into(),
        data: Some(data),
        ..Metric::default()
    }
}

pub fn gauge(name: &str, points: Vec<NumberDataPoint>) -> Metric {
    let data = Gauge {
        data_points: points,
    };
    metric(name, "1", Data::Gauge(data))
}

pub fn sum(
    name: &str,
    temporality: AggregationTemporality,
    monotonic: bool,
    points: Vec<NumberDataPoint>,
) -> Metric {
    let data = Sum {
        data_points: points,
        aggregation_temporality: temporality.into(),
        is_monotonic: monotonic,
    };
    metric(name, "1", Data::Sum(data))
}

pub fn request(resource: &[(&str, &str)], metrics: Vec<Metric>) -> ExportMetricsServiceRequest {
    ExportMetricsServiceRequest {
        resource_metrics: vec![ResourceMetrics {
            resource: Some(Resource {
                attributes: resource.iter().map(|(k, v)| attribute(k, v)).collect(),
                ..Resource::default()
            }),
            scope_metrics: vec![ScopeMetrics {
                metrics,
                ..ScopeMetrics::default()
            }],
            ..ResourceMetrics::default()
        }],
    }
}

pub fn read_metrics(request: &ExportMetricsServiceRequest) -> Intake {
    let body = request.encode_to_vec();
    read(
        Signal::Metrics,
        Encoding::Protobuf,
        &body,
        &Limits::default(),
    )
    .unwrap()
}

pub fn read_json(body: &str) -> Intake {
    read(
        Signal::Metrics,
        Encoding::Json,
        body.as_bytes(),
        &Limits::default(),
    )
    .unwrap()
}

/// Name and labels of a point's series, as Prometheus writes them, its time and its value.
pub fn lines(intake: &Intake) -> Vec<String> {
    let line = |p: &telemetry::Point| {
        let series = &intake.series[p.series as usize];
        let labels: Vec<_> = series
            .labels()
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        let value = match &p.value {
            Value::Gauge(x) => format!("gauge {x}"),
            Value::Counter { value, .. } => format!("counter {value}"),
            Value::Delta { value, .. } => format!("delta {value}"),
            Value::Histogram(h) => format!("histogram {}", h.count),
            Value::Sketch(o) => format!("sketch {}", o.sketch.count()),
        };
        format!(
            "{}{{{}}} {} {value}",
            series.name(),
            labels.join(","),
            p.at - T0
        )
    };
    intake.points.iter().map(line).collect()
}

pub fn dropped(intake: &Intake) -> Vec<(Reason, u64)> {
    intake.dropped.iter().map(|(r, d)| (r, d.count)).collect()
}
