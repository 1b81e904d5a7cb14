//! inference-perf's reports of a stage or of all of them: by its own clock, or from the server's metrics.
//! Times are in seconds.
//!
//! Measures: those of [`super::bench`], latencies of `ttft`, `tpot`, `itl`, `e2e` and `tpot_normalized`
//! (whole request by output token).

use domain::evidence::Kind;
use serde_json::Value;

use super::{Reader, bench::Run};
use crate::{
    draft::Draft,
    fields::{Fields, number},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::InferencePerf,
    tool: "inference-perf",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let successes = v.at("successes");
            v.at("load_summary").is_object()
                && ["latency", "throughput", "request_latency"]
                    .iter()
                    .any(|k| successes.has(k))
        })
    },
    read,
};

const LATENCIES: [(&str, &str); 5] = [
    ("ttft", "time_to_first_token"),
    ("tpot", "time_per_output_token"),
    ("itl", "inter_token_latency"),
    ("e2e", "request_latency"),
    ("tpot_normalized", "normalized_time_per_output_token"),
];

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    let run = Run::default();
    let (load, successes) = (report.at("load_summary"), report.at("successes"));
    let (completed, failed) = (
        successes.count("count"),
        report.at("failures").count("count"),
    );
    let ended = load
        .count("count")
        .or_else(|| completed?.checked_add(failed.unwrap_or(0)));
    // Sent and completed tell how many failed, where nothing else does.
    let failed = failed.or_else(|| load.count("count")?.checked_sub(completed?));
    run.requests(ended, failed, draft);
    let duration = report.number("benchmark_time_seconds").filter(|d| *d > 0.0);
    run.duration(duration.or_else(|| load.number("send_duration")), draft);
    let n = completed.or(ended);
    // The server's metrics stand beside the counts, the tool's own one level below.
    for place in [successes.at("latency"), successes] {
        for (of, key) in LATENCIES {
            for (name, value) in place.entries(key) {
                run.latency(of, name, number(value), n, draft);
            }
        }
    }
    let throughput = successes.at("throughput");
    for (of, key, stated) in [
        ("requests", "requests_per_sec", successes.number("rate")),
        (
            "input_tokens",
            "input_tokens_per_sec",
            successes.at("prompt_len").number("rate"),
        ),
        (
            "output_tokens",
            "output_tokens_per_sec",
            successes.at("output_len").number("rate"),
        ),
        ("total_tokens", "total_tokens_per_sec", None),
    ] {
        run.throughput(of, throughput.number(key).or(stated), draft);
    }
}
