//! OTLP in protobuf.

mod metrics;
mod records;

use std::borrow::Cow;

use super::{
    Unreadable,
    message::{Any, Attributes, Budget, MetricSink, RecordSink, Scope},
    wire::{self, Fields},
};
use metrics::one_metric;
use records::{record, span};

/// Walks an `ExportMetricsServiceRequest`.
pub fn metrics<'a>(body: &'a [u8], sink: &mut impl MetricSink<'a>) -> Result<(), Unreadable> {
    for resource in wire::each(body, 1) {
        let resource = resource?;
        sink.resource(resource_attributes(resource)?);
        for scope in wire::each(resource, 2) {
            for metric in wire::each(scope?, 2) {
                one_metric(metric?, sink)?;
            }
        }
    }
    Ok(())
}

/// Walks an `ExportTraceServiceRequest`.
pub fn traces<'a>(body: &'a [u8], sink: &mut impl RecordSink<'a>) -> Result<(), Unreadable> {
    records(body, sink, |message, sink| {
        sink.span(span(message)?);
        Ok(())
    })
}

/// Walks an `ExportLogsServiceRequest`.
pub fn logs<'a>(body: &'a [u8], sink: &mut impl RecordSink<'a>) -> Result<(), Unreadable> {
    records(body, sink, |message, sink| {
        sink.record(record(message)?);
        Ok(())
    })
}

fn records<'a, S: RecordSink<'a>>(
    body: &'a [u8],
    sink: &mut S,
    mut one: impl FnMut(&'a [u8], &mut S) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    for resource in wire::each(body, 1) {
        let resource = resource?;
        sink.resource(resource_attributes(resource)?);
        for group in wire::each(resource, 2) {
            let group = group?;
            sink.scope(scope(group)?);
            for message in wire::each(group, 2) {
                one(message?, sink)?;
            }
        }
    }
    Ok(())
}

/// The attributes of the resource in a group of telemetry.
fn resource_attributes(group: &[u8]) -> Result<Attributes<'_>, Unreadable> {
    let mut list = Vec::new();
    for resource in wire::each(group, 1) {
        list.extend(attributes(resource?, 1)?);
    }
    Ok(list)
}

fn scope(group: &[u8]) -> Result<Scope<'_>, Unreadable> {
    let mut scope = Scope::default();
    for message in wire::each(group, 1) {
        for field in Fields::of(message?) {
            if let (1, field) = field? {
                scope.name = Cow::Borrowed(field.text()?);
            }
        }
    }
    Ok(scope)
}

/// The attributes among the fields of a message.
pub fn attributes(message: &[u8], number: u32) -> Result<Attributes<'_>, Unreadable> {
    let mut budget = Budget::default();
    let mut list = Vec::with_capacity(8);
    for pair in wire::each(message, number).take(Budget::VALUES) {
        list.push(key_value(pair?, &mut budget)?);
    }
    Ok(list)
}

fn key_value<'a>(
    message: &'a [u8],
    budget: &mut Budget,
) -> Result<(Cow<'a, str>, Any<'a>), Unreadable> {
    let mut key = "";
    let mut value = Any::Empty;
    for field in Fields::of(message) {
        match field? {
            (1, field) => key = field.text()?,
            (2, field) => value = any(field.bytes()?, budget)?,
            _ => {}
        }
    }
    Ok((Cow::Borrowed(key), value))
}

fn any<'a>(message: &'a [u8], budget: &mut Budget) -> Result<Any<'a>, Unreadable> {
    let mut value = Any::Empty;
    for field in Fields::of(message) {
        value = match field? {
            (1, field) => Any::Text(Cow::Borrowed(field.text()?)),
            (2, field) => Any::Bool(field.varint()? != 0),
            (3, field) => Any::Int(field.int64()?),
            (4, field) => Any::Double(field.double()?),
            (5, field) => Any::List(inside(field.bytes()?, budget, any)?),
            (6, field) => Any::Map(inside(field.bytes()?, budget, key_value)?),
            (7, _) => Any::Bytes,
            _ => continue,
        };
    }
    Ok(value)
}

/// The values of a list or map, as far as the budget reaches.
fn inside<'a, T>(
    message: &'a [u8],
    budget: &mut Budget,
    one: impl Fn(&'a [u8], &mut Budget) -> Result<T, Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    let mut list = Vec::new();
    if !budget.enter() {
        return Ok(list);
    }
    for value in wire::each(message, 1) {
        if !budget.take() {
            break;
        }
        list.push(one(value?, budget)?);
    }
    budget.leave();
    Ok(list)
}
