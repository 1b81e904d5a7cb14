//! Spans and log records.

use std::borrow::Cow;

use super::{any, key_value};
use crate::otlp::{
    Unreadable,
    message::{Budget, Event, Record, Span, id},
    wire::Fields,
};

pub(super) fn span(message: &[u8]) -> Result<Span<'_>, Unreadable> {
    let mut span = Span::default();
    let mut budget = Budget::default();
    for field in Fields::of(message) {
        match field? {
            (1, field) => span.trace = id(field.bytes()?),
            (2, field) => span.id = id(field.bytes()?),
            (4, field) => span.parent = id(field.bytes()?),
            (5, field) => span.name = Cow::Borrowed(field.text()?),
            (6, field) => span.kind = field.uint32()?,
            (7, field) => span.start = field.fixed64()?,
            (8, field) => span.end = field.fixed64()?,
            (9, field) if budget.take() => {
                span.attributes
                    .push(key_value(field.bytes()?, &mut budget)?);
            }
            (11, field) if budget.take() => {
                span.events.push(event(field.bytes()?, &mut budget)?);
            }
            (15, field) => span.status = status(field.bytes()?)?,
            _ => {}
        }
    }
    Ok(span)
}

fn event<'a>(message: &'a [u8], budget: &mut Budget) -> Result<Event<'a>, Unreadable> {
    let mut event = Event::default();
    for field in Fields::of(message) {
        match field? {
            (1, field) => event.time = field.fixed64()?,
            (2, field) => event.name = Cow::Borrowed(field.text()?),
            (3, field) if budget.take() => {
                event.attributes.push(key_value(field.bytes()?, budget)?);
            }
            _ => {}
        }
    }
    Ok(event)
}

fn status(message: &[u8]) -> Result<u32, Unreadable> {
    let mut code = 0;
    for field in Fields::of(message) {
        if let (3, field) = field? {
            code = field.uint32()?;
        }
    }
    Ok(code)
}

pub(super) fn record(message: &[u8]) -> Result<Record<'_>, Unreadable> {
    let mut record = Record::default();
    let mut budget = Budget::default();
    for field in Fields::of(message) {
        match field? {
            (1, field) => record.time = field.fixed64()?,
            (2, field) => record.severity = field.uint32()?,
            (5, field) => record.body = Some(any(field.bytes()?, &mut budget)?),
            (6, field) if budget.take() => {
                record
                    .attributes
                    .push(key_value(field.bytes()?, &mut budget)?);
            }
            (9, field) => record.trace_id = id(field.bytes()?),
            (11, field) => record.observed = field.fixed64()?,
            (12, field) => record.event = Cow::Borrowed(field.text()?),
            _ => {}
        }
    }
    Ok(record)
}
