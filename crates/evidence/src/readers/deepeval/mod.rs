//! `DeepEval`'s test runs: `.deepeval/.latest_run_full.json`, `test_run_<time>.json` and
//! `.temp_test_run_data.json` in camel case, `.latest_test_run.json` around one of those, and the results of
//! `evaluate()` in snake case. Inputs, outputs, contexts, reasons and traces are never read.
//!
//! Whether a score is good is for `success` to say: of toxicity or bias a low score is the good one.
//!
//! Measures: `test.cases`, `test.failures`, `test.errors`; `eval.samples`, `eval.score`, `eval.passed` and
//! `eval.not_judged` of [`super::eval`], by metric. Findings: metrics that outputs failed. Parts: prompts.

mod run;

use domain::evidence::{ComponentKind, Kind, Reason, Unit};
use serde_json::Value;

use super::{Reader, eval};
use crate::{
    draft::{Draft, Part, Problem},
    fields::{Fields, figure, tidy},
    intake::Content,
};
use run::Run;

pub static READER: Reader = Reader {
    kind: Kind::Deepeval,
    tool: "DeepEval",
    writes_nothing: false,
    matches: |content| content.value().is_some_and(|v| test_run(v).is_some()),
    read,
};

/// Lists of cases, in either case.
const LISTS: [&str; 6] = [
    "testCases",
    "conversationalTestCases",
    "test_cases",
    "conversational_test_cases",
    "testResults",
    "test_results",
];
/// What stands beside them.
const BESIDE: [&str; 9] = [
    "metricsScores",
    "testPassed",
    "runDuration",
    "testFile",
    "metrics_scores",
    "test_passed",
    "run_duration",
    "confident_link",
    "confidentLink",
];

/// The run inside the file.
fn test_run(v: &Value) -> Option<&Value> {
    let inner = v.at("testRunData");
    let run = if inner.is_object() { inner } else { v };
    let cases = || LISTS.iter().flat_map(|key| run.list(key));
    let judged =
        |case: &Value| case.at("metricsData").is_array() || case.at("metrics_data").is_array();
    let lists = LISTS.iter().any(|key| run.at(key).is_array());
    let known = inner.is_object() || BESIDE.iter().any(|key| run.get(key).is_some());
    (lists && (cases().take(16).any(judged) || (known && cases().next().is_none()))).then_some(run)
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let Some(file) = content.value().and_then(test_run) else {
        return draft.incomplete("testCases");
    };
    let mut run = Run::default();
    for case in LISTS.iter().flat_map(|key| file.list(key)) {
        run.case(case);
        if let Some(date) = case.at("trace").any_text(&["startTime", "start_time"]) {
            draft.taken_at(date);
        }
    }
    for prompt in file.list("prompts") {
        if let Some(name) = prompt.text("alias") {
            let hash = prompt.text("hash").map(|hash| ("hash", hash));
            draft.component(&Part {
                kind: ComponentKind::Prompt,
                name,
                version: prompt.text("version"),
                digests: hash.as_slice(),
                source: None,
                attributes: &[],
            });
        }
    }
    report(&run, draft);
    let passed = ["testPassed", "test_passed"]
        .iter()
        .find_map(|key| file.count(key));
    draft.compare(passed, run.passed);
}

fn report(run: &Run<'_>, draft: &mut Draft<'_>) {
    let judged = run.passed + run.failed;
    draft.count("test.cases", judged + run.errors);
    draft.count("test.failures", run.failed);
    draft.count("test.errors", run.errors);
    draft.passed(run.passed);
    eval::samples("", judged, draft);
    for (name, metric) in &run.metrics {
        let n = metric.passed + metric.failed;
        let labels = [("metric", *name)];
        eval::not_judged(("metric", name), metric.errors, draft);
        if metric.scored > 0 {
            let mean = tidy(metric.sum / figure(metric.scored));
            eval::score(&labels, Some(mean), Some(metric.scored), draft);
        }
        draft.measure(
            "eval.passed",
            &labels,
            figure(metric.passed),
            Unit::Count,
            Some(n),
        );
        if metric.failed > 0 {
            draft.finding(&Problem {
                rule: name,
                title: &format!("{name}: {}/{n}", metric.failed),
                ..Problem::default()
            });
        }
    }
    if judged == 0 {
        draft.nothing_scanned();
    }
    if run.errors > 0 {
        draft.partial(Reason::ToolErrors { count: run.errors });
    }
}
