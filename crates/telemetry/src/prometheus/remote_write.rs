//! Remote write 1.0: `prometheus.WriteRequest` in a Snappy block.
//!
//! Version 2 has another message (`application/x-protobuf;proto=io.prometheus.write.v2.Request`): answer 415,
//! and Prometheus falls back to this one.

use super::{cumulative, is_creation_time, kind_of, native, number, push_number};
use crate::{
    Limits,
    distribution::{Buckets, Exponential},
    dropped::Reason,
    intake::{Collector, Intake, Place},
    otlp::{
        Unreadable,
        wire::{self, Field, Fields, sint64},
    },
    registry::{Context, Registry, Unknown},
    series::{Kind, Labels, LabelsBuilder},
    time::Millis,
    value::{Spread, Value},
};

/// Reads the decompressed body of a request. Metadata and exemplars are passed over: a series' kind follows
/// from its name, so that it does not depend on what else a request holds.
///
/// # Errors
/// When it is no such message.
pub fn read(body: &[u8], limits: &Limits) -> Result<Intake, Unreadable> {
    read_known(body, limits, &Unknown)
}

/// As [`read`], with what is known of series from bodies before.
///
/// # Errors
/// As [`read`].
pub fn read_known(
    body: &[u8],
    limits: &Limits,
    registry: &dyn Registry,
) -> Result<Intake, Unreadable> {
    if body.len() > limits.bytes {
        return Err(Unreadable::TooLarge {
            limit: limits.bytes,
        });
    }
    let mut out = Collector::knowing(limits, registry);
    let context = Context::new(registry.seed()).with(b"prometheus.TimeSeries");
    for series in wire::each(body, 1) {
        let series = series?;
        if !stored_series(series, context, &mut out)? {
            one_series(series, context, &mut out)?;
        }
    }
    Ok(out.finish())
}

/// Takes the numbers of a series that is stored; `false` where it is not, or has something else than numbers.
fn stored_series(
    message: &[u8],
    context: Context,
    out: &mut Collector<'_>,
) -> Result<bool, Unreadable> {
    let Some((labels, numbers)) = labels_and_numbers(message)? else {
        return Ok(false);
    };
    let Some((id, kind)) = out.registry().by_wire(context.key(labels)) else {
        return Ok(false);
    };
    for message in wire::each(numbers, 2) {
        let (at, x) = sample(message?)?;
        out.known_point(id, (at, number(kind, x).1), || name_in(labels));
    }
    Ok(true)
}

/// The bytes of a series' labels and those of its numbers.
type LabelsAndNumbers<'a> = (&'a [u8], &'a [u8]);

/// Labels and numbers, where labels stand before everything else and only numbers follow.
fn labels_and_numbers(message: &[u8]) -> Result<Option<LabelsAndNumbers<'_>>, Unreadable> {
    let mut fields = Fields::of(message);
    let mut labels = 0;
    let mut before_numbers = true;
    while let Some(field) = fields.next() {
        match field?.0 {
            1 if before_numbers => labels = message.len() - fields.rest().len(),
            2 => before_numbers = false,
            _ => return Ok(None),
        }
    }
    Ok(message.split_at_checked(labels).filter(|_| labels > 0))
}

fn name_in(labels: &[u8]) -> &str {
    wire::each(labels, 1)
        .filter_map(|label| pair(label.ok()?).ok())
        .find_map(|(key, value)| (key == "__name__").then_some(value))
        .unwrap_or_default()
}

fn one_series(message: &[u8], context: Context, out: &mut Collector<'_>) -> Result<(), Unreadable> {
    let mut labels = LabelsBuilder::default();
    let mut name = "";
    for label in wire::each(message, 1) {
        match pair(label?)? {
            ("__name__", value) => name = value,
            (key, value) => labels.push(key, value),
        }
    }
    let samples = wire::each(message, 2).map(|m| sample(m?));
    let labels = match labels.finish() {
        Ok(_) if is_creation_time(name) => Err(Reason::NotAMeasurement),
        labels => labels,
    };
    let labels = match labels {
        Ok(labels) => labels,
        Err(reason) => {
            samples.for_each(|_| out.drop(reason, name));
            wire::each(message, 4).for_each(|_| out.drop(reason, name));
            return Ok(());
        }
    };
    let samples: Result<Vec<_>, _> = samples.collect();
    let samples = samples?.into_iter();
    if samples.len() > 0 {
        let place = push_number(out, name, kind_of(name), labels.clone(), samples);
        if let (Some((kind, place)), Some((labels, _))) = (place, labels_and_numbers(message)?) {
            let key = context.key(labels);
            match place {
                Place::Known(id) => out.registry().remember(key, id, kind),
                Place::New(series) => out.expect(key, series),
            }
        }
    }
    histograms(message, name, labels, out)
}

fn histograms(
    message: &[u8],
    name: &str,
    labels: Labels,
    out: &mut Collector<'_>,
) -> Result<(), Unreadable> {
    let mut known = None;
    for message in wire::each(message, 4) {
        let (at, value) = Native::of(message?)?.value();
        let series = known.get_or_insert_with(|| {
            let labels = labels.clone();
            out.series(name, "", Kind::Histogram, labels)
        });
        match (series.as_ref(), value) {
            (Ok(series), Ok(value)) => out.point(*series, at, value),
            (Err(reason), _) => out.drop(*reason, name),
            (_, Err(reason)) => out.drop(reason, name),
        }
    }
    Ok(())
}

fn pair(message: &[u8]) -> Result<(&str, &str), Unreadable> {
    let (mut name, mut value) = ("", "");
    for field in Fields::of(message) {
        match field? {
            (1, field) => name = field.text()?,
            (2, field) => value = field.text()?,
            _ => {}
        }
    }
    Ok((name, value))
}

fn sample(message: &[u8]) -> Result<(Millis, f64), Unreadable> {
    let (mut at, mut value) = (0, 0.0);
    for field in Fields::of(message) {
        match field? {
            (1, field) => value = field.double()?,
            (2, field) => at = field.int64()?,
            _ => {}
        }
    }
    Ok((at, value))
}

/// The schema that says "bounds of the sender's own".
const CUSTOM: i32 = -53;

/// `prometheus.Histogram`.
#[derive(Default)]
struct Native {
    at: Millis,
    count: u64,
    sum: f64,
    schema: i32,
    zero: u64,
    /// The hint that it is a level, not a total.
    gauge: bool,
    positive: Side,
    negative: Side,
    bounds: Vec<u64>,
}

/// Buckets of one sign.
#[derive(Default)]
struct Side {
    /// Gap to the bucket before, and number of buckets.
    spans: Vec<(i32, u32)>,
    /// Counts, each as the difference to the one before.
    deltas: Vec<u64>,
    /// Counts in floats.
    floats: Vec<u64>,
}

impl Native {
    fn of(message: &[u8]) -> Result<Self, Unreadable> {
        let mut h = Self::default();
        for field in Fields::of(message) {
            let (number, field) = field?;
            match number {
                1 => h.count = field.varint()?,
                2 => h.count = Exponential::round(field.double()?),
                3 => h.sum = field.double()?,
                4 => h.schema = field.sint32()?,
                6 => h.zero = field.varint()?,
                7 => h.zero = Exponential::round(field.double()?),
                8 => h.negative.spans.push(span(field)?),
                9 => wire::push_varints(&mut h.negative.deltas, field)?,
                10 => wire::push_fixed64(&mut h.negative.floats, field)?,
                11 => h.positive.spans.push(span(field)?),
                12 => wire::push_varints(&mut h.positive.deltas, field)?,
                13 => wire::push_fixed64(&mut h.positive.floats, field)?,
                14 => h.gauge = field.varint()? == 3,
                15 => h.at = field.int64()?,
                16 => wire::push_fixed64(&mut h.bounds, field)?,
                _ => {}
            }
        }
        Ok(h)
    }

    fn value(self) -> (Millis, Result<Value, Reason>) {
        (self.at, self.checked())
    }

    fn checked(self) -> Result<Value, Reason> {
        if self.sum.to_bits() == 0x7ff0_0000_0000_0002 {
            return Err(Reason::StaleMarker);
        }
        if self.gauge {
            return Err(Reason::NoTemporality);
        }
        let positive = self.positive.buckets()?;
        if self.schema == CUSTOM {
            let spread = custom(&self.bounds, &positive)?;
            return Ok(cumulative(self.count, self.sum, spread));
        }
        let negative = self.negative.buckets()?;
        let form = (self.schema, self.zero);
        native(self.count, self.sum, form, positive, negative)
    }
}

fn span(field: Field<'_>) -> Result<(i32, u32), Unreadable> {
    let (mut offset, mut length) = (0, 0);
    for field in Fields::of(field.bytes()?) {
        match field? {
            (1, field) => offset = field.sint32()?,
            (2, field) => length = field.uint32()?,
            _ => {}
        }
    }
    Ok((offset, length))
}

impl Side {
    /// Index and count of each bucket.
    fn buckets(&self) -> Result<Vec<(i32, u64)>, Reason> {
        let counts: Vec<u64> = if self.floats.is_empty() {
            self.running()?
        } else {
            let floats = self.floats.iter().map(|bits| f64::from_bits(*bits));
            floats.map(Exponential::round).collect()
        };
        let mut counts = counts.into_iter();
        let mut buckets = Vec::new();
        let mut next = 0_i32;
        for (offset, length) in &self.spans {
            next = next.checked_add(*offset).ok_or(Reason::BadBuckets)?;
            for _ in 0..*length {
                // As many as there are counts, whatever the spans claim.
                let count = counts.next().ok_or(Reason::BadBuckets)?;
                buckets.push((next, count));
                next = next.checked_add(1).ok_or(Reason::BadBuckets)?;
            }
        }
        let ascending = buckets
            .iter()
            .zip(buckets.iter().skip(1))
            .all(|(a, b)| a.0 < b.0);
        if ascending && counts.next().is_none() {
            Ok(buckets)
        } else {
            Err(Reason::BadBuckets)
        }
    }

    fn running(&self) -> Result<Vec<u64>, Reason> {
        let mut count = 0_i64;
        let steps = self.deltas.iter().map(|delta| {
            count = count.checked_add(sint64(*delta))?;
            u64::try_from(count).ok()
        });
        steps.collect::<Option<_>>().ok_or(Reason::BadBuckets)
    }
}

/// Buckets between the sender's own bounds.
fn custom(bounds: &[u64], buckets: &[(i32, u64)]) -> Result<Spread, Reason> {
    let bounds: Vec<f64> = bounds.iter().map(|bits| f64::from_bits(*bits)).collect();
    let mut counts = vec![0; bounds.len() + 1];
    for (index, count) in buckets {
        let at = usize::try_from(*index).map_err(|_| Reason::BadBuckets)?;
        *counts.get_mut(at).ok_or(Reason::BadBuckets)? = *count;
    }
    Buckets::new(bounds, counts)
        .map(Spread::Explicit)
        .map_err(|_| Reason::BadBuckets)
}
