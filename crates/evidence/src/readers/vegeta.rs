//! vegeta's report in JSON. Times are in nanoseconds; error texts are never kept.
//!
//! Measures: those of [`super::bench`], latencies of `e2e`.

use domain::evidence::Kind;
use serde_json::Value;

use super::{Reader, bench::Run};
use crate::{
    draft::Draft,
    fields::{Fields, count, figure, number, whole},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Vegeta,
    tool: "vegeta",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            v.at("latencies").is_object() && v.has("requests") && v.at("status_codes").is_object()
        })
    },
    read,
};

/// Nanoseconds in a second.
const SECOND: f64 = 1e9;

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    let run = Run::default();
    if let Some(date) = report.text("earliest").filter(|d| !d.starts_with("0001")) {
        draft.taken_at(date);
    }
    let requests = report.count("requests");
    run.requests(requests, failed(report, requests), draft);
    run.duration(report.number("duration").map(|d| d / SECOND), draft);
    // The rate is that of sending, the throughput that of success.
    run.throughput(
        "requests",
        report.number("throughput").or(report.number("rate")),
        draft,
    );
    for (name, value) in report.entries("latencies") {
        let seconds = number(value).map(|ns| ns / SECOND);
        run.latency("e2e", name, seconds, requests, draft);
    }
}

/// By status, where 200–399 are successes, as vegeta counts them; else by the share of successes.
fn failed(report: &Value, requests: Option<u64>) -> Option<u64> {
    let requests = requests?;
    let codes: Option<Vec<_>> = report
        .entries("status_codes")
        .map(|(code, n)| Some((code.parse::<u16>().ok()?, count(n)?)))
        .collect();
    let codes = codes.filter(|codes| !codes.is_empty());
    let bad = codes.map(|codes| {
        let bad = codes
            .into_iter()
            .filter(|(code, _)| !(200..400).contains(code));
        bad.map(|(_, n)| n).sum()
    });
    bad.or_else(|| {
        let share = report
            .number("success")
            .filter(|s| (0.0..=1.0).contains(s))?;
        requests.checked_sub(whole(share * figure(requests))?)
    })
}
