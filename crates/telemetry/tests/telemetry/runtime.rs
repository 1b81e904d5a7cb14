//! Events of the operating system, as sensors send them.

use std::collections::BTreeMap;

use telemetry::{
    Intake, Limits, Value,
    otlp::{Encoding, Signal, read},
};

fn logs(scope: &str, record: &str) -> Intake {
    let body = format!(
        r#"{{"resourceLogs":[{{"resource":{{"attributes":[{{"key":"service.name","value":{{"stringValue":"agent"}}}}]}},
        "scopeLogs":[{{"scope":{{"name":"{scope}"}},"logRecords":[{{"timeUnixNano":"1700000000000000000",{record}}}]}}]}}]}}"#
    );
    let limits = Limits::default();
    read(Signal::Logs, Encoding::Json, body.as_bytes(), &limits).unwrap()
}

/// Source and class of each event, and how many.
fn events(scope: &str, record: &str) -> BTreeMap<String, f64> {
    let intake = logs(scope, record);
    let mut found = BTreeMap::new();
    for point in &intake.points {
        let series = &intake.series[point.series as usize];
        if series.name().as_str() != "hexastyle.runtime.events" {
            continue;
        }
        let label = |name| series.labels().get(name).unwrap_or_default();
        assert_eq!(label("service.name"), "agent");
        let Value::Delta { value, .. } = &point.value else {
            panic!("an event is counted");
        };
        found.insert(format!("{} {}", label("source"), label("class")), *value);
    }
    found
}

fn one(key: &str) -> BTreeMap<String, f64> {
    BTreeMap::from([(key.to_owned(), 1.0)])
}

/// A log record whose body is this text.
fn text(body: &str) -> String {
    format!(
        r#""body":{{"stringValue":{}}}"#,
        serde_json::to_string(body).unwrap()
    )
}

#[test]
fn falcosidekick_sends_attributes() {
    let record = |tags: &str| {
        format!(
            r#""body":{{"stringValue":"A shell was spawned"}},"attributes":[
            {{"key":"priority","value":{{"stringValue":"Notice"}}}},{{"key":"rule","value":{{"stringValue":"Shell"}}}},
            {{"key":"source","value":{{"stringValue":"syscall"}}}},{{"key":"tags","value":{{"stringValue":"{tags}"}}}}]"#
        )
    };
    let shell = record("container,shell,mitre_execution");
    assert_eq!(events("falco", &shell), one("falco command"));
    let both = events("falco", &record("network,process"));
    let classes: Vec<_> = both.keys().map(String::as_str).collect();
    assert_eq!(classes, ["falco command", "falco network"]);
    assert_eq!(events("falco", &record("k8s")), one("falco other"));
    // Any library may have attributes of these names.
    assert!(events("my.app", &shell).is_empty());
}

#[test]
fn falco_and_tetragon_write_json_lines() {
    let falco = r#"{"output":"x","priority":"Notice","rule":"Shell","source":"syscall","tags":["container"],"output_fields":{"evt.type":"connect"}}"#;
    assert_eq!(events("filelog", &text(falco)), one("falco network"));
    let exec =
        r#"{"process_exec":{"process":{"binary":"/bin/sh","arguments":"-c ls"}},"node_name":"n"}"#;
    assert_eq!(events("filelog", &text(exec)), one("tetragon command"));
    let hook = r#"{"process_kprobe":{"function_name":"tcp_connect"}}"#;
    assert_eq!(events("filelog", &text(hook)), one("tetragon network"));
    let call = r#"{"process_kprobe":{"function_name":"__x64_sys_openat"}}"#;
    assert_eq!(events("filelog", &text(call)), one("tetragon file"));
    let parsed = r#""body":{"kvlistValue":{"values":[{"key":"process_exec","value":{"kvlistValue":{"values":[]}}}]}}"#;
    assert_eq!(events("filelog", parsed), one("tetragon command"));
}

#[test]
fn auditd_writes_lines() {
    for (line, expected) in [
        (
            "type=EXECVE msg=audit(1700000000.1:2): argc=2 a0=\"sh\"",
            "auditd command",
        ),
        (
            "type=SOCKADDR msg=audit(1700000000.1:2): saddr=0200",
            "auditd network",
        ),
        (
            "type=SYSCALL msg=audit(1700000000.1:2): arch=c000003e SYSCALL=connect",
            "auditd network",
        ),
        (
            "type=SYSCALL msg=audit(1700000000.1:2): syscall=59",
            "auditd other",
        ),
    ] {
        assert_eq!(events("filelog", &text(line)), one(expected), "{line}");
    }
}

#[test]
fn what_is_no_event_of_a_sensor_is_none() {
    for body in [
        "type=EXECVE without the rest",
        "{\"process_exec\": broken",
        "{\"rule\": \"x\", \"priority\": 1}",
        "[\"output_fields\"]",
        "plain text with \"process_exec\" in it",
        "",
    ] {
        assert!(events("filelog", &text(body)).is_empty(), "{body}");
    }
}

#[test]
fn commands_and_addresses_are_forgotten() {
    let exec =
        r#"{"process_exec":{"process":{"binary":"/bin/secret-tool","arguments":"10.1.2.3"}}}"#;
    let kept = format!("{:?}", logs("filelog", &text(exec)));
    assert!(!kept.contains("secret-tool") && !kept.contains("10.1.2.3"));
}
