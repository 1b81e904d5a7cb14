//! Metrics and their points.

use std::borrow::Cow;

use crate::{
    cast,
    otlp::{
        Unreadable,
        message::{Budget, Data, Head, Metric, MetricSink, Raw, Shape, Totals, is_delta},
        wire::{self, Field, Fields},
    },
};

pub(super) fn one_metric<'a>(
    message: &'a [u8],
    sink: &mut impl MetricSink<'a>,
) -> Result<(), Unreadable> {
    let (mut name, mut unit, mut data) = ("", "", None);
    for field in Fields::of(message) {
        match field? {
            (1, field) => name = field.text()?,
            (3, field) => unit = field.text()?,
            (number @ (5 | 7 | 9 | 10 | 11), field) => data = Some((number, field.bytes()?)),
            _ => {}
        }
    }
    let Some((number, data)) = data else {
        return Ok(());
    };
    sink.metric(Metric {
        name: Cow::Borrowed(name),
        unit: Cow::Borrowed(unit),
        shape: shape(number, data)?,
    });
    for point in wire::each(data, 1) {
        let (head, data) = match number {
            5 | 7 => number_point(point?)?,
            9 => histogram_point(point?)?,
            10 => exponential_point(point?)?,
            _ => summary_point(point?)?,
        };
        sink.point(head, data);
    }
    Ok(())
}

fn shape(number: u32, data: &[u8]) -> Result<Shape, Unreadable> {
    let (mut temporality, mut monotonic) = (0, false);
    for field in Fields::of(data) {
        match field? {
            (2, field) => temporality = field.varint()?,
            (3, field) => monotonic = field.varint()? != 0,
            _ => {}
        }
    }
    let delta = is_delta(temporality);
    Ok(match number {
        5 => Shape::Gauge,
        7 => Shape::Sum { delta, monotonic },
        11 => Shape::Summary,
        _ => Shape::Histogram { delta },
    })
}

/// Walks a point; gives all fields but attributes, times and flags to `other`.
fn head<'a>(
    message: &'a [u8],
    attributes: u32,
    flags: u32,
    mut other: impl FnMut(u32, Field<'a>) -> Result<(), Unreadable>,
) -> Result<Head<'a>, Unreadable> {
    let mut head = Head {
        attributes: Raw::Proto {
            region: &[],
            number: attributes,
        },
        start: 0,
        time: 0,
        flags: 0,
    };
    let mut region = Region::default();
    let mut fields = Fields::of(message);
    loop {
        let before = fields.rest();
        let Some(field) = fields.next() else { break };
        match field? {
            (n, _) if n == attributes => region.add(before, fields.rest()),
            (2, field) => head.start = field.fixed64()?,
            (3, field) => head.time = field.fixed64()?,
            (n, field) if n == flags => head.flags = field.uint32()?,
            (n, field) => other(n, field)?,
        }
    }
    head.attributes = Raw::Proto {
        region: region.bytes(message),
        number: attributes,
    };
    Ok(head)
}

/// Where the attributes lie in a point: writers put them one after the other.
#[derive(Default)]
struct Region<'a> {
    from: Option<&'a [u8]>,
    after: usize,
    scattered: bool,
}

impl<'a> Region<'a> {
    fn add(&mut self, before: &'a [u8], after: &'a [u8]) {
        self.scattered |= self.from.is_some() && before.len() != self.after;
        self.from.get_or_insert(before);
        self.after = after.len();
    }

    /// The attributes' bytes; of scattered ones the whole message, which holds them too.
    fn bytes(&self, message: &'a [u8]) -> &'a [u8] {
        let from = if self.scattered {
            Some(message)
        } else {
            self.from
        };
        let after = if self.scattered { 0 } else { self.after };
        from.and_then(|f| f.get(..f.len() - after))
            .unwrap_or_default()
    }
}

fn number_point(message: &[u8]) -> Result<(Head<'_>, Data), Unreadable> {
    let mut value = None;
    let head = head(message, 7, 8, |number, field| {
        match number {
            4 => value = Some(field.double()?),
            6 => value = Some(cast::signed(field.fixed64()?.cast_signed())),
            _ => {}
        }
        Ok(())
    })?;
    Ok((head, Data::Number(value)))
}

fn histogram_point(message: &[u8]) -> Result<(Head<'_>, Data), Unreadable> {
    let mut totals = Totals::default();
    let (mut bounds, mut counts) = (Vec::new(), Vec::new());
    let head = head(message, 9, 10, |number, field| {
        match number {
            4 => totals.count = field.fixed64()?,
            5 => totals.sum = Some(field.double()?),
            6 => wire::push_fixed64(&mut counts, field)?,
            7 => wire::push_fixed64(&mut bounds, field)?,
            11 => totals.min = Some(field.double()?),
            12 => totals.max = Some(field.double()?),
            _ => {}
        }
        Ok(())
    })?;
    let bounds = bounds.into_iter().map(f64::from_bits).collect();
    Ok((
        head,
        Data::Histogram {
            totals,
            bounds,
            counts,
        },
    ))
}

fn exponential_point(message: &[u8]) -> Result<(Head<'_>, Data), Unreadable> {
    let mut totals = Totals::default();
    let (mut scale, mut zero) = (0, 0);
    let (mut positive, mut negative) = ((0, Vec::new()), (0, Vec::new()));
    let head = head(message, 1, 10, |number, field| {
        match number {
            4 => totals.count = field.fixed64()?,
            5 => totals.sum = Some(field.double()?),
            6 => scale = field.sint32()?,
            7 => zero = field.fixed64()?,
            8 => positive = side(field.bytes()?)?,
            9 => negative = side(field.bytes()?)?,
            12 => totals.min = Some(field.double()?),
            13 => totals.max = Some(field.double()?),
            _ => {}
        }
        Ok(())
    })?;
    Ok((
        head,
        Data::Exponential {
            totals,
            scale,
            zero,
            positive,
            negative,
        },
    ))
}

fn side(message: &[u8]) -> Result<(i32, Vec<u64>), Unreadable> {
    let (mut offset, mut counts) = (0, Vec::new());
    for field in Fields::of(message) {
        match field? {
            (1, field) => offset = field.sint32()?,
            (2, field) => wire::push_varints(&mut counts, field)?,
            _ => {}
        }
    }
    Ok((offset, counts))
}

fn summary_point(message: &[u8]) -> Result<(Head<'_>, Data), Unreadable> {
    let (mut count, mut sum, mut quantiles) = (0, 0.0, Vec::new());
    let head = head(message, 7, 8, |number, field| {
        match number {
            4 => count = field.fixed64()?,
            5 => sum = field.double()?,
            6 if quantiles.len() < Budget::VALUES => quantiles.push(quantile(field.bytes()?)?),
            _ => {}
        }
        Ok(())
    })?;
    Ok((
        head,
        Data::Summary {
            count,
            sum,
            quantiles,
        },
    ))
}

fn quantile(message: &[u8]) -> Result<(f64, f64), Unreadable> {
    let (mut quantile, mut value) = (0.0, 0.0);
    for field in Fields::of(message) {
        match field? {
            (1, field) => quantile = field.double()?,
            (2, field) => value = field.double()?,
            _ => {}
        }
    }
    Ok((quantile, value))
}
