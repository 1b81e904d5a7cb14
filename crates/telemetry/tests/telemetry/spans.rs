//! Spans and log records.

use std::collections::BTreeMap;

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{AnyValue, ArrayValue, InstrumentationScope, KeyValue, any_value},
    resource::v1::Resource,
    trace::v1::{ResourceSpans, ScopeSpans, Span, Status, span},
};
use prost::Message;
use telemetry::{
    Intake, Limits, Value,
    dropped::Reason,
    otlp::{Encoding, Signal, read},
    spans::Flag,
};

use crate::common::{T0, attribute, dropped, nanos};

pub fn any(value: any_value::Value) -> AnyValue {
    AnyValue { value: Some(value) }
}

pub fn typed(key: &str, value: any_value::Value) -> KeyValue {
    KeyValue {
        key: key.into(),
        value: Some(any(value)),
        ..KeyValue::default()
    }
}

pub fn int(key: &str, n: i64) -> KeyValue {
    typed(key, any_value::Value::IntValue(n))
}

fn flag(key: &str, b: bool) -> KeyValue {
    typed(key, any_value::Value::BoolValue(b))
}

pub fn span(trace: u8, id: u8, attributes: Vec<KeyValue>) -> Span {
    Span {
        trace_id: vec![trace; 16],
        span_id: vec![id; 8],
        start_time_unix_nano: nanos(T0),
        end_time_unix_nano: nanos(T0 + 2_000),
        attributes,
        ..Span::default()
    }
}

pub fn request(scope: &str, spans: Vec<Span>) -> ExportTraceServiceRequest {
    ExportTraceServiceRequest {
        resource_spans: vec![ResourceSpans {
            resource: Some(Resource {
                attributes: vec![
                    attribute("service.name", "shop"),
                    attribute("k8s.pod.name", "shop-1"),
                ],
                ..Resource::default()
            }),
            scope_spans: vec![ScopeSpans {
                scope: Some(InstrumentationScope {
                    name: scope.into(),
                    ..InstrumentationScope::default()
                }),
                spans,
                ..ScopeSpans::default()
            }],
            ..ResourceSpans::default()
        }],
    }
}

pub fn intake(scope: &str, spans: Vec<Span>) -> Intake {
    let body = request(scope, spans).encode_to_vec();
    read(
        Signal::Traces,
        Encoding::Protobuf,
        &body,
        &Limits::default(),
    )
    .unwrap()
}

/// All amounts by name without `hexastyle.genai.`, over all labels; of distributions the count.
pub fn amounts(intake: &Intake) -> BTreeMap<String, f64> {
    let mut all = BTreeMap::new();
    for point in &intake.points {
        let name = intake.series[point.series as usize].name().as_str();
        let amount = match &point.value {
            Value::Delta { value, start: None } => *value,
            Value::Sketch(o) => f64::from(u32::try_from(o.sketch.count()).unwrap()),
            other => panic!("{other:?}"),
        };
        let short = name.strip_prefix("hexastyle.genai.").unwrap_or(name);
        *all.entry(short.to_owned()).or_default() += amount;
    }
    all
}

pub fn labels(intake: &Intake, name: &str) -> Vec<String> {
    let named = intake.series.iter().filter(|s| s.name().as_str() == name);
    let line = |s: &telemetry::series::Series| {
        let pairs: Vec<_> = s.labels().iter().map(|(n, v)| format!("{n}={v}")).collect();
        pairs.join(",")
    };
    named.map(line).collect()
}

pub fn chat() -> Vec<KeyValue> {
    vec![
        attribute("gen_ai.operation.name", "chat"),
        attribute("gen_ai.provider.name", "openai"),
        attribute("gen_ai.system", "old"),
        attribute("gen_ai.request.model", "m-large"),
        attribute("gen_ai.response.model", "m-large-2026-01-31"),
        int("gen_ai.usage.input_tokens", 1_000),
        int("gen_ai.usage.prompt_tokens", 7),
        int("gen_ai.usage.output_tokens", 250),
        int("gen_ai.usage.cache_read.input_tokens", 400),
        flag("gen_ai.request.stream", true),
        typed(
            "gen_ai.response.time_to_first_chunk",
            any_value::Value::DoubleValue(0.4),
        ),
        attribute("gen_ai.prompt.name", "greeting"),
        attribute("langfuse.observation.prompt.version", "3"),
        attribute("user.id", "u-1"),
        attribute("tenant.id", "retail"),
    ]
}

#[test]
fn a_span_around_calls_does_not_count_their_tokens_again() {
    let with = |operation: &str| {
        vec![
            attribute("ai.operationId", operation),
            attribute("ai.model.id", "m-large"),
            attribute("ai.model.provider", "openai.chat"),
            int("ai.usage.inputTokens", 100),
            int("ai.usage.outputTokens", 20),
        ]
    };
    let tool = vec![
        attribute("ai.operationId", "ai.toolCall"),
        attribute("ai.toolCall.name", "search"),
    ];
    let intake = intake(
        "ai",
        vec![
            span(1, 1, with("ai.generateText")),
            span(1, 2, with("ai.generateText.doGenerate")),
            span(1, 3, tool),
        ],
    );
    let all = amounts(&intake);
    assert_eq!(
        (all["calls"], all["input_tokens"], all["output_tokens"]),
        (2.0, 100.0, 20.0),
        "{all:?}"
    );
    assert_eq!(intake.traces[0].calls, 1);
    assert_eq!(intake.traces[0].tool_calls, 1);
}

#[test]
fn a_call_is_counted_with_all_it_says() {
    let intake = intake("sdk", vec![span(1, 1, chat())]);
    let all = amounts(&intake);
    for (name, expected) in [
        ("calls", 1.0),
        ("calls.failed", 0.0),
        ("duration", 1.0),
        ("time_to_first_chunk", 1.0),
        ("input_tokens", 1_000.0),
        ("output_tokens", 250.0),
        ("cache_read_tokens", 400.0),
        ("tokens", 1_250.0),
        ("keyed_tokens", 1_250.0),
        ("attributed_tokens", 1_250.0),
        ("calls.cache_exclusive", 0.0),
        ("calls.with_tokens", 1.0),
        ("calls.with_version", 1.0),
        ("calls.floating_model", 0.0),
        ("calls.with_prompt_version", 1.0),
        ("calls.with_user", 1.0),
        ("calls.with_content", 0.0),
        ("calls.long", 1.0),
        ("calls.long_streamed", 1.0),
        ("calls.small", 0.0),
        ("hexastyle.spans", 1.0),
    ] {
        assert_eq!(all.get(name), Some(&expected), "{name}");
    }
    assert_eq!(
        labels(&intake, "hexastyle.genai.calls"),
        [
            "operation=chat,provider=openai,request_model=m-large,response_model=m-large-2026-01-31,\
          scope=sdk,service.name=shop,stream=yes"
        ]
    );
    assert_eq!(
        labels(&intake, "hexastyle.spans"),
        ["k8s.pod.name=shop-1,service.name=shop"]
    );
    let [trace] = intake.traces.as_slice() else {
        panic!("{:?}", intake.traces)
    };
    assert_eq!(
        (
            trace.calls,
            trace.has(Flag::User),
            trace.has(Flag::Conversation),
            trace.has(Flag::Rerouted)
        ),
        (1, true, false, false)
    );
    assert_eq!((trace.first, trace.last), (T0, T0 + 2_000));
}

#[test]
fn openinference_and_openllmetry_say_the_same() {
    let inference = vec![
        attribute("openinference.span.kind", "LLM"),
        attribute("llm.model_name", "m"),
        int("llm.token_count.prompt", 10),
        int("llm.token_count.completion", 20),
        attribute("input.value", "hello"),
    ];
    let llmetry = vec![
        attribute("llm.request.type", "chat"),
        attribute("gen_ai.system", "Anthropic"),
        int("llm.usage.total_tokens", 30),
    ];
    let all = amounts(&intake(
        "x",
        vec![span(1, 1, inference), span(1, 2, llmetry)],
    ));
    assert_eq!(
        (all["calls"], all["tokens"], all["calls.with_content"]),
        (2.0, 60.0, 1.0)
    );
}

#[test]
fn failures_filters_and_floating_names() {
    let mut failed = span(
        1,
        1,
        vec![
            attribute("gen_ai.operation.name", "generate_content"),
            attribute("gen_ai.request.model", "m-latest"),
            attribute("error.type", "429"),
        ],
    );
    failed.status = Some(Status {
        code: 2,
        ..Status::default()
    });
    let reasons = ArrayValue {
        values: vec![any(any_value::Value::StringValue("content_filter".into()))],
    };
    let filtered = span(
        1,
        2,
        vec![
            attribute("gen_ai.operation.name", "text_completion"),
            attribute("gen_ai.request.model", "a/b"),
            attribute("gen_ai.response.model", "c"),
            typed(
                "gen_ai.response.finish_reasons",
                any_value::Value::ArrayValue(reasons),
            ),
            int("gen_ai.usage.input_tokens", 10),
            int("gen_ai.usage.cache_read_input_tokens", 90),
            int("gen_ai.usage.output_tokens", 5),
            attribute("team", "None"),
        ],
    );
    let mut later = filtered.clone();
    later.end_time_unix_nano += 1;
    let intake = intake("x", vec![failed, filtered, later]);
    let all = amounts(&intake);
    assert_eq!((all["calls.failed"], all["errors"]), (1.0, 1.0));
    assert_eq!(
        (all["calls.filtered"], all["calls.floating_model"]),
        (2.0, 1.0)
    );
    assert_eq!(
        (
            all["calls.cache_exclusive"],
            all["calls.small"],
            all["keyed_tokens"]
        ),
        (2.0, 2.0, 0.0)
    );
    assert_eq!(labels(&intake, "hexastyle.genai.errors").len(), 1);
    let trace = &intake.traces[0];
    assert_eq!(
        (
            trace.calls,
            trace.errors,
            trace.has(Flag::Rerouted),
            trace.has_switched_within(i64::MAX)
        ),
        (3, 1, true, false)
    );
}

#[test]
fn a_switch_to_another_model_is_timed_from_the_first_failure() {
    let answered_by = |model: &str, seconds: i64| {
        let failed = Span {
            status: Some(Status {
                code: 2,
                ..Status::default()
            }),
            ..span(1, 1, chat())
        };
        let attributes = vec![
            attribute("gen_ai.operation.name", "chat"),
            attribute("gen_ai.request.model", "large"),
            attribute("gen_ai.response.model", model),
        ];
        let mut later = span(1, 2, attributes);
        later.end_time_unix_nano = failed.end_time_unix_nano + nanos(seconds * 1_000);
        let trace = intake("x", vec![failed, later]).traces.remove(0);
        (
            trace.has_switched_within(30_000),
            trace.has_switched_within(i64::MAX),
        )
    };
    assert_eq!(answered_by("other", 30), (true, true));
    assert_eq!(answered_by("other", 31), (false, true));
    // A second attempt at the same model is no switch.
    assert_eq!(answered_by("large", 5), (false, false));
}

#[test]
fn content_is_searched_and_forgotten() {
    let secret = "call 13800138000 or mail someone@example.com";
    let messages = format!(r#"[{{"role":"user","parts":[{{"content":"{secret}"}}]}}]"#);
    let event = span::Event {
        time_unix_nano: nanos(T0),
        name: "gen_ai.content.prompt".into(),
        attributes: vec![attribute("gen_ai.prompt", secret)],
        ..span::Event::default()
    };
    let mut one = span(1, 1, chat());
    one.attributes
        .push(attribute("gen_ai.input.messages", &messages));
    one.attributes
        .push(attribute("gen_ai.agent.name", "someone@example.com"));
    one.events.push(event);
    let intake = intake("x", vec![one]);
    let all = amounts(&intake);
    assert_eq!(
        (all["calls.with_content"], all["calls.with_personal_data"]),
        (1.0, 1.0)
    );
    assert_eq!(
        (all["personal.mobiles"], all["personal.emails"]),
        (1.0, 1.0)
    );
    assert_eq!(
        (all["events"], all["events.with_personal_data"]),
        (1.0, 1.0)
    );
    let kept = format!("{intake:?}");
    assert!(
        !kept.contains("13800138000") && !kept.contains("someone@"),
        "{kept}"
    );
    assert!(!kept.contains("u-1"), "{kept}");
}

#[test]
fn bytes_are_read_and_not_kept() {
    let mut attributes = chat();
    attributes.push(typed("raw", any_value::Value::BytesValue(vec![0, 1, 2])));
    // Bytes where a text is looked for say nothing.
    attributes.push(typed(
        "gen_ai.agent.name",
        any_value::Value::BytesValue(b"agent".to_vec()),
    ));
    let from_protobuf = intake("sdk", vec![span(1, 1, attributes)]);
    assert_eq!(amounts(&from_protobuf)["calls"], 1.0);
    let bytes = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c",
      "spanId":"eee19b7ec3c1b174","endTimeUnixNano":"1700000001000000000","attributes":[
      {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
      {"key":"gen_ai.agent.name","value":{"bytesValue":"YWdlbnQ="}},
      {"key":"list","value":{"arrayValue":{"values":[{"bytesValue":"AAEC"},{"bytesValue":""}]}}},
      {"key":"odd","value":{"bytesValue":7}}]}]}]}]}"#;
    let from_json = read(
        Signal::Traces,
        Encoding::Json,
        bytes.as_bytes(),
        &Limits::default(),
    );
    let from_json = from_json.unwrap();
    assert_eq!(amounts(&from_json)["calls"], 1.0);
    assert!(from_json.dropped.is_empty());
    for intake in [from_protobuf, from_json] {
        let series = labels(&intake, "hexastyle.genai.calls");
        assert!(!series[0].contains("agent="), "{series:?}");
        let kept = format!("{intake:?}");
        assert!(!kept.contains("AAEC") && !kept.contains("YWdlbnQ"));
    }
}

#[test]
fn spans_without_ids_or_times_are_rejected() {
    let mut no_trace = span(1, 1, chat());
    no_trace.trace_id = vec![0; 16];
    let mut short = span(1, 1, chat());
    short.span_id = vec![1; 4];
    let mut no_time = span(1, 1, chat());
    (no_time.start_time_unix_nano, no_time.end_time_unix_nano) = (0, 0);
    let intake = intake("x", vec![no_trace, short, no_time, span(2, 2, chat())]);
    assert_eq!(dropped(&intake), [(Reason::BadRecord, 3)]);
    assert_eq!((amounts(&intake)["calls"], intake.traces.len()), (1.0, 1));
}

#[test]
fn json_spans_and_logs_are_the_same() {
    let spans = r#"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
      "scopeSpans":[{"scope":{"name":"sdk"},"spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174",
      "name":"chat","kind":3,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":1700000001000000000,"status":{"code":2},
      "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
        {"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},
        {"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":"stop"}]}}}],
      "events":[{"name":"x","timeUnixNano":"1700000000500000000","attributes":[{"key":"guardrail.stage","value":{"stringValue":"input"}}]}]}]}]}]}"#;
    let json = |signal, body: &str| {
        read(signal, Encoding::Json, body.as_bytes(), &Limits::default()).unwrap()
    };
    let intake = json(Signal::Traces, spans);
    let all = amounts(&intake);
    assert_eq!(
        (all["input_tokens"], all["errors"], all["guardrails"]),
        (12.0, 1.0, 1.0)
    );
    assert_eq!(intake.traces[0].trace_id[..3], [0x5b, 0x8e, 0xff]);
    let logs = r#"{"resourceLogs":[{"scopeLogs":[{"scope":{},"logRecords":[
      {"timeUnixNano":"0","observedTimeUnixNano":"1700000000000000000","eventName":"gen_ai.evaluation.result","severityNumber":9,
       "traceId":"5b8efff798038103d269b633813fc60c","attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"e"}}],
       "body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"someone@example.com"}}]}}},
      {"body":{"stringValue":"no time"}},
      {"timeUnixNano":"1700000000000000000","body":{"stringValue":"plain"}}]}]}]}"#;
    let intake = json(Signal::Logs, logs);
    let all = amounts(&intake);
    assert_eq!(
        (
            all["hexastyle.logs"],
            all["evaluations"],
            all["events.with_personal_data"]
        ),
        (2.0, 1.0, 1.0)
    );
    assert_eq!(dropped(&intake), [(Reason::BadRecord, 1)]);
    assert!(intake.traces.is_empty());
}
