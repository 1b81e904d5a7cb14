//! Results by path, with issue codes: E… and TF… are problems, W… warnings, X… say that something failed.

use std::collections::BTreeSet;

use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::Seen;
use crate::{
    draft::{Draft, Part, Problem},
    fields::{Fields, many},
    readers::mcp_tools,
};

/// Codes by which the tool speaks of itself: server or tool not in its registry, server not identified.
const NOTES: [&str; 3] = ["W003", "W004", "W005"];

/// Whether a value is the result of one path.
pub fn is_result(v: &Value) -> bool {
    let list = |key: &str| v.get(key).is_some_and(|l| l.is_array() || l.is_null());
    v.has("path") && list("servers")
}

pub fn result(path: &str, result: &Value, seen: &mut Seen, draft: &mut Draft<'_>) {
    let path = result.text("path").unwrap_or(path);
    draft.scope(ScopeKind::Path, path);
    seen.error(result.at("error"), draft);
    let servers = result.list("servers");
    for s in servers {
        server(s, seen, draft);
    }
    seen.objects += many(result.list("skills").len());
    if !result.at("issues").is_array() {
        // `inspect` lists what there is and analyses nothing.
        draft.partial(Reason::NotAnalysed);
    }
    let accepted: BTreeSet<_> = result
        .list("issues")
        .iter()
        .filter(|i| i.text("code") == Some("X002"))
        .filter_map(|i| entity(servers, i))
        .collect();
    for issue in result.list("issues") {
        one(issue, path, servers, &accepted, seen, draft);
    }
}

fn server(server: &Value, seen: &mut Seen, draft: &mut Draft<'_>) {
    seen.objects += 1;
    let config = server.at("server");
    let name = server.text("name").unwrap_or_default();
    let signature = server.at("signature");
    let skill = config.text("type") == Some("skill");
    let failed = seen.error(server.at("error"), draft);
    if !failed && !signature.is_object() && !skill {
        seen.unseen += 1;
    }
    let info = signature.at("metadata").at("serverInfo");
    draft.component(&Part {
        kind: if skill {
            ComponentKind::Skill
        } else {
            ComponentKind::McpServer
        },
        name,
        version: info.text("version"),
        digests: &[],
        source: config.any_text(&["url", "serverUrl"]),
        attributes: &[("transport", config.text("type").unwrap_or("stdio"))],
    });
    seen.tools += many(entities(server).len());
    for tool in signature.list("tools") {
        mcp_tools::component(tool, Some(name), draft);
    }
}

/// In the order in which issues count them.
fn entities(server: &Value) -> Vec<&Value> {
    let signature = server.at("signature");
    ["prompts", "resources", "resource_templates", "tools"]
        .iter()
        .flat_map(|key| signature.list(key))
        .collect()
}

/// The server, and its tool or file where one is named, that an issue refers to by their places.
fn entity(servers: &[Value], issue: &Value) -> Option<String> {
    let at = |n: usize| {
        let index = issue.list("reference").get(n)?.as_u64()?;
        usize::try_from(index).ok()
    };
    let server = servers.get(at(0)?)?;
    let name = server.text("name").unwrap_or_default();
    let tool = at(1).and_then(|i| entities(server).get(i)?.text("name"));
    Some(match tool {
        Some(tool) => format!("{name}/{tool}"),
        None => name.to_owned(),
    })
}

fn one(
    issue: &Value,
    path: &str,
    servers: &[Value],
    accepted: &BTreeSet<String>,
    seen: &mut Seen,
    draft: &mut Draft<'_>,
) {
    let Some(code) = issue.text("code") else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return;
    };
    match code {
        "X001" | "X007" => draft.failed(Reason::BackendNotReached),
        "W006" => seen.unreached += 1,
        c if c.starts_with('X') || NOTES.contains(&c) => {
            draft.ignore(IgnoredWhat::ToolNote, IgnoredWhy::OutOfScope, None);
        }
        _ => {
            let object = entity(servers, issue);
            let suppressed = object.as_ref().is_some_and(|o| accepted.contains(o));
            draft.finding(&Problem {
                rule: code,
                title: title(code).unwrap_or(code),
                severity: severity(code),
                file: Some(path),
                object: object.as_deref(),
                suppressed,
                ..Problem::default()
            });
        }
    }
}

fn severity(code: &str) -> Option<Severity> {
    match code.chars().next()? {
        'E' | 'T' => Some(Severity::High),
        'W' => Some(Severity::Medium),
        _ => None,
    }
}

/// The meaning of the codes, in our words: messages can quote a tool's description.
fn title(code: &str) -> Option<&'static str> {
    Some(match code {
        "E001" => "Prompt injection in the description of a tool",
        "E002" => "Tool refers to a tool of another server",
        "E003" => "Description of a tool gives orders to the agent",
        "E004" => "Prompt injection in a skill",
        "E005" => "Suspicious download address in a skill",
        "E006" => "Malicious code in a skill",
        "W001" => "Words that prompt injections use in the description of a tool",
        "W002" => "More tools than an agent can tell apart",
        "W007" => "Skill has the agent write out credentials",
        "W008" => "Credentials written into a skill",
        "W009" => "Skill can move money",
        "W011" => "Skill reads content of strangers",
        "W012" => "Skill loads instructions or code at run time",
        "W013" => "Skill changes services of the system",
        "TF001" => "Toxic flow: private data can leave through the agent's tools",
        "TF002" => "Toxic flow: strangers can make the agent destroy something",
        _ => return None,
    })
}
