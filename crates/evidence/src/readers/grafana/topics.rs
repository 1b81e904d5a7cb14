//! What a query is about, by the names in it.

use std::sync::LazyLock;

use domain::evidence::ScopeKind;
use regex::Regex;

/// Every topic.
pub const ALL: [&str; 6] = [
    "cost",
    "errors",
    "latency",
    "saturation",
    "tokens",
    "traffic",
];

/// Parts of names by topic. `token` is looked for once the latencies that have it in their names are gone.
#[rustfmt::skip]
const PARTS: [(&str, &[&str]); 6] = [
    ("cost", &["cost", "spend", "budget", "price", "billing", "_usd"]),
    ("errors", &["error", "fail", "exception", "5xx", "4xx", "preemption", "timeout", "abort"]),
    ("latency", &["latency", "duration", "time_to_first", "ttft", "inter_token", "time_per_output", "tpot", "response_time", "e2e_request", "queue_time", "histogram_quantile"]),
    ("saturation", &["gpu_util", "gpu_cache", "kv_cache", "cache_usage", "cache_config", "num_requests_waiting", "num_requests_running", "queue", "memory", "cpu", "fb_used", "fi_dev", "fi_prof", "token_usage", "pending"]),
    ("tokens", &["token"]),
    ("traffic", &["requests_total", "request_total", "request_count", "request_success", "requests_count", "_requests_metric", "num_requests", "http_requests", "rps", "qps"]),
];

/// Names with `token` in them that count something else.
const NO_TOKENS: [&str; 10] = [
    "time_to_first_token",
    "first_token",
    "inter_token",
    "per_output_token",
    "per_token",
    "token_latency",
    "access_token",
    "auth_token",
    "token_usage",
    "tokenizer",
];

/// A label that is held against 4xx or 5xx.
static STATUS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?:status|code|status_code|http_status)[a-z_]*\s*(?:=~?)\s*["'](?:\^|\()*[45]"#)
        .ok()
});

/// A label that is held equal to a plain name.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names = "namespace|service_name|service|model_name|gen_ai_request_model|model";
    Regex::new(&format!(r#"\b({names})\s*=\s*"([^"$|*\\]{{1,200}})""#)).ok()
});

/// The topics of a query.
pub fn of(query: &str) -> Vec<&'static str> {
    let text: String = query
        .chars()
        .take(20_000)
        .collect::<String>()
        .to_lowercase();
    let bare = NO_TOKENS
        .iter()
        .fold(text.clone(), |text, name| text.replace(name, ""));
    let about = |topic: &str, parts: &[&str]| {
        let text = if topic == "tokens" { &bare } else { &text };
        let status =
            topic == "errors" && STATUS.as_ref().is_some_and(|status| status.is_match(text));
        status || parts.iter().any(|part| text.contains(part))
    };
    let found = PARTS.iter().filter(|(topic, parts)| about(topic, parts));
    found.map(|(topic, _)| *topic).collect()
}

/// What a query is limited to; variables say nothing.
pub fn scopes(query: &str) -> Vec<(ScopeKind, &str)> {
    let labels = LABEL.iter().flat_map(|label| label.captures_iter(query));
    labels
        .filter_map(|found| {
            let kind = match found.get(1)?.as_str() {
                "namespace" => ScopeKind::Namespace,
                "service" | "service_name" => ScopeKind::ServiceName,
                _ => ScopeKind::ModelName,
            };
            Some((kind, found.get(2)?.as_str()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_by_names() {
        for (query, topics) in [
            (
                "histogram_quantile(0.9, rate(vllm:time_to_first_token_seconds_bucket[5m]))",
                vec!["latency"],
            ),
            ("rate(vllm:generation_tokens_total[1m])", vec!["tokens"]),
            ("sum(rate(litellm_spend_metric_total[1h]))", vec!["cost"]),
            (
                "sum(rate(http_requests_total{status=~\"5..\"}[5m]))",
                vec!["errors", "traffic"],
            ),
            (
                "sum(rate(http_requests_total{status=~\"2..\"}[5m]))",
                vec!["traffic"],
            ),
            ("up", vec![]),
        ] {
            assert_eq!(of(query), topics, "{query}");
        }
    }

    #[test]
    fn only_plain_names_are_scopes() {
        let query = r#"x{namespace="prod", service="$service", model_name="m/a", job=~"a|b"}"#;
        let expected = [
            (ScopeKind::Namespace, "prod"),
            (ScopeKind::ModelName, "m/a"),
        ];
        assert_eq!(scopes(query), expected);
    }
}
