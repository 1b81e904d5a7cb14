//! OTLP in JSON, read level by level without a tree of values.
//!
//! Tolerant where the specification is (whole numbers as texts, ids in hex of any case, unknown fields), and
//! strict where it is (enums are numbers).

mod fault;
mod metrics;
mod records;
mod tolerant;
mod values;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{
    Unreadable,
    message::{Attributes, Budget, MetricSink, RecordSink, Scope},
};
use fault::Fault;
use metrics::{MetricJson, one_metric};
use records::{RecordJson, SpanJson};
use tolerant::{Text, each};
use values::pairs;

pub use values::attributes;

type Json<'a> = Option<&'a RawValue>;

/// The top of a request: which signals it holds, and what other tools put there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Top<'a> {
    #[serde(borrow, default)]
    resource_metrics: Json<'a>,
    #[serde(borrow, default)]
    resource_spans: Json<'a>,
    #[serde(borrow, default)]
    resource_logs: Json<'a>,
    #[serde(default)]
    batches: Option<IgnoredAny>,
}

impl<'a> Top<'a> {
    fn of(body: &'a str) -> Result<Self, Unreadable> {
        // The library would take a list for the fields of an object.
        if !body.trim_start().starts_with('{') {
            return Err(Unreadable::Shape { line: 1, column: 1 });
        }
        let top: Self = serde_json::from_str(body)?;
        let none = top
            .resource_metrics
            .or(top.resource_spans)
            .or(top.resource_logs)
            .is_none();
        if none && top.batches.is_some() {
            return Err(Unreadable::TempoExport);
        }
        Ok(top)
    }

    /// The list of one signal; another signal's list in its place is a mistake of address.
    fn only(wanted: Json<'a>, others: [Json<'a>; 2]) -> Result<Json<'a>, Unreadable> {
        match wanted {
            None if others.iter().any(Option::is_some) => Err(Unreadable::OtherSignal),
            wanted => Ok(wanted),
        }
    }
}

/// Walks an `ExportMetricsServiceRequest`.
pub fn metrics<'a>(body: &'a str, sink: &mut impl MetricSink<'a>) -> Result<(), Unreadable> {
    let top = Top::of(body)?;
    let list = Top::only(
        top.resource_metrics,
        [top.resource_spans, top.resource_logs],
    )?;
    metric_list(list, sink).map_err(|fault| fault.within(body))
}

/// Walks an `ExportTraceServiceRequest`.
pub fn traces<'a>(body: &'a str, sink: &mut impl RecordSink<'a>) -> Result<(), Unreadable> {
    let top = Top::of(body)?;
    let list = Top::only(
        top.resource_spans,
        [top.resource_metrics, top.resource_logs],
    )?;
    span_list(list, sink).map_err(|fault| fault.within(body))
}

/// Walks an `ExportLogsServiceRequest`.
pub fn logs<'a>(body: &'a str, sink: &mut impl RecordSink<'a>) -> Result<(), Unreadable> {
    let top = Top::of(body)?;
    let list = Top::only(
        top.resource_logs,
        [top.resource_metrics, top.resource_spans],
    )?;
    log_list(list, sink).map_err(|fault| fault.within(body))
}

/// Walks the metrics of a request of any signals, as files hold them; whether it held any.
pub fn metrics_of_any<'a>(
    body: &'a str,
    sink: &mut impl MetricSink<'a>,
) -> Result<bool, Unreadable> {
    let top = Top::of(body)?;
    metric_list(top.resource_metrics, sink).map_err(|fault| fault.within(body))?;
    Ok(top.resource_metrics.is_some())
}

/// Walks the spans and log records of a request of any signals; whether it held any.
pub fn records_of_any<'a>(
    body: &'a str,
    sink: &mut impl RecordSink<'a>,
) -> Result<bool, Unreadable> {
    let top = Top::of(body)?;
    span_list(top.resource_spans, sink)
        .and_then(|()| log_list(top.resource_logs, sink))
        .map_err(|fault| fault.within(body))?;
    Ok(top.resource_spans.or(top.resource_logs).is_some())
}

/// Walks the entries of a list: where each begins, in bytes, and its text.
pub fn elements<'a>(body: &'a str, mut one: impl FnMut(usize, &'a str)) -> Result<(), Unreadable> {
    let list: &'a RawValue = serde_json::from_str(body)?;
    let start = body.as_ptr().addr();
    let read = each(Some(list), |entry: &'a RawValue| {
        let text = entry.get();
        one(text.as_ptr().addr().saturating_sub(start), text);
        Ok(())
    });
    read.map_err(|fault| fault.within(body))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Resource<'a> {
    #[serde(borrow, default)]
    attributes: Json<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group<'a> {
    #[serde(borrow, default)]
    resource: Option<Resource<'a>>,
    // Before 0.16 scopes were instrumentation libraries.
    #[serde(borrow, default, alias = "instrumentationLibraryMetrics")]
    scope_metrics: Json<'a>,
    #[serde(borrow, default, alias = "instrumentationLibrarySpans")]
    scope_spans: Json<'a>,
    #[serde(borrow, default, alias = "instrumentationLibraryLogs")]
    scope_logs: Json<'a>,
}

impl<'a> Group<'a> {
    fn attributes(&self) -> Result<Attributes<'a>, Fault> {
        let raw = self.resource.as_ref().and_then(|r| r.attributes);
        pairs(raw, &mut Budget::default())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScopeGroup<'a> {
    #[serde(borrow, default, alias = "instrumentationLibrary")]
    scope: Option<ScopeHead<'a>>,
    #[serde(borrow, default)]
    metrics: Json<'a>,
    #[serde(borrow, default)]
    spans: Json<'a>,
    #[serde(borrow, default, alias = "logs")]
    log_records: Json<'a>,
}

#[derive(Deserialize)]
struct ScopeHead<'a> {
    #[serde(borrow, default)]
    name: Option<Text<'a>>,
}

fn metric_list<'a>(list: Json<'a>, sink: &mut impl MetricSink<'a>) -> Result<(), Fault> {
    each(list, |group: Group<'a>| {
        sink.resource(group.attributes()?);
        each(group.scope_metrics, |scope: ScopeGroup<'a>| {
            each(scope.metrics, |metric: MetricJson<'a>| {
                one_metric(metric, sink)
            })
        })
    })
}

fn span_list<'a>(list: Json<'a>, sink: &mut impl RecordSink<'a>) -> Result<(), Fault> {
    each(list, |group: Group<'a>| {
        sink.resource(group.attributes()?);
        each(group.scope_spans, |scope: ScopeGroup<'a>| {
            sink.scope(scope.head());
            each(scope.spans, |span: SpanJson<'a>| {
                sink.span(span.read()?);
                Ok(())
            })
        })
    })
}

fn log_list<'a>(list: Json<'a>, sink: &mut impl RecordSink<'a>) -> Result<(), Fault> {
    each(list, |group: Group<'a>| {
        sink.resource(group.attributes()?);
        each(group.scope_logs, |scope: ScopeGroup<'a>| {
            sink.scope(scope.head());
            each(scope.log_records, |record: RecordJson<'a>| {
                sink.record(record.read()?);
                Ok(())
            })
        })
    })
}

impl<'a> ScopeGroup<'a> {
    fn head(&self) -> Scope<'a> {
        let name = self.scope.as_ref().and_then(|s| s.name.clone());
        Scope {
            name: name.map(|t| t.0).unwrap_or_default(),
        }
    }
}
