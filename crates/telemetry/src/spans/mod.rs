//! Spans and log records, reduced to what rules ask for. Prompts, completions, arguments and results are
//! searched for personal data and forgotten; ids of users and conversations are only noted as present.

mod calls;
mod components;
mod events;
mod facts;
mod few;
mod measured;
mod measures;
mod runtime;
mod trace;

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::{
    cast,
    dropped::Reason,
    intake::Collector,
    mapping::{self, Attribute},
    otlp::message::{Any, Attributes, Record, RecordSink, Scope, Span},
    otlp::metric_sink::resource_labels,
    series::{Labels, LabelsBuilder},
    time::{Millis, Minute},
};
use components::Components;
use facts::Facts;
use measures::Measures;

pub use trace::{Decision, Flag, ToolCall, ToolId, TraceFacts};

/// Takes spans and records; [`Records::finish`] puts what they amount to into the intake.
pub(crate) struct Records<'c, 'l> {
    out: &'c mut Collector<'l>,
    resource: Resource,
    scope: String,
    measures: Measures,
    traces: HashMap<[u8; 16], TraceFacts, RandomState>,
    components: Components,
}

/// What all spans of a resource have in common.
#[derive(Default)]
struct Resource {
    /// All labels that series of a resource have.
    all: Labels,
    /// The few that name the workload.
    few: Labels,
    service: String,
    version: bool,
    tenant: bool,
    feature: bool,
}

/// Labels of derived series that name the workload; those of an instance would make too many series.
const WORKLOAD: [&str; 4] = [
    "service.name",
    "service.namespace",
    "deployment.environment.name",
    "k8s.namespace.name",
];

impl Resource {
    fn of(attributes: &Attributes<'_>) -> Self {
        let facts = Facts::of(attributes);
        let mut few = LabelsBuilder::default();
        let mut service = String::new();
        for (name, value) in attributes {
            if let Any::Text(text) = value
                && WORKLOAD.contains(&name.as_ref())
            {
                few.push(name, text.as_ref());
                if name == "service.name" {
                    text.as_ref().clone_into(&mut service);
                }
            }
        }
        Self {
            all: resource_labels(attributes),
            few: few.finish().unwrap_or_default(),
            service,
            version: facts.has(Attribute::ServiceVersion),
            tenant: facts.has(Attribute::Tenant),
            feature: facts.has(Attribute::Feature),
        }
    }
}

impl<'c, 'l> Records<'c, 'l> {
    pub fn new(out: &'c mut Collector<'l>) -> Self {
        let limits = out.limits();
        Self {
            resource: Resource::default(),
            scope: String::new(),
            measures: Measures::new(limits.series, limits.traces),
            traces: HashMap::default(),
            components: Components::new(limits.traces),
            out,
        }
    }

    /// Puts points, traces and components into the intake.
    pub fn finish(self) {
        self.measures.emit(self.out);
        let mut traces: Vec<TraceFacts> = self.traces.into_values().collect();
        traces.sort_by_key(|t| t.trace_id);
        self.out.records(traces, self.components.list());
    }

    fn one_span(&mut self, span: &Span<'_>) -> Result<(), Reason> {
        let trace_id = span.trace.ok_or(Reason::BadRecord)?;
        span.id.ok_or(Reason::BadRecord)?;
        let end = if span.end > 0 { span.end } else { span.start };
        let at = cast::millis(end).ok_or(Reason::BadRecord)?;
        let start = cast::millis(span.start).unwrap_or(at).min(at);
        self.count("hexastyle.spans", at);
        let facts = Facts::of(&span.attributes);
        let mut trace = TraceFacts::new(trace_id, start, at);
        trace.service(&self.resource.service);
        self.call(span, &facts, (start, at), &mut trace);
        let asked = events::asked(span, &facts, start);
        self.noted(&facts, (asked, at), &mut trace);
        for event in &span.events {
            let at = cast::millis(event.time).unwrap_or(at);
            self.event(&event.name, &event.attributes, None, at, &mut trace);
        }
        self.keep(trace);
        Ok(())
    }

    fn one_record(&mut self, record: &Record<'_>) -> Result<(), Reason> {
        let time = if record.time > 0 {
            record.time
        } else {
            record.observed
        };
        let at = cast::millis(time).ok_or(Reason::BadRecord)?;
        self.count("hexastyle.logs", at);
        let mut trace = TraceFacts::new(record.trace_id.unwrap_or_default(), at, at);
        trace.service(&self.resource.service);
        let name = event_name(record);
        let body = record.body.as_ref();
        self.runtime(&record.attributes, body, at);
        self.event(&name, &record.attributes, body, at, &mut trace);
        // A log record alone tells nothing of a trace unless it was about a call.
        if record.trace_id.is_some() && trace.says_something() {
            self.keep(trace);
        }
        Ok(())
    }

    /// Counts one span or record of an instance.
    fn count(&mut self, name: &'static str, at: Millis) {
        let labels = self.resource.all.clone();
        if let Some(group) = self.measures.group(Ok(labels), Minute::of(at)) {
            group.add(name, 1.0);
        }
    }

    fn keep(&mut self, trace: TraceFacts) {
        if let Some(known) = self.traces.get_mut(&trace.trace_id) {
            known.merge(&trace);
        } else if self.traces.len() < self.out.limits().traces {
            self.traces.insert(trace.trace_id, trace);
        } else {
            self.out.drop(Reason::TooManyTraces, &self.resource.service);
        }
    }
}

impl<'a> RecordSink<'a> for Records<'_, '_> {
    fn resource(&mut self, attributes: Attributes<'a>) {
        self.resource = Resource::of(&attributes);
        self.components.service(&attributes);
    }

    fn scope(&mut self, scope: Scope<'a>) {
        scope.name.as_ref().clone_into(&mut self.scope);
    }

    fn span(&mut self, span: Span<'a>) {
        if let Err(reason) = self.one_span(&span) {
            self.out.drop(reason, &self.resource.service);
        }
    }

    fn record(&mut self, record: Record<'a>) {
        if let Err(reason) = self.one_record(&record) {
            self.out.drop(reason, &self.resource.service);
        }
    }
}

/// The event's name; before OTLP 1.5 it was an attribute.
fn event_name<'r>(record: &'r Record<'_>) -> std::borrow::Cow<'r, str> {
    let attribute = record.attributes.iter().find(|(n, _)| n == "event.name");
    match attribute {
        Some((_, Any::Text(name))) if record.event.is_empty() => name.as_ref().into(),
        _ => record.event.as_ref().into(),
    }
}

/// What stands around calls and says the same as they do.
const AROUND_CALLS: &str = "around_calls";

/// The canonical operation of a span or event, if it is one of generative AI.
fn operation(facts: &Facts<'_, '_>) -> Option<String> {
    let mapping = mapping::builtin();
    if let Some(text) = facts.text(Attribute::Operation) {
        if let Some(known) = mapping.value(Attribute::Operation, &text) {
            return (known != AROUND_CALLS).then(|| known.to_owned());
        }
        // Other operations of the standard keep their name; other tools' kinds (`span`, `event`) say nothing.
        if facts.rank(Attribute::Operation) == Some(0) {
            return Some(text.into_owned());
        }
    }
    if facts.text(Attribute::McpMethod).as_deref() == Some("tools/call") {
        return Some("execute_tool".to_owned());
    }
    let call = facts.has(Attribute::RequestModel)
        && (facts.has(Attribute::Provider) || facts.has(Attribute::InputTokens));
    call.then(|| "chat".to_owned())
}
