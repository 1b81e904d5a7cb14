//! Lists of risks with scores of 0–1000, from version 0.6.

use domain::evidence::{ComponentKind, ScopeKind, Severity};
use serde_json::Value;

use super::Seen;
use crate::{
    draft::{Draft, Part, Problem},
    fields::{Fields, many},
    readers::mcp_tools,
};

pub fn response(response: &Value, seen: &mut Seen, draft: &mut Draft<'_>) {
    let path = response.text("path").unwrap_or_default();
    draft.scope(ScopeKind::Path, path);
    seen.error(response.at("error"), draft);
    for server in response.list("server_risks") {
        let tools = server.list("entities");
        seen.tools += many(tools.len());
        object(server, ComponentKind::McpServer, path, seen, draft);
        for tool in tools.iter().filter(|t| t.text("type") == Some("tool")) {
            let of = server.text("name").unwrap_or_default();
            if tool.has("inputSchema") {
                mcp_tools::component(tool, Some(of), draft);
                continue;
            }
            let name = tool.text("name").unwrap_or_default();
            let told = tool.text("description");
            mcp_tools::named(name, told, &[("server", of)], draft);
        }
    }
    for skill in response.list("skill_risks") {
        object(skill, ComponentKind::Skill, path, seen, draft);
    }
}

fn object(object: &Value, kind: ComponentKind, path: &str, seen: &mut Seen, draft: &mut Draft<'_>) {
    seen.objects += 1;
    seen.error(object.at("error"), draft);
    let name = object.text("name").unwrap_or_default();
    draft.component(&Part {
        kind,
        name,
        version: None,
        digests: &[],
        source: None,
        attributes: &[],
    });
    for (rule, risk) in object.entries("risk_indexes") {
        if risk.is_null() {
            continue;
        }
        let start = risk
            .list("locations")
            .first()
            .map_or(&Value::Null, |l| l.at("start"));
        let tool = risk
            .list("affected_tools")
            .first()
            .and_then(|i| {
                object
                    .list("entities")
                    .get(usize::try_from(i.as_u64()?).ok()?)
            })
            .and_then(|t| t.text("name"));
        let place = tool.map_or(name.to_owned(), |tool| format!("{name}/{tool}"));
        draft.finding(&Problem {
            rule,
            title: &rule.replace('_', " "),
            severity: risk.number("score").map(severity),
            file: start.text("path").or(Some(path)),
            line: start.count("line"),
            object: Some(&place),
            ..Problem::default()
        });
    }
}

/// The tool's scale, cut where CVSS's would be at a hundredth.
fn severity(score: f64) -> Severity {
    match score {
        s if s >= 900.0 => Severity::Critical,
        s if s >= 700.0 => Severity::High,
        s if s >= 400.0 => Severity::Medium,
        s if s > 0.0 => Severity::Low,
        _ => Severity::Info,
    }
}
