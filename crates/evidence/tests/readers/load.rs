//! The pitfalls of load tests.

use crate::common::{count, counts, labelled, reading};
use domain::evidence::{Completeness, IgnoredWhy, Reading, Reason, ScopeKind};

const STATED: Completeness = Completeness::Complete;
const UNSTATED: Completeness = Completeness::Partial(Reason::FailuresNotStated);

fn requests(reading: &Reading) -> (Option<f64>, Option<f64>) {
    (
        count(reading, "bench.requests"),
        count(reading, "bench.failed"),
    )
}

fn latency(reading: &Reading, of: &str, stat: &str) -> Option<f64> {
    labelled(reading, "bench.latency", &[("of", of), ("stat", stat)])
}

fn rate(reading: &Reading, of: &str) -> Option<f64> {
    labelled(reading, "bench.throughput", &[("of", of)])
}

fn scopes(reading: &Reading) -> Vec<(ScopeKind, &str)> {
    let scopes = reading.scopes.iter();
    scopes.map(|s| (s.kind, s.value.as_str())).collect()
}

#[test]
fn vllm_of_today() {
    let run = reading("vllm_bench/v0-10.json");
    assert_eq!(requests(&run), (Some(200.0), Some(4.0)));
    assert_eq!(run.completeness, STATED);
    assert_eq!(latency(&run, "ttft", "p99"), Some(0.09));
    assert_eq!(latency(&run, "e2e", "p99"), Some(1.5));
    assert_eq!(latency(&run, "ttft", "p50"), Some(0.045));
    assert_eq!(
        (rate(&run, "output_tokens"), rate(&run, "goodput")),
        (Some(500.0), Some(8.5))
    );
    assert_eq!(scopes(&run), [(ScopeKind::ModelName, "acme/chat-1")]);
    // A date with a single dash.
    assert_eq!(
        run.taken_at.unwrap().to_string(),
        "2025-05-30 20:38:06.0 +00:00:00"
    );
}

#[test]
fn vllm_with_old_keys() {
    let run = reading("vllm_bench/old-keys.json");
    // No key for failures: all that was asked for completed.
    assert_eq!(requests(&run), (Some(200.0), Some(0.0)));
    assert_eq!(latency(&run, "ttft", "p99"), Some(0.091));
    assert_eq!(rate(&run, "goodput"), None);
}

#[test]
fn latencies_without_a_unit() {
    let runs = reading("vllm_bench/without-unit.jsonl");
    let of = |of: &str, stat: &str, run: &str| {
        let labels = [("of", of), ("stat", stat), ("run", run)];
        labelled(&runs, "bench.latency", &labels)
    };
    assert_eq!(of("ttft", "p50", "1"), Some(0.75));
    assert_eq!(of("e2e", "p99", "1"), Some(6.5));
    assert_eq!(of("tpot", "p50", "1"), Some(0.025));
    // 750 seconds to the first token do not fit into a run of 25: these may be milliseconds.
    assert_eq!(of("ttft", "p50", "2"), None);
    assert_eq!(of("tpot", "p50", "2"), None);
    let ignored = runs.ignored.iter().map(|i| (i.count, i.why));
    assert_eq!(ignored.collect::<Vec<_>>(), [(2, IgnoredWhy::Ambiguous)]);
}

#[test]
fn sglang_with_a_run_a_line() {
    let runs = reading("vllm_bench/sglang.jsonl");
    assert_eq!(runs.tool.name.as_str(), "SGLang bench");
    let of = |name: &str, run: &str| labelled(&runs, name, &[("run", run)]);
    assert_eq!(
        (of("bench.requests", "1"), of("bench.failed", "1")),
        (Some(400.0), None)
    );
    assert_eq!(
        (of("bench.requests", "2"), of("bench.failed", "2")),
        (Some(3.0), Some(1.0))
    );
    assert_eq!(runs.completeness, UNSTATED);
    let e2e = [("of", "e2e"), ("stat", "p50"), ("run", "1")];
    assert_eq!(labelled(&runs, "bench.latency", &e2e), Some(1.5));
}

#[test]
fn aiperf_and_its_forerunner() {
    let run = reading("aiperf/aiperf.json");
    assert_eq!(requests(&run), (Some(100.0), Some(2.0)));
    // It was cancelled.
    assert_eq!(run.completeness, Completeness::Partial(Reason::Truncated));
    assert_eq!(latency(&run, "e2e", "p99"), Some(1.5));
    assert_eq!(rate(&run, "output_tokens"), Some(700.0));
    let url = "https://llm.example/v1";
    assert_eq!(
        scopes(&run),
        [(ScopeKind::ModelName, "acme/chat-1"), (ScopeKind::Url, url)]
    );
    let old = reading("aiperf/genai-perf.json");
    assert_eq!(old.tool.name.as_str(), "genai-perf");
    assert_eq!(requests(&old), (None, None));
    // Nanoseconds, and a text that is no number.
    assert_eq!(
        (latency(&old, "e2e", "p99"), latency(&old, "ttft", "p99")),
        (Some(3.0), None)
    );
}

#[test]
fn inference_perf_reports() {
    let stage = reading("inference_perf/stage.json");
    assert_eq!(
        (requests(&stage), stage.completeness),
        ((Some(102.0), Some(2.0)), STATED)
    );
    assert_eq!(latency(&stage, "ttft", "p99"), Some(0.2));
    let means = reading("inference_perf/means-only.json");
    assert_eq!(
        (requests(&means), means.completeness),
        ((Some(7.0), None), UNSTATED)
    );
    let server = reading("inference_perf/server.json");
    assert_eq!(
        (requests(&server), server.completeness),
        ((Some(50.0), None), UNSTATED)
    );
    assert_eq!(
        (rate(&server, "output_tokens"), rate(&server, "requests")),
        (Some(20.0), Some(5.0))
    );
    assert_eq!(latency(&server, "e2e", "p99"), Some(0.9));
}

#[test]
fn k6_for_handle_summary() {
    let run = reading("k6/handle-summary.json");
    // What passes as failed is a failure.
    assert_eq!(requests(&run), (Some(400.0), Some(4.0)));
    assert_eq!(
        (run.tally.passed, counts(&run.tally.open)),
        (2, [0, 0, 1, 0, 0])
    );
    let title = run.findings[0].title.as_str();
    assert_eq!(title, "http_req_duration: p(99)<500");
    assert_eq!(latency(&run, "e2e", "p99"), Some(0.8));
    assert_eq!(latency(&run, "ttft", "p99"), Some(0.09));
    assert_eq!(count(&run, "bench.checks_failed"), Some(40.0));
    assert_eq!(count(&run, "bench.duration"), Some(30.0));
}

#[test]
fn k6_flat_export_says_true_where_a_threshold_was_crossed() {
    let run = reading("k6/summary-export.json");
    assert_eq!(requests(&run), (Some(100.0), Some(0.0)));
    assert_eq!((run.tally.passed, run.tally.total()), (2, 1));
    assert_eq!(run.findings[0].title.as_str(), "http_req_duration: avg<100");
    assert_eq!(
        (latency(&run, "e2e", "p95"), latency(&run, "e2e", "p99")),
        (Some(0.3), None)
    );
}

#[test]
fn k6_machine_readable_and_hand_made() {
    let run = reading("k6/machine-readable.json");
    assert_eq!(requests(&run), (Some(50.0), Some(3.0)));
    assert_eq!(run.tool.version.as_ref().unwrap().as_str(), "2.3.0");
    assert_eq!(count(&run, "bench.duration"), Some(12.5));
    let swapped = reading("k6/swapped-rate.json");
    assert_eq!(requests(&swapped), (Some(34.0), Some(1.0)));
}

#[test]
fn vegeta_counts_in_nanoseconds() {
    let run = reading("vegeta/report.json");
    // Redirections are successes; what got no answer is not.
    assert_eq!(requests(&run), (Some(100.0), Some(6.0)));
    assert_eq!(
        (latency(&run, "e2e", "p99"), latency(&run, "e2e", "max")),
        (Some(0.2), Some(0.3))
    );
    assert_eq!(
        (rate(&run, "requests"), count(&run, "bench.duration")),
        (Some(9.4), Some(10.0))
    );
    let old = reading("vegeta/old.json");
    assert_eq!(requests(&old), (Some(50.0), Some(5.0)));
    assert_eq!(old.taken_at, None);
}

#[test]
fn locust_in_json() {
    let run = reading("locust/run.json");
    assert_eq!(requests(&run), (Some(100.0), Some(2.0)));
    let of = |stat| latency(&run, "e2e", stat);
    assert_eq!((of("mean"), of("p50")), (Some(0.091), Some(0.05)));
    assert_eq!((of("p99"), of("max")), (Some(0.1), Some(0.9504)));
    assert_eq!(rate(&run, "requests"), Some(2.5));
    assert_eq!(run.taken_at.unwrap().year(), 2026);
}

#[test]
fn locust_by_its_row_for_all() {
    let run = reading("locust/stats.csv");
    assert_eq!(requests(&run), (Some(400.0), Some(6.0)));
    assert_eq!(
        (latency(&run, "e2e", "p99"), latency(&run, "e2e", "max")),
        (Some(1.29), Some(2.0))
    );
    assert_eq!(rate(&run, "requests"), Some(6.7));
    let old = reading("locust/before-1.0.csv");
    assert_eq!(requests(&old), (Some(10.0), Some(1.0)));
    assert_eq!(latency(&old, "e2e", "mean"), Some(0.006));
    let rows = reading("locust/no-total.csv");
    assert_eq!(
        (requests(&rows), latency(&rows, "e2e", "p99")),
        ((Some(10.0), Some(1.0)), None)
    );
    assert_eq!(rows.ignored[0].line, Some(3));
}
