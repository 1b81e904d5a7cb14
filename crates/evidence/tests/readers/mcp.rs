//! The pitfalls of scanners of MCP servers, and of definitions of tools.

use crate::common;
use crate::common::{count, counts, of_rule, reading};
use domain::evidence::{
    Completeness, Component, ComponentKind, FindingState, IgnoredWhat, Reason, Severity, Warning,
};
use evidence::{Limits, read};

fn attribute<'c>(component: &'c Component, name: &str) -> Option<&'c str> {
    let found = component
        .attributes
        .iter()
        .find(|(k, _)| k.as_str() == name);
    found.map(|(_, v)| v.as_str())
}

#[test]
fn agent_scan_by_path() {
    let reading = reading("agent_scan/by-path.json");
    assert_eq!(counts(&reading.tally.open), [0, 2, 1, 0, 0]);
    // What was whitelisted stays, as suppressed.
    assert_eq!(of_rule(&reading, "W001")[0].state, FindingState::Suppressed);
    let object = |rule| {
        of_rule(&reading, rule)[0]
            .location
            .object
            .as_ref()
            .map(ToString::to_string)
    };
    // Prompts come before tools when issues count entities.
    assert_eq!(object("E001").as_deref(), Some("mail/send"));
    assert_eq!(object("W001").as_deref(), Some("mail/read"));
    assert_eq!((object("TF001"), object("W013")), (None, None));
    assert_eq!(count(&reading, "scan.objects"), Some(3.0));
    assert_eq!(count(&reading, "agent_scan.tools"), Some(3.0));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::TargetsNotReached { count: 1 })
    );
    let notes = reading
        .ignored
        .iter()
        .find(|i| i.what == IgnoredWhat::ToolNote)
        .unwrap();
    assert_eq!(notes.count, 2);
    let remote = reading
        .components
        .iter()
        .find(|c| c.name.as_str() == "remote")
        .unwrap();
    assert_eq!(
        remote.source.as_ref().unwrap().as_str(),
        "https://mcp.example.com/sse"
    );
    let send = reading
        .components
        .iter()
        .find(|c| c.name.as_str() == "send")
        .unwrap();
    assert_eq!(attribute(send, "destructive"), Some("true"));
    assert_eq!(attribute(send, "server"), Some("mail"));
}

#[test]
fn agent_scan_by_risk() {
    let reading = reading("agent_scan/by-risk.json");
    assert_eq!(counts(&reading.tally.open), [1, 1, 0, 1, 0]);
    assert_eq!(reading.completeness, Completeness::Complete);
    let injection = of_rule(&reading, "prompt_injection_tool_desc")[0];
    assert_eq!(
        injection.location.object.as_ref().unwrap().as_str(),
        "github/create"
    );
    let skill = of_rule(&reading, "suspicious_download_url")[0];
    assert_eq!(
        skill.location.file.as_ref().unwrap().as_str(),
        "scripts/install.sh"
    );
    assert_eq!(skill.location.line, Some(12));
    assert_eq!(count(&reading, "scan.objects"), Some(3.0));
}

#[test]
fn agent_scan_without_its_backend() {
    let reading = reading("agent_scan/backend-down.json");
    assert_eq!(
        reading.completeness,
        Completeness::Failed(Reason::BackendNotReached)
    );
    assert_eq!(reading.tally.total(), 0);
}

#[test]
fn mcp_scanner_envelope() {
    let reading = reading("mcp_scanner/envelope.json");
    assert_eq!(counts(&reading.tally.open), [0, 1, 0, 0, 0]);
    assert_eq!(reading.tally.passed, 3);
    let finding = &reading.findings[0];
    assert_eq!(finding.rule.as_str(), "yara:CODE EXECUTION");
    assert_eq!(finding.title.as_str(), "code execution, injection");
    assert_eq!(finding.severity, Severity::High);
    assert_eq!(
        reading.scopes[0].value.as_str(),
        "https://mcp.example.com/mcp"
    );
    let reached = Reason::TargetsNotReached { count: 1 };
    assert_eq!(reading.completeness, Completeness::Partial(reached));
}

#[test]
fn mcp_scanner_safe_by_silence() {
    let reading = reading("mcp_scanner/log-and-silence.json");
    assert_eq!(reading.tally.total(), 0);
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::AnalyserSilent { count: 1 })
    );
    assert!(
        reading
            .warnings
            .contains(&Warning::LeadingLines { count: 2 })
    );
}

#[test]
fn definitions_of_tools() {
    let reading = reading("mcp_tools/list-answer.json");
    let names: Vec<_> = reading.components.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["read_file", "drop_table"]);
    let [file, table] = &reading.components[..] else {
        panic!()
    };
    assert_eq!(file.kind, ComponentKind::Tool);
    assert_eq!(attribute(file, "read_only"), Some("true"));
    assert_eq!(attribute(table, "destructive"), Some("true"));
    assert_eq!(attribute(table, "described"), Some("false"));
    assert_eq!(reading.ignored[0].count, 1);
    let hidden = common::reading("mcp_tools/anthropic-hidden.json");
    assert!(
        hidden
            .warnings
            .contains(&Warning::HiddenCharacters { count: 1 })
    );
}

#[test]
fn a_changed_description_changes_the_digest_and_the_order_of_keys_does_not() {
    let digest = |text: &str| {
        let reading = read(text.as_bytes(), &Limits::default()).unwrap();
        reading.components[0].digests[0].value.clone()
    };
    let one = digest(r#"{"name": "t", "description": "d", "inputSchema": {"a": 1, "b": [2]}}"#);
    let same = digest(r#"{"inputSchema": {"b": [2], "a": 1}, "description": "d", "name": "t"}"#);
    let other = digest(r#"{"name": "t", "description": "D", "inputSchema": {"a": 1, "b": [2]}}"#);
    assert_eq!(one, same);
    assert_ne!(one, other);
}

#[test]
fn a_scan_and_a_definition_of_one_tool_have_the_hash_of_its_description_in_common() {
    let described = |text: &str| {
        let reading = read(text.as_bytes(), &Limits::default()).unwrap();
        let tool = &reading.components[0];
        let mut digests = tool.digests.iter();
        let found = digests.find(|digest| digest.algorithm.as_str() == "descriptionsha256");
        found.map(|digest| digest.value.clone())
    };
    let defined = described(r#"{"name": "t", "description": "Sends mail", "inputSchema": {}}"#);
    assert!(defined.is_some());
    let cisco = r#"{"server_url": "https://mcp.example.com/mcp", "scan_results": [{"tool_name": "t",
        "tool_description": "Sends mail ", "status": "completed", "is_safe": true, "findings": {}}]}"#;
    assert_eq!(described(cisco), defined);
    assert_ne!(described(&cisco.replace("Sends", "Reads")), defined);
    // Of source code the tool writes texts of its own.
    let source = cisco.replace("https://mcp.example.com/mcp", "/src/server");
    assert_eq!(described(&source), None);
}
