//! Metrics and their points.

use serde::Deserialize;

use super::{
    Json,
    fault::Fault,
    tolerant::{Enum, Number, Small, Text, Whole, each, whole, wholes},
};
use crate::otlp::message::{Budget, Data, Head, Metric, MetricSink, Raw, Shape, Totals, is_delta};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MetricJson<'a> {
    #[serde(borrow, default)]
    name: Option<Text<'a>>,
    #[serde(borrow, default)]
    unit: Option<Text<'a>>,
    #[serde(borrow, default)]
    gauge: Option<DataJson<'a>>,
    #[serde(borrow, default)]
    sum: Option<DataJson<'a>>,
    #[serde(borrow, default)]
    histogram: Option<DataJson<'a>>,
    #[serde(borrow, default)]
    exponential_histogram: Option<DataJson<'a>>,
    #[serde(borrow, default)]
    summary: Option<DataJson<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DataJson<'a> {
    #[serde(borrow, default)]
    data_points: Json<'a>,
    #[serde(default)]
    aggregation_temporality: Option<Enum>,
    #[serde(default)]
    is_monotonic: Option<bool>,
}

pub(super) fn one_metric<'a>(
    m: MetricJson<'a>,
    sink: &mut impl MetricSink<'a>,
) -> Result<(), Fault> {
    let delta = |d: &DataJson<'_>| is_delta(d.aggregation_temporality.map_or(0, |e| e.0));
    let (data, shape, exponential) = match (m.gauge, m.sum, m.histogram, m.exponential_histogram) {
        (Some(d), ..) => (d, Shape::Gauge, false),
        (_, Some(d), ..) => {
            let (delta, monotonic) = (delta(&d), d.is_monotonic.unwrap_or_default());
            (d, Shape::Sum { delta, monotonic }, false)
        }
        (_, _, Some(d), _) => {
            let delta = delta(&d);
            (d, Shape::Histogram { delta }, false)
        }
        (_, _, _, Some(d)) => {
            let delta = delta(&d);
            (d, Shape::Histogram { delta }, true)
        }
        _ => match m.summary {
            Some(d) => (d, Shape::Summary, false),
            None => return Ok(()),
        },
    };
    sink.metric(Metric {
        name: m.name.map(|t| t.0).unwrap_or_default(),
        unit: m.unit.map(|t| t.0).unwrap_or_default(),
        shape,
    });
    each(data.data_points, |point: PointJson<'a>| {
        let head = point.head();
        sink.point(head, point.data(shape, exponential)?);
        Ok(())
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PointJson<'a> {
    #[serde(borrow, default)]
    attributes: Json<'a>,
    #[serde(default)]
    start_time_unix_nano: Option<Whole>,
    #[serde(default)]
    time_unix_nano: Option<Whole>,
    #[serde(default)]
    flags: Option<Whole>,
    #[serde(default)]
    as_double: Option<Number>,
    #[serde(default)]
    as_int: Option<Number>,
    #[serde(default)]
    count: Option<Whole>,
    #[serde(default)]
    sum: Option<Number>,
    #[serde(default)]
    min: Option<Number>,
    #[serde(default)]
    max: Option<Number>,
    #[serde(default)]
    bucket_counts: Option<Vec<Whole>>,
    #[serde(default)]
    explicit_bounds: Option<Vec<Number>>,
    #[serde(default)]
    scale: Option<Small>,
    #[serde(default)]
    zero_count: Option<Whole>,
    #[serde(default)]
    positive: Option<SideJson>,
    #[serde(default)]
    negative: Option<SideJson>,
    #[serde(borrow, default)]
    quantile_values: Json<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SideJson {
    #[serde(default)]
    offset: Option<Small>,
    #[serde(default)]
    bucket_counts: Option<Vec<Whole>>,
}

#[derive(Deserialize)]
struct QuantileJson {
    #[serde(default)]
    quantile: Option<Number>,
    #[serde(default)]
    value: Option<Number>,
}

impl<'a> PointJson<'a> {
    fn head(&self) -> Head<'a> {
        Head {
            attributes: Raw::Json(self.attributes),
            start: whole(self.start_time_unix_nano),
            time: whole(self.time_unix_nano),
            flags: u32::try_from(whole(self.flags)).unwrap_or_default(),
        }
    }

    fn data(self, shape: Shape, exponential: bool) -> Result<Data, Fault> {
        let number = |n: Option<Number>| n.map(|n| n.0);
        let totals = Totals {
            count: whole(self.count),
            sum: number(self.sum),
            min: number(self.min),
            max: number(self.max),
        };
        Ok(match shape {
            Shape::Gauge | Shape::Sum { .. } => {
                Data::Number(number(self.as_double).or(number(self.as_int)))
            }
            Shape::Summary => Data::Summary {
                count: totals.count,
                sum: totals.sum.unwrap_or_default(),
                quantiles: quantiles(self.quantile_values)?,
            },
            Shape::Histogram { .. } if exponential => Data::Exponential {
                totals,
                scale: small(self.scale),
                zero: whole(self.zero_count),
                positive: side(self.positive),
                negative: side(self.negative),
            },
            Shape::Histogram { .. } => Data::Histogram {
                totals,
                bounds: self
                    .explicit_bounds
                    .unwrap_or_default()
                    .iter()
                    .map(|n| n.0)
                    .collect(),
                counts: wholes(self.bucket_counts),
            },
        })
    }
}

fn quantiles(list: Json<'_>) -> Result<Vec<(f64, f64)>, Fault> {
    let mut quantiles = Vec::new();
    each(list, |q: QuantileJson| {
        if let Some(value) = q.value
            && quantiles.len() < Budget::VALUES
        {
            quantiles.push((q.quantile.map_or(0.0, |n| n.0), value.0));
        }
        Ok(())
    })?;
    Ok(quantiles)
}

fn side(side: Option<SideJson>) -> (i32, Vec<u64>) {
    side.map_or((0, Vec::new()), |s| {
        (small(s.offset), wholes(s.bucket_counts))
    })
}

fn small(n: Option<Small>) -> i32 {
    n.map_or(0, |n| n.0)
}
