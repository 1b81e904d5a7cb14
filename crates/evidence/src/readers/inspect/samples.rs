//! Single samples of a log.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    draft::Draft,
    fields::{Fields, figure, many, number, tidy},
    readers::eval,
};

/// Samples that hold a score; `None` where there are no samples at all.
pub fn judged(samples: &[Value]) -> Option<u64> {
    let scored = |sample: &&Value| scores(sample).next().is_some();
    (!samples.is_empty()).then(|| many(samples.iter().filter(scored).count()))
}

/// Reports the mean of each scorer over the samples, for a log without results.
pub fn report(task: &str, samples: &[Value], draft: &mut Draft<'_>) {
    let mut means: BTreeMap<&str, (f64, u64)> = BTreeMap::new();
    for (scorer, value) in samples.iter().flat_map(scores) {
        let (sum, n) = means.entry(scorer).or_default();
        *sum += value;
        *n += 1;
    }
    for (scorer, (sum, n)) in means {
        let labels = [("task", task), ("scorer", scorer), ("metric", "mean")];
        eval::score(&labels, Some(tidy(sum / figure(n))), Some(n), draft);
    }
}

/// The scores of a sample that are numbers or stand for one; old logs hold a single `score`.
pub fn scores(sample: &Value) -> impl Iterator<Item = (&str, f64)> {
    let old = sample.at("score");
    let old = value(old.at("value")).map(|value| ("score", value));
    let named = sample.entries("scores");
    let named = named.filter_map(|(name, score)| Some((name.as_str(), value(score.at("value"))?)));
    named.chain(old)
}

/// `C`, `P`, `I` and `N` are right, partly right, wrong and no answer.
fn value(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(yes) => Some(f64::from(u8::from(*yes))),
        // Scorers of several things put the main one under this name.
        Value::Object(parts) => parts.get("score").and_then(number),
        Value::String(letter) => match letter.trim() {
            "C" => Some(1.0),
            "P" => Some(0.5),
            "I" | "N" => Some(0.0),
            _ => number(value),
        },
        other => number(other),
    }
}

/// Scores that people set or changed: each such edit names its author.
pub fn human_labels(samples: &[Value]) -> u64 {
    let edited = |score: &&Value| {
        let history = score.list("history").iter();
        history
            .chain([*score])
            .any(|edit| edit.at("provenance").text("author").is_some())
    };
    let scores = samples
        .iter()
        .flat_map(|sample| sample.entries("scores").map(|(_, s)| s));
    many(scores.filter(edited).count())
}
