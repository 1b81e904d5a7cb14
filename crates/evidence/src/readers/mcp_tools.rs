//! Definitions of MCP tools: one, a list, `{"tools": […]}`, or the answer to `tools/list`. Kept are names,
//! annotations and a digest of each definition, by which a change after a scan shows.

use std::collections::BTreeMap;

use domain::evidence::{ComponentKind, Fingerprint, IgnoredWhat, IgnoredWhy, Kind, Warning};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Reader;
use crate::{
    draft::{Draft, Part},
    fields::{Fields, items},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::McpTools,
    tool: "",
    writes_nothing: true,
    matches: |content| {
        content.value().is_some_and(|v| {
            match tools(v) {
                // The settings of an agent can have an empty list of tools too.
                [] => is_answer(v) || is_answer(v.at("result")),
                [first, ..] => is_tool(first),
            }
        })
    },
    read,
};

fn is_tool(v: &Value) -> bool {
    v.has("name")
        && ["inputSchema", "input_schema"]
            .iter()
            .any(|key| v.at(key).is_object())
}

/// Whether it is an answer to `tools/list`, and nothing else.
fn is_answer(v: &Value) -> bool {
    let known = |key: &String| matches!(key.as_str(), "tools" | "nextCursor" | "_meta");
    v.at("tools").is_array() && v.as_object().is_some_and(|o| o.keys().all(known))
}

fn tools(v: &Value) -> &[Value] {
    match v {
        Value::Array(_) => items(v),
        _ if v.at("tools").is_array() => v.list("tools"),
        _ if v.at("result").at("tools").is_array() => v.at("result").list("tools"),
        _ => std::slice::from_ref(v),
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let list = content.value().map_or(&[][..], tools);
    let (mut count, mut hidden) = (0, 0);
    for tool in list {
        if !is_tool(tool) {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
            continue;
        }
        count += 1;
        hidden += u64::from(hides(tool.text("name")) || hides(tool.text("description")));
        component(tool, None, draft);
    }
    draft.count("scan.objects", count);
    if list.is_empty() {
        draft.nothing_scanned();
    }
    if hidden > 0 {
        draft.warn(Warning::HiddenCharacters { count: hidden });
    }
}

/// Whether a text holds characters that people don't see and models read.
fn hides(text: Option<&str>) -> bool {
    text.is_some_and(|t| {
        t.contains(|c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}'))
    })
}

/// Reports one tool, of a server where it is known.
pub fn component(tool: &Value, server: Option<&str>, draft: &mut Draft<'_>) {
    let annotations = tool.at("annotations");
    let hint = |key: &str| {
        annotations
            .flag(key)
            .map(|on| if on { "true" } else { "false" })
    };
    let parameters = schema(tool)
        .at("properties")
        .as_object()
        .map_or(0, serde_json::Map::len);
    let parameters = parameters.to_string();
    let attributes: Vec<_> = [
        ("read_only", hint("readOnlyHint")),
        ("destructive", hint("destructiveHint")),
        ("idempotent", hint("idempotentHint")),
        ("open_world", hint("openWorldHint")),
        (
            "described",
            Some(if tool.has("description") {
                "true"
            } else {
                "false"
            }),
        ),
        ("parameters", Some(parameters.as_str())),
        ("server", server),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key, value?)))
    .collect();
    let description = tool.text("description").map(description);
    let (whole, described) = (definition(tool), description.unwrap_or_default());
    let digests = [
        ("sha256", whole.as_str()),
        (DESCRIPTION, described.as_str()),
    ];
    let known = if described.is_empty() { 1 } else { 2 };
    draft.component(&Part {
        kind: ComponentKind::Tool,
        name: tool.text("name").unwrap_or_default(),
        version: tool.text("version"),
        digests: digests.get(..known).unwrap_or_default(),
        source: None,
        attributes: &attributes,
    });
}

/// The digest of a tool's description alone: scanners that repeat no parameters can still be compared.
pub const DESCRIPTION: &str = "description-sha256";

/// The hash of a description, the white space at its ends aside.
pub fn description(text: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(text.trim().as_bytes()).into();
    Fingerprint::from(hash).to_string()
}

/// Reports one tool of which a scanner repeats the description at most.
pub fn named(name: &str, told: Option<&str>, attributes: &[(&str, &str)], draft: &mut Draft<'_>) {
    let described = told.map(description);
    let digests: Vec<_> = described
        .iter()
        .map(|hash| (DESCRIPTION, hash.as_str()))
        .collect();
    draft.component(&Part {
        kind: ComponentKind::Tool,
        name,
        version: None,
        digests: &digests,
        source: None,
        attributes,
    });
}

/// The hash of what a model is told of a tool.
fn definition(tool: &Value) -> String {
    let mut text = String::new();
    for part in [tool.at("name"), tool.at("description"), schema(tool)] {
        canonical(part, &mut text);
        text.push('\n');
    }
    let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    Fingerprint::from(hash).to_string()
}

fn schema(tool: &Value) -> &Value {
    let schema = tool.at("inputSchema");
    if schema.is_object() {
        schema
    } else {
        tool.at("input_schema")
    }
}

/// Writes a value with its keys sorted, so that the same definition has the same hash whatever the order
/// in the file. The depth is that of the intake's limits.
fn canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(object) => {
            let sorted: BTreeMap<_, _> = object.iter().collect();
            text.push('{');
            for (key, value) in sorted {
                *text += &Value::from(key.as_str()).to_string();
                text.push(':');
                canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(list) => {
            text.push('[');
            for value in list {
                canonical(value, text);
                text.push(',');
            }
            text.push(']');
        }
        scalar => *text += &scalar.to_string(),
    }
}
