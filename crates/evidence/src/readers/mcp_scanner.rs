//! Cisco mcp-scanner: an envelope, or the bare list, often behind lines of its log. Summaries quote the scanned tools
//! and are never read; of descriptions only a hash is kept.

use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::{Reader, mcp_tools};
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, items, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::McpScanner,
    tool: "mcp-scanner",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| match results(v) {
            [] => v.at("scan_results").is_array(),
            [first, ..] => {
                first.has("is_safe")
                    && first
                        .get("findings")
                        .is_some_and(|f| f.is_object() || f.is_array())
            }
        })
    },
    read,
};

fn results(v: &Value) -> &[Value] {
    if v.is_array() {
        items(v)
    } else {
        v.list("scan_results")
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    if let Some(url) = report.text("server_url") {
        let kind = if url.contains("://") {
            ScopeKind::Url
        } else {
            ScopeKind::Path
        };
        draft.scope(kind, url);
    }
    if let Some(date) = report.any_text(&["timestamp", "scan_timestamp"]) {
        draft.taken_at(date);
    }
    // Where source code was scanned, the tool writes texts of its own in place of descriptions.
    let live = report
        .text("server_url")
        .is_some_and(|url| url.contains("://"));
    let (mut silent, mut unreached) = (0, 0);
    for result in results(report) {
        let (name, kind) = item(result);
        if kind == ComponentKind::Tool {
            let told = result.text("tool_description").filter(|_| live);
            mcp_tools::named(name, told, &[], draft);
        }
        let analysers = analysers(result, name, draft);
        match result.text("status") {
            Some("completed") if analysers == 0 => silent += 1,
            Some("completed") => {}
            _ => unreached += 1,
        }
    }
    let objects = many(results(report).len());
    draft.count("scan.objects", objects);
    if objects == 0 {
        draft.nothing_scanned();
    }
    if silent > 0 {
        // "Safe" without any analyser's word is also what comes out when the analyser failed.
        draft.partial(Reason::AnalyserSilent { count: silent });
    }
    if unreached > 0 {
        draft.partial(Reason::TargetsNotReached { count: unreached });
    }
}

/// The name of what was scanned, and what it is.
fn item(result: &Value) -> (&str, ComponentKind) {
    let name = result
        .any_text(&[
            "tool_name",
            "prompt_name",
            "resource_name",
            "resource_uri",
            "package_name",
        ])
        .unwrap_or_default();
    let kind = match result.text("item_type") {
        Some("tool") | None if !name.contains(['/', '\\']) => ComponentKind::Tool,
        // The behavioural analyser puts the folder of the source here where it found nothing.
        _ => ComponentKind::Service,
    };
    (name, kind)
}

/// Reads the findings of one item; returns how many analysers said something.
fn analysers(result: &Value, name: &str, draft: &mut Draft<'_>) -> usize {
    let findings = result.at("findings");
    for (analyser, says) in findings.as_object().into_iter().flatten() {
        one(analyser, says, name, draft);
    }
    // The raw form lists single findings that name their analyser.
    for finding in items(findings) {
        let analyser = finding.text("analyzer").unwrap_or("analyzer");
        if finding.has("severity") {
            one(analyser, finding, name, draft);
        } else {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        }
    }
    findings
        .as_object()
        .map_or(items(findings).len(), serde_json::Map::len)
}

fn one(analyser: &str, says: &Value, name: &str, draft: &mut Draft<'_>) {
    let word = says.text("severity").unwrap_or_default();
    let count = says.count("total_findings");
    if word.eq_ignore_ascii_case("safe") || count == Some(0) {
        draft.passed(1);
        return;
    }
    let mut threats = says.texts("threat_names");
    threats.extend(says.text("threat_category"));
    let analyser = analyser.trim_end_matches("_analyzer");
    let title = threats.join(", ").replace('_', " ").to_lowercase();
    draft.finding(&Problem {
        rule: &format!("{analyser}:{}", threats.first().unwrap_or(&"unnamed")),
        title: &title,
        severity: Severity::from_word(word),
        file: says.text("source_file"),
        object: Some(name),
        tags: &threats,
        ..Problem::default()
    });
}
