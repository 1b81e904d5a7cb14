//! Tool calls, guardrails, approvals, searches, evaluations: what is seen across a trace.

use domain::evidence::ComponentKind;
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{KeyValue, any_value},
    trace::v1::Span,
};
use prost::Message;
use telemetry::{
    Limits,
    otlp::{Encoding, Signal, read},
    spans::{Flag, ToolId},
};

use crate::{
    common::{T0, attribute, nanos},
    spans::{amounts, chat, intake, labels, request, span, typed},
};

fn tool(id: u8, at: i64, name: &str, more: Vec<KeyValue>) -> Span {
    let mut attributes = vec![
        attribute("gen_ai.operation.name", "execute_tool"),
        attribute("gen_ai.tool.name", name),
    ];
    attributes.extend(more);
    let mut span = span(1, id, attributes);
    span.start_time_unix_nano = nanos(at);
    span.end_time_unix_nano = nanos(at + 10);
    span.parent_span_id = vec![9; 8];
    span
}

#[test]
fn tool_calls_and_approvals_are_in_order() {
    let approval = |at: i64, decision: &str, target: &str| {
        let mut span = span(
            1,
            50,
            vec![
                attribute("approval.decision", decision),
                attribute("approval.target", target),
            ],
        );
        span.start_time_unix_nano = nanos(at);
        span.end_time_unix_nano = nanos(at);
        span
    };
    let high = || attribute("gen_ai.tool.risk", "high");
    let id = || attribute("gen_ai.tool.call.id", "c1");
    let agent = span(
        1,
        9,
        vec![
            attribute("gen_ai.operation.name", "invoke_agent"),
            attribute("gen_ai.conversation.id", "c"),
        ],
    );
    let intake = intake(
        "agents",
        vec![
            agent,
            approval(T0 + 10, "Approved", "pay"),
            tool(2, T0 + 20, "pay", vec![high(), id()]),
            approval(T0 + 30, "declined", "delete"),
            tool(3, T0 + 40, "delete", vec![high(), id()]),
            tool(4, T0 + 50, "search", vec![id()]),
        ],
    );
    let trace = &intake.traces[0];
    assert!(trace.is_linked());
    let decisions: Vec<_> = trace
        .tools()
        .map(|t| (t.high_risk, trace.decision_on(t).map(|d| d.approved)))
        .collect();
    assert_eq!(
        decisions,
        [(true, Some(true)), (true, Some(false)), (false, None)]
    );
    assert!(trace.tools().any(|t| t.tool == ToolId::of("delete")));
    let all = amounts(&intake);
    assert_eq!(
        (
            all["approvals"],
            all["tool_calls.with_id"],
            all["tool_calls.with_user"]
        ),
        (2.0, 3.0, 0.0)
    );
}

#[test]
fn decisions_say_how_long_they_took() {
    let decided = |id: u8, kind: i32, more: Vec<KeyValue>| {
        let mut attributes = vec![attribute("approval.decision", "denied")];
        attributes.extend(more);
        let mut span = span(1, id, attributes);
        span.kind = kind;
        span
    };
    let took = |spans: Vec<Span>| {
        let all = amounts(&intake("x", spans));
        (all["approvals"], all["approvals.timed"])
    };
    // Its own span lasts as long as the decision took; that of the call or of the request that brought it does not.
    assert_eq!(took(vec![decided(1, 1, vec![])]), (1.0, 1.0));
    let executed = attribute("gen_ai.operation.name", "execute_tool");
    assert_eq!(
        took(vec![decided(1, 1, vec![executed.clone()])]),
        (1.0, 0.0)
    );
    assert_eq!(took(vec![decided(1, 2, vec![])]), (1.0, 0.0));
    let elicited = attribute("mcp.method.name", "elicitation/create");
    assert_eq!(took(vec![decided(1, 3, vec![elicited])]), (1.0, 1.0));
    let said = attribute("approval.wait_seconds", "90");
    assert_eq!(took(vec![decided(1, 1, vec![executed, said])]), (1.0, 1.0));
    assert_eq!(
        labels(
            &intake("x", vec![decided(1, 1, vec![])]),
            "hexastyle.genai.approvals.duration"
        ),
        ["decision=denied,service.name=shop"]
    );
}

#[test]
fn guardrails_are_found_wherever_they_are_told() {
    let own = span(
        1,
        1,
        vec![
            attribute("gen_ai.operation.name", "run_guardrail"),
            attribute("gen_ai.security.target.type", "llm_input"),
            attribute("gen_ai.security.risk.category", "prompt_injection"),
            attribute("gen_ai.security.decision.type", "deny"),
        ],
    );
    let openinference = span(
        2,
        2,
        vec![attribute("openinference.span.kind", "GUARDRAIL")],
    );
    let json = r#"[{"guardrail_name":"pii","guardrail_mode":"pre_call","guardrail_status":"success"},
        {"guardrail_name":"x","guardrail_mode":["post_call"],"guardrail_status":"guardrail_intervened"}]"#;
    let litellm = span(
        3,
        3,
        vec![
            attribute("gen_ai.operation.name", "chat"),
            attribute("metadata.guardrail_information", json),
        ],
    );
    let intake = intake("x", vec![own, openinference, litellm]);
    let traces: Vec<_> = intake
        .traces
        .iter()
        .map(|t| {
            (
                t.has(Flag::InputGuardrail),
                t.has(Flag::OutputGuardrail),
                t.has(Flag::JailbreakCheck),
                t.has(Flag::GuardrailActed),
            )
        })
        .collect();
    assert_eq!(
        traces,
        [
            (true, false, true, true),
            (false, false, false, false),
            (true, true, false, true),
        ]
    );
    assert!(intake.traces[1].has(Flag::Guardrail));
    assert_eq!(amounts(&intake)["guardrails"], 4.0);
    assert!(
        labels(&intake, "hexastyle.genai.guardrails").contains(
            &"decision=deny,jailbreak=yes,scope=x,service.name=shop,side=input,version="
                .replace(",version=", "")
        )
    );
}

#[test]
fn application_roots_belong_to_another_library() {
    let mut server = span(1, 1, vec![attribute("http.route", "/ask")]);
    server.kind = 2;
    let mut body = request("http", vec![server]);
    body.resource_spans
        .extend(request("sdk", vec![span(1, 2, chat())]).resource_spans);
    let read = |body: &ExportTraceServiceRequest| {
        read(
            Signal::Traces,
            Encoding::Protobuf,
            &body.encode_to_vec(),
            &Limits::default(),
        )
        .unwrap()
    };
    assert!(read(&body).traces[0].has_application_root());
    let alone = read(&request(
        "sdk",
        vec![span(1, 1, vec![]), span(1, 2, chat())],
    ));
    assert!(!alone.traces[0].has_application_root());
}

#[test]
fn retrieval_evaluations_and_components() {
    let intake = intake(
        "x",
        vec![
            span(
                1,
                1,
                vec![
                    attribute("gen_ai.operation.name", "retrieval"),
                    attribute("gen_ai.data_source.id", "kb"),
                ],
            ),
            span(
                1,
                2,
                vec![attribute("openinference.span.kind", "RETRIEVER")],
            ),
            span(
                1,
                3,
                vec![
                    attribute("mcp.method.name", "tools/call"),
                    attribute("gen_ai.tool.name", "search"),
                    attribute(
                        "mcp.server.url",
                        "https://user:key@tools.example.com/mcp?token=1",
                    ),
                    attribute("gen_ai.agent.name", "planner"),
                    attribute("gen_ai.agent.version", "2"),
                    attribute("gen_ai.request.model", "m"),
                ],
            ),
            span(
                1,
                4,
                vec![
                    attribute("gen_ai.evaluation.name", "faithful"),
                    typed(
                        "gen_ai.evaluation.score.value",
                        any_value::Value::DoubleValue(0.9),
                    ),
                    attribute("annotator_kind", "HUMAN"),
                ],
            ),
        ],
    );
    assert_eq!(
        (
            intake.traces[0].retrievals,
            intake.traces[0].retrievals_with_source
        ),
        (2, 1)
    );
    assert_eq!(
        labels(&intake, "hexastyle.genai.evaluation_score"),
        ["evaluation=faithful,evaluator=human,service.name=shop"]
    );
    let components: Vec<_> = intake
        .components
        .iter()
        .map(|c| (c.kind, c.name.as_str()))
        .collect();
    assert_eq!(
        components,
        [
            (ComponentKind::Model, "m"),
            (ComponentKind::Agent, "planner"),
            (ComponentKind::Tool, "search"),
            (ComponentKind::McpServer, "tools.example.com/mcp"),
            (ComponentKind::Service, "shop"),
        ]
    );
}

/// Whom a component calls.
fn calls<'i>(intake: &'i telemetry::Intake, kind: ComponentKind, name: &str) -> Option<&'i str> {
    let mut all = intake.components.iter();
    let one = all.find(|c| c.kind == kind && c.name.as_str() == name)?;
    let mut facts = one.attributes.iter();
    let fact = facts.find(|(known, _)| known.as_str() == "calls")?;
    Some(fact.1.as_str())
}

#[test]
fn spans_tell_who_calls_whom() {
    let mcp = || {
        vec![
            attribute("mcp.method.name", "tools/call"),
            attribute("gen_ai.tool.name", "search"),
            attribute("mcp.server.url", "https://tools.example.com/mcp?token=1"),
        ]
    };
    let by = |agent: &str, more: Vec<KeyValue>| {
        let mut attributes = vec![attribute("gen_ai.agent.name", agent)];
        attributes.extend(more);
        attributes
    };
    let model = |name: &str| {
        vec![
            attribute("gen_ai.operation.name", "chat"),
            attribute("gen_ai.request.model", name),
        ]
    };
    let intake = intake(
        "x",
        vec![
            span(1, 1, model("small")),
            span(1, 2, by("planner", model("large"))),
            span(1, 3, by("planner", mcp())),
            tool(4, T0, "order", by("planner", vec![])),
        ],
    );
    // A service calls its agent, and models where no agent does; the agent the rest.
    let of = |kind, name| calls(&intake, kind, name);
    assert_eq!(of(ComponentKind::Service, "shop"), Some("planner, small"));
    assert_eq!(
        of(ComponentKind::Agent, "planner"),
        Some("https://tools.example.com/mcp, large, order")
    );
    for (kind, name) in [
        (ComponentKind::Tool, "search"),
        (ComponentKind::Model, "small"),
    ] {
        assert_eq!(of(kind, name), None);
    }
}

#[test]
fn who_was_called_does_not_call_itself() {
    let mut inside = span(
        1,
        1,
        vec![
            attribute("mcp.method.name", "tools/call"),
            attribute("gen_ai.tool.name", "search"),
            attribute("server.address", "tools.example.com"),
        ],
    );
    inside.kind = 2;
    let intake = intake("x", vec![inside]);
    assert_eq!(calls(&intake, ComponentKind::Service, "shop"), None);
    assert_eq!(intake.components.len(), 3);
}

#[test]
fn many_calls_are_cut_at_whole_names() {
    let spans = (1..=60).map(|n| tool(n, T0, &format!("tool-number-{n:02}"), vec![]));
    let intake = intake("x", spans.collect());
    let text = calls(&intake, ComponentKind::Service, "shop").unwrap();
    assert!(text.chars().count() <= 300);
    assert!(text.split(", ").all(|name| name.len() == 14));
}
