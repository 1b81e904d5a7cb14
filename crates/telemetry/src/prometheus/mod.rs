//! Prometheus: remote write, pages of metrics, answers of its query API.

pub mod exposition;
pub mod query;
mod query_histogram;
pub mod remote_write;

use crate::{
    distribution::Exponential,
    dropped::Reason,
    intake::{Collector, Place},
    mapping,
    series::{Kind, Labels},
    time::Millis,
    value::{Histogram, Spread, Temporality, Value},
};

/// The kind of a series by its name alone: known names first, then Prometheus' own suffixes. Pages may say
/// it, remote write and queries don't; so it must not depend on them where a name says enough.
fn kind_of(name: &str) -> Kind {
    let counts = ["_total", "_bucket", "_sum", "_count"];
    mapping::builtin().kind_of(name).unwrap_or_else(|| {
        if counts.iter().any(|suffix| name.ends_with(suffix)) {
            Kind::Counter
        } else {
            Kind::Gauge
        }
    })
}

/// `_created` series are times, not measurements.
fn is_creation_time(name: &str) -> bool {
    name.ends_with("_created")
}

/// A number of a kind. Prometheus has no histograms in single numbers: one of that name is a level.
fn number(kind: Kind, value: f64) -> (Kind, Value) {
    match kind {
        Kind::Counter => (Kind::Counter, Value::Counter { value, start: None }),
        Kind::Gauge | Kind::Histogram => (Kind::Gauge, Value::Gauge(value)),
    }
}

/// Adds numbers to an intake; kind and place of their series.
fn push_number(
    out: &mut Collector<'_>,
    name: &str,
    kind: Kind,
    labels: Labels,
    samples: impl Iterator<Item = (Millis, f64)>,
) -> Option<(Kind, Place)> {
    let (kind, _) = number(kind, 0.0);
    let place = out.place(name, "", kind, labels);
    for (at, x) in samples {
        match place {
            Ok(Place::New(series)) => out.point(series, at, number(kind, x).1),
            Ok(Place::Known(id)) => out.known_point(id, (at, number(kind, x).1), || name),
            Err(reason) => out.drop(reason, name),
        }
    }
    Some((kind, place.ok()?))
}

/// A native histogram. Prometheus counts (base^(i−1), base^i] as i, OpenTelemetry as i − 1.
fn native(
    count: u64,
    sum: f64,
    (scale, zero): (i32, u64),
    positive: Vec<(i32, u64)>,
    negative: Vec<(i32, u64)>,
) -> Result<Value, Reason> {
    if !Exponential::SCALES.contains(&scale) {
        return Err(Reason::BadBuckets);
    }
    let shift = |side: Vec<(i32, u64)>| -> Vec<(i32, u64)> {
        let filled = side.into_iter().filter(|(_, n)| *n > 0);
        filled.map(|(i, n)| (i.saturating_sub(1), n)).collect()
    };
    let spread = Spread::Exponential(Exponential {
        scale,
        zero,
        positive: shift(positive),
        negative: shift(negative),
    });
    Ok(cumulative(count, sum, spread))
}

fn cumulative(count: u64, sum: f64, spread: Spread) -> Value {
    Value::Histogram(Box::new(Histogram {
        temporality: Temporality::Cumulative { start: None },
        count,
        sum: Some(sum).filter(|s| s.is_finite()),
        min: None,
        max: None,
        spread,
    }))
}
