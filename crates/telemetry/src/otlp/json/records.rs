//! Spans and log records.

use serde::Deserialize;

use super::{
    Json,
    fault::Fault,
    tolerant::{Enum, Text, Whole, each, whole},
    values::{AnyJson, pairs},
};
use crate::otlp::message::{Budget, Event, Record, Span, id};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SpanJson<'a> {
    #[serde(borrow, default)]
    trace_id: Option<Text<'a>>,
    #[serde(borrow, default)]
    span_id: Option<Text<'a>>,
    #[serde(borrow, default)]
    parent_span_id: Option<Text<'a>>,
    #[serde(borrow, default)]
    name: Option<Text<'a>>,
    #[serde(default)]
    kind: Option<Enum>,
    #[serde(default)]
    start_time_unix_nano: Option<Whole>,
    #[serde(default)]
    end_time_unix_nano: Option<Whole>,
    #[serde(borrow, default)]
    attributes: Json<'a>,
    #[serde(borrow, default)]
    events: Json<'a>,
    #[serde(default)]
    status: Option<StatusJson>,
}

#[derive(Deserialize)]
struct StatusJson {
    #[serde(default)]
    code: Option<Enum>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EventJson<'a> {
    #[serde(borrow, default)]
    name: Option<Text<'a>>,
    #[serde(default)]
    time_unix_nano: Option<Whole>,
    #[serde(borrow, default)]
    attributes: Json<'a>,
}

impl<'a> SpanJson<'a> {
    pub(super) fn read(self) -> Result<Span<'a>, Fault> {
        let mut budget = Budget::default();
        let mut events = Vec::new();
        each(self.events, |event: EventJson<'a>| {
            if budget.take() {
                events.push(Event {
                    name: event.name.map(|t| t.0).unwrap_or_default(),
                    time: whole(event.time_unix_nano),
                    attributes: pairs(event.attributes, &mut budget)?,
                });
            }
            Ok(())
        })?;
        let code = |e: Option<Enum>| e.and_then(|e| u32::try_from(e.0).ok()).unwrap_or_default();
        Ok(Span {
            trace: hex_id(self.trace_id),
            id: hex_id(self.span_id),
            parent: hex_id(self.parent_span_id),
            name: self.name.map(|t| t.0).unwrap_or_default(),
            kind: code(self.kind),
            start: whole(self.start_time_unix_nano),
            end: whole(self.end_time_unix_nano),
            attributes: pairs(self.attributes, &mut budget)?,
            events,
            status: code(self.status.and_then(|s| s.code)),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordJson<'a> {
    #[serde(default)]
    time_unix_nano: Option<Whole>,
    #[serde(default)]
    observed_time_unix_nano: Option<Whole>,
    #[serde(default)]
    severity_number: Option<Enum>,
    #[serde(borrow, default)]
    event_name: Option<Text<'a>>,
    #[serde(borrow, default)]
    trace_id: Option<Text<'a>>,
    #[serde(borrow, default)]
    attributes: Json<'a>,
    #[serde(borrow, default)]
    body: Option<AnyJson<'a>>,
}

impl<'a> RecordJson<'a> {
    pub(super) fn read(self) -> Result<Record<'a>, Fault> {
        let mut budget = Budget::default();
        let severity = self.severity_number.map_or(0, |e| e.0);
        Ok(Record {
            time: whole(self.time_unix_nano),
            observed: whole(self.observed_time_unix_nano),
            severity: u32::try_from(severity).unwrap_or_default(),
            event: self.event_name.map(|t| t.0).unwrap_or_default(),
            trace_id: hex_id(self.trace_id),
            attributes: pairs(self.attributes, &mut budget)?,
            body: self.body.map(|b| b.read(&mut budget)).transpose()?,
        })
    }
}

/// An id in hex, any case.
fn hex_id<const N: usize>(text: Option<Text<'_>>) -> Option<[u8; N]> {
    let text = text?;
    let digit = |b: u8| {
        char::from(b)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    let (pairs, rest) = text.0.as_bytes().as_chunks::<2>();
    let bytes: Option<Vec<u8>> = pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect();
    bytes.filter(|_| rest.is_empty()).and_then(|b| id(&b))
}
