//! OTLP metrics to points.

use std::{borrow::Cow, collections::HashMap};

use foldhash::fast::RandomState;

use super::message::{Any, Attributes, Data, Head, Metric, MetricSink, Shape, Totals};
use crate::{
    cast,
    distribution::{Buckets, Exponential},
    dropped::Reason,
    intake::{Collector, Place},
    mapping,
    registry::Context,
    series::{Kind, Labels, LabelsBuilder},
    time::Millis,
    value::{Histogram, Spread, Temporality, Value},
};

/// `DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK`.
const NO_VALUE: u32 = 1;

pub struct Metrics<'c, 'l, 'a> {
    out: &'c mut Collector<'l>,
    resource: Labels,
    metric: Metric<'a>,
    /// What is known of the metric's name, whatever it was sent as.
    known: Option<Kind>,
    /// The series of the metric by the bytes of their attributes, as far as they are not stored.
    cache: HashMap<&'a [u8], u32, RandomState>,
    /// What all series of the resource, and of the metric, have in common.
    of_resource: Context,
    of_metric: Context,
}

impl<'c, 'l> Metrics<'c, 'l, '_> {
    pub fn new(out: &'c mut Collector<'l>) -> Self {
        let context = Context::new(out.registry().seed());
        Self {
            out,
            of_resource: context,
            of_metric: context,
            resource: Labels::default(),
            metric: Metric {
                name: Cow::Borrowed(""),
                unit: Cow::Borrowed(""),
                shape: Shape::Gauge,
            },
            known: None,
            cache: HashMap::default(),
        }
    }
}

impl<'a> MetricSink<'a> for Metrics<'_, '_, 'a> {
    fn resource(&mut self, attributes: Attributes<'a>) {
        self.resource = resource_labels(&attributes);
        let context = Context::new(self.out.registry().seed());
        self.of_resource = context.with_labels(&self.resource);
        self.cache.clear();
    }

    fn metric(&mut self, metric: Metric<'a>) {
        self.known = mapping::builtin().kind_of(&metric.name);
        let named = self.of_resource.with(metric.name.as_bytes());
        self.of_metric = named.with(metric.unit.as_bytes());
        self.metric = metric;
        self.cache.clear();
    }

    fn point(&mut self, head: Head<'a>, data: Data) {
        if let Err(reason) = self.try_point(&head, data) {
            self.out.drop(reason, &self.metric.name);
        }
    }
}

impl<'a> Metrics<'_, '_, 'a> {
    fn try_point(&mut self, head: &Head<'a>, data: Data) -> Result<(), Reason> {
        if head.flags & NO_VALUE != 0 {
            return Err(Reason::NoRecordedValue);
        }
        let at = cast::millis(head.time).ok_or(Reason::NoTime)?;
        let start = cast::millis(head.start).filter(|s| *s <= at);
        let (kind, value) = match data {
            Data::Number(x) => self.number(x.ok_or(Reason::NoValue)?, start)?,
            Data::Summary {
                count,
                sum,
                quantiles,
            } => return self.summary(head, at, start, (count, sum), &quantiles),
            Data::Histogram {
                totals,
                bounds,
                counts,
            } => self.histogram(totals, start, explicit(bounds, counts)?)?,
            Data::Exponential {
                totals,
                scale,
                zero,
                positive,
                negative,
            } => {
                let spread = exponential(scale, zero, positive, negative)?;
                self.histogram(totals, start, spread)?
            }
        };
        match self.place(head, kind)? {
            Place::Known(id) => {
                let name = || self.metric.name.as_ref();
                self.out.known_point(id, (at, value), name);
            }
            Place::New(series) => self.out.point(series, at, value),
        }
        Ok(())
    }

    /// A number: a level, a total or what was added. A collector that scrapes pages without types sends totals
    /// as levels; known names tell.
    fn number(&self, x: f64, start: Option<Millis>) -> Result<(Kind, Value), Reason> {
        let shape = self.metric.shape;
        if let Shape::Sum { delta: None, .. } = shape {
            return Err(Reason::NoTemporality);
        }
        let grows = matches!(
            shape,
            Shape::Sum {
                monotonic: true,
                ..
            }
        );
        let counter = match self.known {
            Some(Kind::Counter) => true,
            Some(Kind::Gauge) => false,
            Some(Kind::Histogram) | None => grows,
        };
        Ok(match shape {
            Shape::Sum {
                delta: Some(true), ..
            } if grows || counter => (Kind::Counter, Value::Delta { value: x, start }),
            Shape::Sum {
                delta: Some(true), ..
            } => return Err(Reason::NonMonotonicDelta),
            _ if counter => (Kind::Counter, Value::Counter { value: x, start }),
            _ => (Kind::Gauge, Value::Gauge(x)),
        })
    }

    fn histogram(
        &self,
        totals: Totals,
        start: Option<Millis>,
        spread: Spread,
    ) -> Result<(Kind, Value), Reason> {
        let delta = match self.metric.shape {
            Shape::Histogram { delta } => delta.ok_or(Reason::NoTemporality)?,
            _ => return Err(Reason::NoTemporality),
        };
        let temporality = if delta {
            Temporality::Delta { start }
        } else {
            Temporality::Cumulative { start }
        };
        let finite = |x: Option<f64>| x.filter(|x| x.is_finite());
        let histogram = Histogram {
            temporality,
            count: totals.count,
            sum: finite(totals.sum),
            min: finite(totals.min).filter(|_| delta),
            max: finite(totals.max).filter(|_| delta),
            spread,
        };
        Ok((Kind::Histogram, Value::Histogram(Box::new(histogram))))
    }

    /// A summary becomes what Prometheus makes of it: `_count`, `_sum` and a level for each quantile.
    fn summary(
        &mut self,
        head: &Head<'a>,
        at: Millis,
        start: Option<Millis>,
        (count, sum): (u64, f64),
        quantiles: &[(f64, f64)],
    ) -> Result<(), Reason> {
        let labels = self.labels(head)?;
        let name = self.metric.name.clone();
        for (suffix, value) in [("_count", cast::float(count)), ("_sum", sum)] {
            let name = format!("{name}{suffix}");
            let labels = labels.clone();
            let series = self.out.series(&name, "", Kind::Counter, labels)?;
            self.out.point(series, at, Value::Counter { value, start });
        }
        for (quantile, value) in quantiles {
            let mut labels = LabelsBuilder::of(&labels);
            labels.push("quantile", quantile.to_string());
            let labels = labels.finish()?;
            let unit = &self.metric.unit;
            let series = self.out.series(&name, unit, Kind::Gauge, labels)?;
            self.out.point(series, at, Value::Gauge(*value));
        }
        Ok(())
    }

    /// The series of a point. Points of one series have the same bytes of attributes, nearly always.
    fn place(&mut self, head: &Head<'a>, kind: Kind) -> Result<Place, Reason> {
        let bytes = head.attributes.bytes();
        let registry = self.out.registry();
        let key = self.of_metric.key(bytes);
        if let Some((id, _)) = registry.by_wire(key).filter(|(_, stored)| *stored == kind) {
            return Ok(Place::Known(id));
        }
        if let Some(series) = self.cache.get(bytes) {
            return Ok(Place::New(*series));
        }
        let labels = self.labels(head)?;
        let metric = &self.metric;
        let place = self.out.place(&metric.name, &metric.unit, kind, labels)?;
        match place {
            Place::Known(id) => registry.remember(key, id, kind),
            Place::New(series) => {
                self.out.expect(key, series);
                self.cache.insert(bytes, series);
            }
        }
        Ok(place)
    }

    fn labels(&self, head: &Head<'a>) -> Result<Labels, Reason> {
        let mut labels = LabelsBuilder::of(&self.resource);
        let attributes = head.attributes.read().map_err(|_| Reason::Unreadable)?;
        for (name, value) in &attributes {
            if !mapping::builtin().is_content(name) {
                push(&mut labels, name, value);
            }
        }
        labels.finish()
    }
}

/// The labels that a resource gives to its series: only those that rules ask for, because SDKs send dozens.
pub fn resource_labels(attributes: &Attributes<'_>) -> Labels {
    let mut labels = LabelsBuilder::default();
    for (name, value) in attributes {
        if mapping::builtin().is_resource_label(name) {
            push(&mut labels, name, value);
        }
    }
    // Listed names are sound, and fewer than a series may have.
    labels.finish().unwrap_or_default()
}

/// Scalars become labels; lists, maps and bytes don't.
fn push<'a>(labels: &mut LabelsBuilder<'a>, name: &'a str, value: &'a Any<'_>) {
    match value {
        Any::Text(text) => labels.push(name, text.as_ref()),
        Any::Bool(b) => labels.push(name, if *b { "true" } else { "false" }),
        Any::Int(n) => labels.push(name, n.to_string()),
        Any::Double(x) => labels.push(name, x.to_string()),
        Any::Empty | Any::List(_) | Any::Map(_) | Any::Bytes => {}
    }
}

fn explicit(bounds: Vec<f64>, counts: Vec<u64>) -> Result<Spread, Reason> {
    if counts.is_empty() && bounds.is_empty() {
        return Ok(Spread::Unknown);
    }
    Buckets::new(bounds, counts)
        .map(Spread::Explicit)
        .map_err(|_| Reason::BadBuckets)
}

fn exponential(
    scale: i32,
    zero: u64,
    positive: (i32, Vec<u64>),
    negative: (i32, Vec<u64>),
) -> Result<Spread, Reason> {
    if !Exponential::SCALES.contains(&scale) {
        return Err(Reason::BadBuckets);
    }
    let side = |(offset, counts): (i32, Vec<u64>)| {
        Exponential::side(offset, counts.into_iter()).ok_or(Reason::BadBuckets)
    };
    Ok(Spread::Exponential(Exponential {
        scale,
        zero,
        positive: side(positive)?,
        negative: side(negative)?,
    }))
}
