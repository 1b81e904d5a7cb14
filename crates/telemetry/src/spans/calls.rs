//! Calls of models, tools, agents and knowledge bases.

use super::{
    Flag, Records, ToolCall, ToolId, TraceFacts,
    facts::Facts,
    measured::{Owned, chat, content, stream, tokens, tool},
    operation,
};
use crate::{
    mapping::Attribute,
    otlp::message::Span,
    series::LabelsBuilder,
    time::{Millis, Minute},
};

impl Records<'_, '_> {
    /// Counts a span, if it is a call.
    pub(super) fn call(
        &mut self,
        span: &Span<'_>,
        facts: &Facts<'_, '_>,
        (start, at): (Millis, Millis),
        trace: &mut TraceFacts,
    ) {
        trace.set(Flag::User, facts.has(Attribute::User));
        trace.set(Flag::Conversation, facts.has(Attribute::Conversation));
        let Some(operation) = operation(facts) else {
            // 2 server, 5 consumer: where a request enters the application.
            if span.parent.is_none() || matches!(span.kind, 2 | 5) {
                trace.root_scope(&self.scope);
            }
            return;
        };
        // 2 server, 5 consumer.
        self.components.call(facts, matches!(span.kind, 2 | 5));
        let failed = span.status == 2 || facts.has(Attribute::ErrorType);
        self.of_trace(&operation, span, facts, (start, at, failed), trace);
        let labels = self.labels(&operation, facts).finish();
        let owned = Owned {
            user: facts.has(Attribute::User) || facts.has(Attribute::Conversation),
            tenant: self.resource.tenant || facts.has(Attribute::Tenant),
            feature: self.resource.feature || facts.has(Attribute::Feature),
        };
        let version = self.resource.version;
        if failed {
            let kind = facts.text(Attribute::ErrorType);
            let mut labels = self.labels(&operation, facts);
            labels.push("error_type", kind.unwrap_or("unknown".into()));
            if let Some(group) = self.measures.group(labels.finish(), Minute::of(at)) {
                group.add("hexastyle.genai.errors", 1.0);
            }
        }
        let Some(group) = self.measures.group(labels, Minute::of(at)) else {
            return;
        };
        group.add("hexastyle.genai.calls", 1.0);
        group.count_if("hexastyle.genai.calls.failed", failed);
        if span.end >= span.start && span.start > 0 {
            let nanos = crate::cast::float(span.end - span.start);
            group.observe("hexastyle.genai.duration", nanos / 1e9);
        }
        content(group, facts);
        match operation.as_str() {
            "chat" => {
                tokens(group, facts, owned);
                chat(group, facts, version);
            }
            "embeddings" => tokens(group, facts, owned),
            "execute_tool" => tool(group, span, facts),
            _ => {}
        }
    }

    /// Labels of a call.
    fn labels<'x>(&'x self, operation: &'x str, facts: &Facts<'x, '_>) -> LabelsBuilder<'x> {
        let mut labels = LabelsBuilder::of(&self.resource.few);
        labels.push("operation", operation);
        labels.push("scope", self.scope.as_str());
        for (name, attribute) in [
            ("provider", Attribute::Provider),
            ("request_model", Attribute::RequestModel),
            ("response_model", Attribute::ResponseModel),
            ("agent", Attribute::Agent),
            ("tool", Attribute::Tool),
        ] {
            if let Some(text) = facts.text(attribute) {
                labels.push(name, text);
            }
        }
        if operation == "chat" {
            labels.push("stream", stream(facts));
        }
        labels
    }

    /// What a call says of its trace.
    fn of_trace(
        &self,
        operation: &str,
        span: &Span<'_>,
        facts: &Facts<'_, '_>,
        (start, at, failed): (Millis, Millis, bool),
        trace: &mut TraceFacts,
    ) {
        trace.call_scope(&self.scope);
        match operation {
            "chat" => {
                trace.calls = 1;
                trace.errors = u32::from(failed);
                trace.first_error = failed.then_some(at);
                trace.last_success = (!failed).then_some(at);
                trace.set(Flag::Rerouted, is_rerouted(facts));
            }
            "invoke_agent" | "invoke_workflow" => trace.set(Flag::Agent, true),
            "retrieval" => {
                trace.retrievals = 1;
                trace.retrievals_with_source = u32::from(facts.has(Attribute::DataSource));
            }
            "execute_tool" => {
                trace.tool_calls = 1;
                trace.tool_calls_with_parent = u32::from(span.parent.is_some());
                trace.tool_calls_with_id = u32::from(facts.has(Attribute::ToolCall));
                let name = facts.text(Attribute::Tool).unwrap_or_default();
                trace.tool_call(ToolCall {
                    at: start,
                    tool: ToolId::of(&name),
                    high_risk: facts.canonical(Attribute::ToolRisk) == Some("high"),
                });
            }
            _ => {}
        }
    }
}

/// Whether another model answered. A dated version of the requested one is the same.
fn is_rerouted(facts: &Facts<'_, '_>) -> bool {
    let models = facts
        .text(Attribute::RequestModel)
        .zip(facts.text(Attribute::ResponseModel));
    let base = |name: &str| {
        name.rsplit('/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    models.is_some_and(|(asked, answered)| {
        let (asked, answered) = (base(&asked), base(&answered));
        !asked.starts_with(&answered) && !answered.starts_with(&asked)
    })
}
