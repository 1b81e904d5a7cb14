//! `profile_export_aiperf.json` of aiperf, and that of its forerunner genai-perf: metrics with a unit and
//! statistics. Of the configuration only models and addresses are read.
//!
//! Measures: those of [`super::bench`], latencies of `ttft`, `itl` and `e2e`. Scopes: models, addresses.

use domain::evidence::{Kind, Reason, ScopeKind};
use serde_json::Value;

use super::{Reader, bench::Run};
use crate::{
    draft::Draft,
    fields::{Fields, number, whole},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Aiperf,
    tool: "genai-perf",
    writes_nothing: false,
    matches: |content| {
        let metric = |v: &Value, key: &str| v.at(key).has("unit") && v.at(key).has("avg");
        content.value().is_some_and(|v| {
            let known = [
                "request_throughput",
                "request_latency",
                "output_token_throughput",
            ];
            known.iter().any(|key| metric(v, key))
        })
    },
    read,
};

const LATENCIES: [(&str, &str); 3] = [
    ("ttft", "time_to_first_token"),
    ("itl", "inter_token_latency"),
    ("e2e", "request_latency"),
];
const RATES: [(&str, &str); 5] = [
    ("requests", "request_throughput"),
    ("output_tokens", "output_token_throughput"),
    ("total_tokens", "total_token_throughput"),
    ("output_tokens_per_user", "output_token_throughput_per_user"),
    ("goodput", "goodput"),
];

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let export = content.value().unwrap_or(&Value::Null);
    let run = Run::default();
    if export.has("aiperf_version") || export.has("error_summary") || export.has("start_time") {
        draft.tool("aiperf", export.text("aiperf_version"));
    }
    if let Some(date) = export.text("start_time") {
        draft.taken_at(date);
    }
    target(export.at("input_config"), draft);
    let average = |key: &str| export.at(key).number("avg");
    let completed = average("request_count").and_then(whole);
    let failed = average("error_request_count")
        .and_then(whole)
        .or_else(|| errors(export));
    let ended = completed.map(|completed| completed.saturating_add(failed.unwrap_or(0)));
    run.requests(ended, failed, draft);
    let duration = export.at("benchmark_duration");
    run.duration(
        duration
            .number("avg")
            .map(|d| d / in_a_second(duration, 1.0)),
        draft,
    );
    for (of, key) in RATES {
        run.throughput(of, average(key), draft);
    }
    for (direction, keys) in [
        ("input", ["total_isl", "total_input_tokens"]),
        ("output", ["total_osl", "total_output_tokens"]),
    ] {
        run.tokens(direction, keys.into_iter().find_map(average), draft);
    }
    for (of, key) in LATENCIES {
        let metric = export.at(key);
        let unit = in_a_second(metric, 1e3);
        for (name, value) in export.entries(key).filter(|(name, _)| *name != "unit") {
            let value = number(value).map(|v| v / unit);
            run.latency(of, name, value, completed, draft);
        }
    }
    if export.flag("was_cancelled") == Some(true) {
        draft.partial(Reason::Truncated);
    }
}

fn errors(export: &Value) -> Option<u64> {
    let groups = export.at("error_summary").as_array()?;
    Some(groups.iter().filter_map(|group| group.count("count")).sum())
}

/// How many of a metric's unit make a second.
fn in_a_second(metric: &Value, otherwise: f64) -> f64 {
    match metric.text("unit").map(str::to_ascii_lowercase).as_deref() {
        Some("s" | "sec" | "secs" | "second" | "seconds") => 1.0,
        Some("ms" | "millisecond" | "milliseconds") => 1e3,
        Some("us" | "µs" | "microsecond" | "microseconds") => 1e6,
        Some("ns" | "nanosecond" | "nanoseconds") => 1e9,
        _ => otherwise,
    }
}

fn target(config: &Value, draft: &mut Draft<'_>) {
    let endpoint = config.at("endpoint");
    let keys = ["model_names", "models", "model", "model_name"];
    let places = [endpoint, config];
    let models = places
        .iter()
        .flat_map(|p| keys.iter().flat_map(|key| p.texts(key)));
    for model in models {
        draft.scope(ScopeKind::ModelName, model);
    }
    for url in places
        .iter()
        .flat_map(|p| [p.texts("url"), p.texts("urls")].concat())
    {
        draft.scope(ScopeKind::Url, url);
    }
}
