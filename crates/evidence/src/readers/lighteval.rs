//! lighteval's results: `suite|task|shots`, later `task|shots`. Bare `NaN` occurs.
//!
//! Measures: `eval.samples`, `eval.score` and `eval.stderr` of [`super::eval`]. Scope: the model.

use domain::evidence::{Kind, Reason};
use serde_json::Value;

use super::{
    Reader,
    eval::{self, Model},
};
use crate::{
    draft::Draft,
    fields::{Fields, number},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Lighteval,
    tool: "lighteval",
    writes_nothing: false,
    matches: |content| {
        content
            .value()
            .is_some_and(|v| v.at("config_general").is_object() && v.at("results").is_object())
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    let general = report.at("config_general");
    let config = general.at("model_config");
    draft.version(general.text("lighteval_sha").filter(|sha| *sha != "?"));
    Model {
        name: general
            .text("model_name")
            .or(config.text("model_name"))
            .unwrap_or_default(),
        version: general
            .text("model_sha")
            .or(config.text("revision"))
            .filter(|r| *r != "main"),
        dtype: general.text("model_dtype").or(config.text("dtype")),
        parameters: None,
    }
    .report(draft);
    let (mut tasks, mut left_out) = (0, 0);
    for (name, metrics) in report.entries("results") {
        let group = is_group(name);
        let task = config_of(report.at("config_tasks"), name);
        let judged = task.count("effective_num_docs").filter(|n| *n > 0);
        if !group {
            tasks += 1;
            if let Some(judged) = judged {
                eval::samples(name, judged, draft);
                let whole = task.count("original_num_docs").unwrap_or(judged);
                left_out += whole.saturating_sub(judged);
            }
        }
        scores(name, group, metrics, task, judged, draft);
    }
    if tasks == 0 {
        draft.nothing_scanned();
    }
    eval::left_out(left_out, draft);
    if left_out == 0 && general.has("max_samples") && general.count("max_samples") != Some(0) {
        let counted = report
            .entries("config_tasks")
            .any(|(_, t)| t.has("original_num_docs"));
        if !counted {
            draft.partial(Reason::CoverageNotStated);
        }
    }
}

/// Old versions leave the shots out of the key.
fn config_of<'a>(tasks: &'a Value, name: &str) -> &'a Value {
    let short = name.rsplit_once('|').map_or(name, |(short, _)| short);
    if tasks.has(name) {
        tasks.at(name)
    } else {
        tasks.at(short)
    }
}

/// `all` and `…:_average|5` are means over tasks.
fn is_group(name: &str) -> bool {
    name == "all" || name.contains("_average")
}

fn scores(
    name: &str,
    group: bool,
    metrics: &Value,
    task: &Value,
    n: Option<u64>,
    draft: &mut Draft<'_>,
) {
    for (metric, value) in metrics.as_object().into_iter().flatten() {
        let (own, stderr) = match metric.strip_suffix("_stderr") {
            Some(own) => (own, true),
            None => (metric.as_str(), false),
        };
        let mut labels = vec![("task", name), ("metric", own)];
        if group {
            labels.push(("group", "true"));
        }
        let known = task
            .list("metrics")
            .iter()
            .take(200)
            .find(|m| m.text("metric_name") == Some(own));
        if let Some(high) = known.and_then(|m| m.flag("higher_is_better")) {
            labels.push(("better", if high { "high" } else { "low" }));
        }
        let measure = if stderr { "eval.stderr" } else { "eval.score" };
        eval::named(measure, &labels, number(value), n, draft);
    }
}
