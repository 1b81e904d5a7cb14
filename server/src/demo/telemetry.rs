//! What the demo organisation's systems send: a week of telemetry and a few scans, through the doors that real ones use.
//!
//! Nothing is invented about the numbers that rules compute: they follow from what is sent here.

use domain::{TokenId, Viewer, WorkloadId};
use serde_json::{Value, json};
use services::Services;
use services::assessing::NewFile;
use services::evidence::{Sender, hand_in};
use services::signals::{Door, Machine, receive};
use telemetry::decompress::Compression;
use telemetry::otlp::{Encoding, Signal};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::chance::percent;
use super::error::DemoError;
use super::metered::{bills, gateway, serving};

/// Hours of telemetry: a week.
const HOURS: i64 = 7 * 24;
/// Conversations of the week.
const TRACES: u32 = 640;
/// Of a hundred workloads so many have telemetry.
const CONNECTED: u16 = 40;

/// Whether a workload's systems send anything.
pub(super) fn connected(name: &str, handmade: bool) -> bool {
    handmade || percent(&["telemetry", name]) < CONNECTED
}

/// Sends everything of one workload.
pub(super) async fn play(
    services: &Services,
    architect: &Viewer,
    id: WorkloadId,
    (name, profile): (&str, &[String]),
) -> Result<(), DemoError> {
    let doing = || DemoError::during(format!("{name}: sending telemetry"));
    let has = |fact: &str| profile.iter().any(|one| one == fact);
    let machine = Machine {
        token: TokenId(Uuid::nil()),
        workload: id,
    };
    let now = services.now();
    let mut bodies = vec![(
        Door::Otlp(Signal::Traces, Encoding::Json),
        conversations(name, has("rag"), has("agents"), now),
    )];
    if has("self_hosted") {
        bodies.extend(
            serving(name, now)
                .into_iter()
                .map(|page| (Door::Exposition, page)),
        );
    }
    if has("commercial_api") {
        bodies.extend(
            gateway(name, now)
                .into_iter()
                .map(|page| (Door::Exposition, page)),
        );
    }
    for (door, body) in bodies {
        let sent = receive(
            services,
            machine,
            door,
            Compression::None,
            body.into_bytes().into(),
        )
        .await;
        sent.map_err(|refusal| services::Error::Internal("demo", Box::new(refusal)))
            .map_err(doing())?;
    }
    let mut files: Vec<(String, Vec<u8>)> = scans(name, now)
        .into_iter()
        .map(|(file, body)| (file.to_owned(), body.to_string().into_bytes()))
        .collect();
    if has("self_hosted") {
        files.extend(bills(name, now));
    }
    for (name, bytes) in files {
        let file = NewFile { name, bytes };
        hand_in(services, Sender::Person(architect), id, file, true)
            .await
            .map_err(doing())?;
    }
    Ok(())
}

fn nanos(at: OffsetDateTime) -> String {
    at.unix_timestamp_nanos().to_string()
}

/// Conversations with their calls, guardrails, searches and tools, spread over the week.
fn conversations(name: &str, searches: bool, agents: bool, now: OffsetDateTime) -> String {
    let guarded = percent(&["guardrail", name]);
    let spans: Vec<Value> = (0..TRACES)
        .flat_map(|number| {
            let at =
                now - Duration::minutes(i64::from(number) * HOURS * 60 / i64::from(TRACES) + 5);
            conversation(
                name,
                number,
                at,
                (guarded > 30 || number.is_multiple_of(3), searches, agents),
            )
        })
        .collect();
    let attribute = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    let resource = json!({"attributes": [
        attribute("service.name", "assistant"), attribute("service.version", "2026.11.2"),
        attribute("service.instance.id", "assistant-0"), attribute("cloud.availability_zone", "zone-1")]});
    json!({"resourceSpans": [{"resource": resource, "scopeSpans": [
        {"scope": {"name": "app.http"}, "spans": spans.iter().filter(|s| s["kind"] == 2).collect::<Vec<_>>()},
        {"scope": {"name": "genai.client"}, "spans": spans.iter().filter(|s| s["kind"] != 2).collect::<Vec<_>>()}]}]})
    .to_string()
}

fn conversation(
    name: &str,
    number: u32,
    at: OffsetDateTime,
    (guarded, searches, agents): (bool, bool, bool),
) -> Vec<Value> {
    let mut next = 0;
    let trace = format!(
        "{:016x}{number:016x}",
        u64::from(percent(&["trace", name])) + 1
    );
    let mut span = |kind: u8, called: &str, seconds: i64, attributes: Vec<Value>| {
        next += 1;
        let parent = if next > 1 {
            format!("{:016x}", u64::from(number) * 100 + 1)
        } else {
            String::new()
        };
        json!({"traceId": trace, "spanId": format!("{:016x}", u64::from(number) * 100 + next), "parentSpanId": parent,
               "name": called, "kind": kind, "startTimeUnixNano": nanos(at),
               "endTimeUnixNano": nanos(at + Duration::seconds(seconds)), "attributes": attributes, "status": {}})
    };
    let text = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    let whole =
        |key: &str, value: u32| json!({"key": key, "value": {"intValue": value.to_string()}});
    let model = if number.is_multiple_of(4) {
        "qwen3-8b"
    } else {
        "qwen3-32b"
    };
    let mut spans = vec![span(2, "POST /chat", 9, vec![])];
    if guarded {
        for side in ["input", "output"] {
            spans.push(span(
                1,
                "guardrail",
                1,
                vec![
                    text("gen_ai.operation.name", "run_guardrail"),
                    text(
                        "gen_ai.security.target.type",
                        if side == "input" {
                            "llm_input"
                        } else {
                            "llm_output"
                        },
                    ),
                    text("guardrail.stage", side),
                    text("guardrail.name", "prompt_injection"),
                    text("guardrail.decision", "allow"),
                ],
            ));
        }
    }
    if agents {
        spans.push(span(
            1,
            "invoke_agent",
            8,
            vec![
                text("gen_ai.operation.name", "invoke_agent"),
                text("gen_ai.agent.name", "assistant"),
                text("gen_ai.conversation.id", &number.to_string()),
            ],
        ));
        spans.push(span(
            1,
            "execute_tool",
            2,
            vec![
                text("gen_ai.operation.name", "execute_tool"),
                text("gen_ai.tool.name", "order_lookup"),
                text("gen_ai.tool.call.id", &number.to_string()),
            ],
        ));
    }
    if searches {
        spans.push(span(
            1,
            "retrieval",
            1,
            vec![
                text("gen_ai.operation.name", "retrieval"),
                text("gen_ai.data_source.id", "handbook"),
            ],
        ));
    }
    spans.push(span(
        3,
        "chat",
        7,
        vec![
            text("gen_ai.operation.name", "chat"),
            text("gen_ai.provider.name", "self_hosted"),
            text("gen_ai.request.model", model),
            text("gen_ai.response.model", model),
            whole("gen_ai.usage.input_tokens", 900 + number % 400),
            whole("gen_ai.usage.output_tokens", 180 + number % 200),
            json!({"key": "gen_ai.request.stream", "value": {"boolValue": true}}),
            text("gen_ai.conversation.id", &number.to_string()),
            text("gen_ai.prompt.name", "answer"),
            text("gen_ai.prompt.version", "7"),
        ],
    ));
    spans
}

/// Scans of the last days.
fn scans(name: &str, now: OffsetDateTime) -> Vec<(&'static str, Value)> {
    let day = (now - Duration::days(2)).date();
    let flaw = |id: &str, severity: &str, fixed: &str| {
        json!({"VulnerabilityID": id, "PkgName": "openssl", "InstalledVersion": "3.0.11", "Severity": severity,
               "FixedVersion": fixed, "Title": "Flaw in the parsing of certificates"})
    };
    let found = match percent(&["scan", name]) {
        0..=24 => vec![
            flaw("CVE-2026-10001", "CRITICAL", "3.0.15"),
            flaw("CVE-2026-10002", "MEDIUM", ""),
        ],
        25..=54 => vec![flaw("CVE-2026-10003", "HIGH", "")],
        _ => vec![flaw("CVE-2026-10004", "LOW", "")],
    };
    let trivy = |day: time::Date| {
        json!({"SchemaVersion": 2, "CreatedAt": format!("{day}T02:10:00Z"), "ArtifactName": "registry.example/serving:1.4",
            "ArtifactType": "container_image",
            "Results": [{"Target": "serving", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": found}]})
    };
    let newest = ("trivy.json", trivy(day));
    // The critical one has had a fix for longer than the month that there is for it.
    let before = (percent(&["scan", name]) < 25).then(|| trivy(day - Duration::days(40)));
    before
        .map(|scan| ("trivy-before.json", scan))
        .into_iter()
        .chain([newest])
        .collect()
}
