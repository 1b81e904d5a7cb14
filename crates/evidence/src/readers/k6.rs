//! k6's summaries: what `handleSummary` gets, what `--summary-export` writes, and the machine-readable one of
//! k6 2. Times are in milliseconds.
//!
//! Measures: those of [`super::bench`], latencies of `e2e`, and of `ttft`, `tpot` and `itl` where a custom
//! trend of times has such a name. Findings: thresholds that were crossed.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind};
use serde_json::Value;

use super::{Reader, bench::Run};
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, figure, number, whole},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::K6,
    tool: "k6",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let metrics = v.at("metrics");
            let own = [
                "iterations",
                "iteration_duration",
                "vus",
                "data_received",
                "http_reqs",
            ];
            let known = own
                .iter()
                .filter(|name| metrics.at(name).is_object())
                .count();
            known >= 2
                || (known == 1 && (v.has("root_group") || v.has("state")))
                || v.at("metadata").has("k6Version")
        })
    },
    read,
};

/// One metric, in any of the forms.
struct Metric<'a> {
    name: &'a str,
    contains: Option<&'a str>,
    values: &'a Value,
    /// In the flat form `true` means that the threshold was crossed.
    flat: bool,
    thresholds: &'a Value,
}

fn metrics(summary: &Value) -> Vec<Metric<'_>> {
    let listed = summary.at("results").list("metrics");
    let listed = listed.iter().filter_map(|m| Some((m.text("name")?, m)));
    let mapped = summary
        .entries("metrics")
        .map(|(name, m)| (name.as_str(), m));
    mapped
        .chain(listed)
        .map(|(name, m)| one_form(name, m))
        .collect()
}

fn one_form<'a>(name: &'a str, metric: &'a Value) -> Metric<'a> {
    let values = metric.at("values");
    let flat = !values.is_object();
    Metric {
        name,
        contains: metric.text("contains"),
        values: if flat { metric } else { values },
        flat,
        thresholds: metric.at("thresholds"),
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let summary = content.value().unwrap_or(&Value::Null);
    let run = Run::default();
    let metadata = summary.at("metadata");
    draft.version(metadata.text("k6Version"));
    if let Some(date) = metadata.text("generatedAt") {
        draft.taken_at(date);
    }
    let metrics = metrics(summary);
    let find = |name: &str| metrics.iter().find(|m| m.name == name).map(|m| m.values);
    let calls = ["http_reqs", "iterations"]
        .iter()
        .find_map(|name| find(name)?.count("count"));
    let outcome = find("http_req_failed").and_then(rate);
    let failed = outcome.map(|(failed, _)| failed);
    run.requests(
        outcome.map(|(_, all)| all).filter(|all| *all > 0).or(calls),
        failed,
        draft,
    );
    run.throughput(
        "requests",
        find("http_reqs").and_then(|v| v.number("rate")),
        draft,
    );
    let milliseconds = summary
        .at("state")
        .number("testRunDurationMs")
        .map(|ms| ms / 1e3);
    run.duration(
        milliseconds.or(summary.at("config").number("duration")),
        draft,
    );
    if let Some((passed, all)) = find("checks").and_then(rate) {
        run.checks(all, all.saturating_sub(passed), draft);
    }
    for metric in &metrics {
        if let Some(of) = latency_of(metric) {
            for (name, value) in metric.values.as_object().into_iter().flatten() {
                let seconds = number(value).map(|ms| ms / 1e3);
                run.latency(of, name, seconds, calls.filter(|_| of == "e2e"), draft);
            }
        }
        thresholds(metric, draft);
    }
}

/// Of a rate, how often it was true, and of how many. `passes` counts what was true, which for
/// `http_req_failed` are the failures; some hand-made summaries have them the other way round, so that the
/// rate itself decides.
fn rate(values: &Value) -> Option<(u64, u64)> {
    if let (Some(matches), Some(all)) = (values.count("matches"), values.count("total")) {
        return Some((matches.min(all), all));
    }
    let (passes, fails) = (values.count("passes")?, values.count("fails")?);
    let all = passes.checked_add(fails)?;
    let share = values.number("rate").or(values.number("value"));
    let share = share.filter(|share| (0.0..=1.0).contains(share));
    let by_rate = share.and_then(|share| whole(share * figure(all)));
    Some((by_rate.unwrap_or(passes), all))
}

/// What a metric is the latency of; those with tags in braces repeat a part of others.
fn latency_of(metric: &Metric<'_>) -> Option<&'static str> {
    let name = metric.name.to_ascii_lowercase();
    if name == "http_req_duration" {
        return Some("e2e");
    }
    if name.contains('{') || metric.contains != Some("time") {
        return None;
    }
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    match () {
        () if has(&["ttft", "first_token"]) => Some("ttft"),
        () if has(&["tpot", "per_output_token"]) => Some("tpot"),
        () if has(&["inter_token"]) => Some("itl"),
        () => None,
    }
}

fn thresholds(metric: &Metric<'_>, draft: &mut Draft<'_>) {
    for (bound, outcome) in metric.thresholds.as_object().into_iter().flatten() {
        let held = match outcome {
            Value::Bool(crossed) if metric.flat => Some(!crossed),
            other => other.flag("ok"),
        };
        match held {
            Some(true) => draft.passed(1),
            Some(false) => draft.finding(&Problem {
                rule: metric.name,
                title: &format!("{}: {bound}", metric.name),
                object: Some(bound),
                ..Problem::default()
            }),
            None => draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None),
        }
    }
}
