//! The model that lm-evaluation-harness ran: its arguments are a text `key=value,…` or an object.

use domain::evidence::ScopeKind;
use serde_json::Value;

use crate::{draft::Draft, fields::Fields, readers::eval::Model};

/// Reports the model, and the address where it is served.
pub fn report(report: &Value, draft: &mut Draft<'_>) {
    let config = report.at("config");
    let named = report
        .any_text(&["model_name"])
        .or_else(|| argument(config, NAMES));
    let kind = config.text("model").unwrap_or_default();
    Model {
        name: if kind == "dummy" {
            kind
        } else {
            named.unwrap_or_default()
        },
        version: config
            .text("model_sha")
            .or_else(|| argument(config, &["revision"])),
        dtype: config
            .text("model_dtype")
            .or_else(|| argument(config, &["dtype"])),
        parameters: config.count("model_num_parameters"),
    }
    .report(draft);
    if let Some(url) = argument(config, &["base_url"]) {
        draft.scope(ScopeKind::Url, url);
    }
}

const NAMES: &[&str] = &["pretrained", "model", "engine", "model_name", "path"];

/// The first of these arguments that is there.
fn argument<'a>(config: &'a Value, names: &[&str]) -> Option<&'a str> {
    let arguments = config.at("model_args");
    if let Some(text) = arguments.as_str() {
        let value = |name: &&str| {
            let mut pairs = text.split(',').filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(key, _)| key.trim() == *name)
                .map(|(_, value)| value.trim())
        };
        return names
            .iter()
            .find_map(value)
            .filter(|value| !value.is_empty());
    }
    arguments.any_text(names)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn arguments_in_both_forms() {
        let text = json!({"model_args": "dtype=auto, pretrained=a/b,api_key=x"});
        let object = json!({"model_args": {"model": "a/b"}});
        assert_eq!(argument(&text, NAMES), Some("a/b"));
        assert_eq!(argument(&object, NAMES), Some("a/b"));
        assert_eq!(argument(&json!({}), NAMES), None);
        assert_eq!(argument(&json!({"model_args": "pretrained="}), NAMES), None);
    }
}
