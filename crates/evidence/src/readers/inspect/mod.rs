//! Logs of Inspect (UK AISI) in JSON; the default `.eval` is an archive. Of samples only scores are read.
//!
//! Measures: `eval.samples`, `eval.not_judged`, `eval.score`, `eval.stderr`, `eval.human_labels` of
//! [`super::eval`]; of tasks that attack a model, `attack.*` of [`super::attack`] in their place. Scope: the
//! model; parts: the model.

mod attacks;
mod samples;

use domain::evidence::{Kind, Reason, Unit};
use serde_json::Value;

use super::{
    Reader,
    eval::{self, Model},
};
use crate::{
    draft::Draft,
    fields::{Fields, figure, number},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::InspectLog,
    tool: "Inspect",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let eval = v.at("eval");
            let parts = ["plan", "results", "samples", "stats"];
            eval.has("task")
                && eval.has("model")
                && v.at("status").is_string()
                && parts.iter().any(|part| v.get(part).is_some())
        })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let log = content.value().unwrap_or(&Value::Null);
    let eval = log.at("eval");
    draft.version(eval.at("packages").text("inspect_ai"));
    let started = log
        .at("stats")
        .text("started_at")
        .or_else(|| eval.text("created"));
    if let Some(date) = started {
        draft.taken_at(date);
    }
    Model {
        name: eval.text("model").unwrap_or_default(),
        ..Model::default()
    }
    .report(draft);
    state(log, draft);
    let task = eval.text("task").unwrap_or_default();
    let results = log.at("results");
    let judged = judged(log);
    if let Some(attack) = attacks::of(task) {
        attacks::report(&attack, log, judged, draft);
    } else {
        if let Some(judged) = judged {
            eval::samples(task, judged, draft);
        }
        for score in results.list("scores") {
            scorer(task, score, judged, draft);
        }
        if results.list("scores").is_empty() {
            samples::report(task, log.list("samples"), draft);
        }
    }
    let labels = samples::human_labels(log.list("samples"));
    if labels > 0 {
        draft.measure("eval.human_labels", &[], figure(labels), Unit::Count, None);
    }
    coverage(log, judged, draft);
}

/// Samples that were completed, epochs counted; without results those that hold a score.
fn judged(log: &Value) -> Option<u64> {
    let results = log.at("results");
    let stated = results
        .count("completed_samples")
        .or_else(|| results.count("total_samples"));
    stated.or_else(|| samples::judged(log.list("samples")))
}

fn state(log: &Value, draft: &mut Draft<'_>) {
    match log.text("status") {
        Some("success") => {}
        Some("error") => draft.failed(Reason::RunFailed),
        _ => draft.partial(Reason::Truncated),
    }
    if log.flag("invalidated") == Some(true) {
        draft.failed(Reason::RunFailed);
    }
}

fn scorer(task: &str, score: &Value, judged: Option<u64>, draft: &mut Draft<'_>) {
    let name = score.any_text(&["name", "scorer"]).unwrap_or_default();
    let n = score.count("scored_samples").or(judged);
    eval::not_judged(
        ("scorer", name),
        score.count("unscored_samples").unwrap_or(0),
        draft,
    );
    for (metric, value) in score.entries("metrics") {
        let mut labels = vec![("task", task), ("scorer", name)];
        labels.extend(score.text("reducer").map(|reducer| ("reducer", reducer)));
        let value = value.number("value").or_else(|| number(value));
        if metric == "stderr" {
            eval::named("eval.stderr", &labels, value, n, draft);
        } else {
            labels.push(("metric", metric));
            eval::score(&labels, value, n, draft);
        }
    }
}

/// What was left out: samples that failed, and those beyond a limit.
fn coverage(log: &Value, judged: Option<u64>, draft: &mut Draft<'_>) {
    let (results, config) = (log.at("results"), log.path(&["eval", "config"]));
    let total = results.count("total_samples");
    let failed = total
        .zip(judged)
        .map_or(0, |(total, done)| total.saturating_sub(done));
    let epochs = config
        .count("epochs")
        .filter(|epochs| *epochs > 0)
        .unwrap_or(1);
    let whole = log.path(&["eval", "dataset"]).count("samples");
    let limited = config.has("limit") || config.has("sample_id");
    let beyond = whole.zip(total).filter(|_| limited);
    let beyond = beyond.map_or(0, |(whole, total)| whole.saturating_sub(total / epochs));
    eval::left_out(failed.saturating_add(beyond), draft);
    if judged.unwrap_or(0) == 0 {
        draft.nothing_scanned();
    }
}
