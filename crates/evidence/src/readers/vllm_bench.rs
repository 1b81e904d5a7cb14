//! `vllm bench serve` and what grew out of it, such as `SGLang`'s `bench_serving`: one object a run, alone, in
//! a list or one a line. Generated texts, errors and the series of single requests are never kept.
//!
//! Measures: those of [`super::bench`], latencies of `ttft`, `tpot`, `itl` and `e2e`. Scope: the model.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind};
use serde_json::Value;

use super::{Reader, bench::Run};
use crate::{
    draft::Draft,
    fields::{Fields, count, items, many, number},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::VllmBench,
    tool: "vLLM bench",
    writes_nothing: false,
    matches: |content| {
        let records = content.records().take(16).filter_map(|r| r.value.ok());
        records.into_iter().any(|v| is_run(&v))
    },
    read,
};

const RATES: [(&str, &str); 5] = [
    ("requests", "request_throughput"),
    ("input_tokens", "input_throughput"),
    ("output_tokens", "output_throughput"),
    ("total_tokens", "total_token_throughput"),
    ("total_tokens", "total_throughput"),
];

/// What a latency is of, and how keys such as `mean_ttft_ms` end.
const LATENCIES: [(&str, &str); 5] = [
    ("ttft", "ttft_ms"),
    ("tpot", "tpot_ms"),
    ("itl", "itl_ms"),
    ("e2e", "e2el_ms"),
    ("e2e", "e2e_latency_ms"),
];

/// The same without a unit, as `InferenceX` writes them: in seconds.
const WITHOUT_UNIT: [(&str, &str); 4] = [
    ("ttft", "_ttft"),
    ("tpot", "_tpot"),
    ("itl", "_itl"),
    ("e2e", "_e2el"),
];

fn is_run(v: &Value) -> bool {
    let rate = |(_, key): &(&str, &str)| v.number(key).is_some();
    let timed = |key: &String| LATENCIES.iter().any(|(_, end)| key.ends_with(end));
    v.count("completed").is_some()
        && RATES.iter().any(rate)
        && (v.has("duration") || v.as_object().is_some_and(|o| o.keys().any(timed)))
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut unreadable = 0;
    let all = match content {
        // Counting lines would parse them once more.
        Content::JsonLines(_) => 2,
        Content::Json(Value::Array(list)) => list.len(),
        _ => 1,
    };
    for (number, record) in content.records().enumerate() {
        match record.value {
            Ok(v) if is_run(&v) => one(&v, &Run::of(number, all), draft),
            Ok(_) => draft.ignore(IgnoredWhat::Result, IgnoredWhy::OtherKind, record.line),
            Err(_) => {
                unreadable += 1;
                draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            }
        }
    }
    if unreadable > 0 {
        draft.partial(Reason::PartsUnreadable { count: unreadable });
    }
}

fn one(v: &Value, run: &Run, draft: &mut Draft<'_>) {
    if v.has("sharegpt_output_len") || v.has("total_output_tokens_retokenized") {
        draft.tool("SGLang bench", None);
    }
    if let Some(date) = v.text("date") {
        draft.taken_at(&dashed(date).unwrap_or_else(|| date.to_owned()));
    }
    if let Some(model) = v.any_text(&["model_id", "model"]) {
        draft.scope(ScopeKind::ModelName, model);
    }
    if let Some(url) = v.text("base_url") {
        draft.scope(ScopeKind::Url, url);
    }
    let completed = v.count("completed").unwrap_or(0);
    let (ended, failed) = requests(v, completed);
    run.requests(Some(ended), failed, draft);
    run.duration(v.number("duration"), draft);
    for (of, key) in RATES {
        run.throughput(of, v.number(key), draft);
    }
    // The colon is a slip of old versions.
    let goodput = v
        .number("request_goodput")
        .or_else(|| v.number("request_goodput:"));
    run.throughput("goodput", goodput, draft);
    for direction in ["input", "output"] {
        let keys = [
            format!("total_{direction}_tokens"),
            format!("total_{direction}"),
        ];
        run.tokens(direction, keys.iter().find_map(|key| v.number(key)), draft);
    }
    for (key, value) in v.as_object().into_iter().flatten() {
        for (of, end) in LATENCIES {
            if let Some(name) = key.strip_suffix(end).and_then(|k| k.strip_suffix('_')) {
                latency(run, of, name, value, completed, draft);
            }
        }
    }
    without_unit(v, run, completed, draft);
}

/// Latencies without a unit are seconds where all of them fit into the run: no request takes longer than it.
/// Otherwise nobody knows what they are.
fn without_unit(v: &Value, run: &Run, completed: u64, draft: &mut Draft<'_>) {
    let mut found = Vec::new();
    for (key, value) in v.as_object().into_iter().flatten() {
        let ends = WITHOUT_UNIT.iter();
        let named = ends.filter_map(|(of, end)| Some((*of, key.strip_suffix(*end)?)));
        let stated = named.filter(|(_, name)| is_stat(name) && !v.has(&format!("{key}_ms")));
        found.extend(stated.filter_map(|(of, name)| Some((of, name, number(value)?))));
    }
    let duration = v.number("duration").unwrap_or(0.0);
    if found.iter().any(|(.., seconds)| *seconds > duration) {
        let count = many(found.len());
        return draft.ignore_many(count, IgnoredWhat::Number, IgnoredWhy::Ambiguous, None);
    }
    for (of, name, seconds) in found {
        run.latency(of, name, Some(seconds), Some(completed), draft);
    }
}

fn is_stat(name: &str) -> bool {
    matches!(name, "mean" | "median" | "max") || name.starts_with('p')
}

/// Requests that ended and those that failed. Old versions write neither: what was asked for and did not
/// complete has failed; else the list of errors has a text for each request that did.
fn requests(v: &Value, completed: u64) -> (u64, Option<u64>) {
    let asked = v
        .count("num_prompts")
        .and_then(|asked| asked.checked_sub(completed));
    let errors = || {
        let errors = v.at("errors").as_array()?;
        let failed = errors
            .iter()
            .filter(|e| e.as_str().is_some_and(|e| !e.is_empty()));
        Some(many(failed.count()))
    };
    let failed = v.count("failed").or(asked).or_else(errors);
    (completed.saturating_add(failed.unwrap_or(0)), failed)
}

fn latency(run: &Run, of: &str, name: &str, value: &Value, n: u64, draft: &mut Draft<'_>) {
    let mut report = |name: &str, ms: Option<f64>| {
        run.latency(of, name, ms.map(|ms| ms / 1e3), Some(n), draft);
    };
    if name != "percentiles" {
        return report(name, number(value));
    }
    // `[[99, 12.5], …]` or `{"99": 12.5, …}` where single keys were not derived from it.
    for pair in items(value) {
        if let [percentile, ms] = items(pair) {
            let name = number(percentile).map(|p| format!("p{p}"));
            report(&name.unwrap_or_default(), number(ms));
        }
    }
    for (percentile, ms) in value.as_object().into_iter().flatten() {
        report(
            &format!("p{}", percentile.trim_start_matches('p')),
            number(ms),
        );
    }
}

/// `20250530-203806` as `2025-05-30T20:38:06`.
fn dashed(date: &str) -> Option<String> {
    let (day, time) = date.split_once('-')?;
    let all = [day, time].concat();
    if (day.len(), time.len()) != (8, 6) || count(&all.clone().into()).is_none() {
        return None;
    }
    let part = |from: usize, to: usize| all.get(from..to).unwrap_or_default();
    let date = [part(0, 4), part(4, 6), part(6, 8)].join("-");
    let time = [part(8, 10), part(10, 12), part(12, 14)].join(":");
    Some(format!("{date}T{time}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn dates_with_one_dash() {
        assert_eq!(
            super::dashed("20250530-203806").as_deref(),
            Some("2025-05-30T20:38:06")
        );
        assert_eq!(super::dashed("2025-05-30"), None);
        assert_eq!(super::dashed("é0250530-203806"), None);
    }
}
