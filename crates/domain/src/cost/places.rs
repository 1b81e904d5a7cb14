//! Which labels of series name a model and a feature.

use std::collections::BTreeMap;

const MODEL: [&str; 9] = [
    "response_model",
    "gen_ai.response.model",
    "gen_ai_response_model",
    "model",
    "model_name",
    "request_model",
    "gen_ai.request.model",
    "gen_ai_request_model",
    "requested_model",
];

const FEATURE: [&str; 13] = [
    "feature",
    "feature.name",
    "feature_name",
    "app.feature",
    "app_feature",
    "request_tags",
    "tag",
    "tags",
    "gen_ai.agent.name",
    "gen_ai_agent_name",
    "agent",
    "team_alias",
    "api_key_alias",
];

/// Characters of a name that are kept.
const LONGEST: usize = 120;

fn first(labels: &BTreeMap<String, String>, names: &[&str]) -> String {
    let said = names.iter().filter_map(|name| labels.get(*name));
    said.map(|value| value.trim())
        .find(|value| says(value))
        .map(|value| value.chars().take(LONGEST).collect())
        .unwrap_or_default()
}

/// What tools write where they have no value says nothing.
fn says(value: &str) -> bool {
    let nothing = [
        "",
        "none",
        "null",
        "nil",
        "unknown",
        "default",
        "undefined",
        "n/a",
        "-",
    ];
    !nothing.contains(&value.to_ascii_lowercase().as_str())
}

pub(super) fn model(labels: &BTreeMap<String, String>) -> String {
    first(labels, &MODEL)
}

pub(super) fn feature(labels: &BTreeMap<String, String>) -> String {
    first(labels, &FEATURE)
}
