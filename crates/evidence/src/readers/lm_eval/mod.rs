//! lm-evaluation-harness' results, with and before 0.4. Prompts and their templates are never read, of the
//! model's arguments only a few.
//!
//! Measures: `eval.samples`, `eval.score`, `eval.stderr` of [`super::eval`]; tasks on stereotypes (bbq,
//! `crows_pairs`, winogender) `fairness.score` too, and winogender's `fairness.*` by group. Scope: the model.

mod fairness;
mod model;

use domain::evidence::{Kind, Reason};
use serde_json::Value;

use super::{Reader, eval};
use crate::{
    draft::Draft,
    fields::{Fields, number},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::LmEval,
    tool: "lm-evaluation-harness",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let keys = [
                "n-samples",
                "higher_is_better",
                "configs",
                "n-shot",
                "lm_eval_version",
            ];
            let old = || v.at("versions").is_object() && v.at("config").has("model");
            let tasks = v.entries("results").all(|(_, task)| task.is_object());
            let known = || keys.iter().any(|k| v.has(k)) || old() || is_bare(v);
            v.at("results").is_object() && tasks && known()
        })
    },
    read,
};

/// What the evaluator gave back before it said how it ran: tasks and their versions, nothing else.
fn is_bare(v: &Value) -> bool {
    let versions = v.at("versions");
    let mut tasks = v.entries("results").map(|(task, _)| task).peekable();
    v.as_object().is_some_and(|keys| keys.len() == 2)
        && tasks.peek().is_some()
        && tasks.all(|task| versions.has(task))
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    let version = report
        .text("lm_eval_version")
        .or_else(|| report.text("git_hash"));
    draft.version(version);
    if let Some(date) = report.number("date") {
        draft.taken_at(&date.to_string());
    } else if let Some(date) = report.text("date") {
        draft.taken_at(date);
    }
    model::report(report, draft);
    let mut left_out = 0;
    for (task, n) in report.entries("n-samples") {
        let judged = n.count("effective").or_else(|| n.count("original"));
        if let Some(judged) = judged {
            eval::samples(task, judged, draft);
            let original = n.count("original").unwrap_or(judged);
            left_out += original.saturating_sub(judged);
        }
    }
    eval::left_out(left_out, draft);
    let stated = report.entries("n-samples").next().is_some();
    let config = report.at("config");
    if !stated && (config.has("limit") || config.is_null()) {
        draft.partial(Reason::CoverageNotStated);
    }
    let tasks = report.entries("results").count();
    if tasks == 0 {
        draft.nothing_scanned();
    }
    // Means over tasks stand in both places in the same words; the second may be missing.
    let grouped = report
        .entries("groups")
        .filter(|(name, _)| !report.at("results").has(name));
    for (task, metrics) in report.entries("results").chain(grouped) {
        scores(report, task, metrics, draft);
    }
    fairness::winogender(report, draft);
}

fn scores(report: &Value, task: &str, metrics: &Value, draft: &mut Draft<'_>) {
    let n = report.at("n-samples").at(task).count("effective");
    let subtasks = report.at("group_subtasks").list(task);
    let group = !subtasks.is_empty() || report.at("groups").has(task);
    for (key, value) in metrics.as_object().into_iter().flatten() {
        if ignorable(key, value) {
            continue;
        }
        let (metric, filter) = key.split_once(',').unwrap_or((key, ""));
        let (metric, stderr) = match metric.strip_suffix("_stderr") {
            Some(own) => (own, true),
            None => (metric, false),
        };
        let mut labels = vec![("task", task), ("metric", metric)];
        if !filter.is_empty() {
            labels.push(("filter", filter));
        }
        if let Some(high) = report.at("higher_is_better").at(task).flag(metric) {
            labels.push(("better", if high { "high" } else { "low" }));
        }
        if group {
            labels.push(("group", "true"));
        }
        if stderr {
            // Where the metric has none, this is `N/A`.
            if let Some(value) = number(value) {
                eval::named("eval.stderr", &labels, Some(value), n, draft);
            }
            continue;
        }
        eval::score(&labels, number(value), n, draft);
        if eval::about_fairness(task) && number(value).is_some() {
            eval::named("fairness.score", &labels, number(value), n, draft);
        }
    }
}

/// What stands beside the scores of a task: its name, its version, how many samples it has.
fn ignorable(key: &str, value: &Value) -> bool {
    let named = matches!(
        key,
        "alias" | "name" | "sample_len" | "samples" | "version" | "sample_count"
    );
    let text = value
        .as_str()
        .is_some_and(|text| number(value).is_none() && text != "N/A");
    named || key.trim().is_empty() || text || value.is_object()
}
