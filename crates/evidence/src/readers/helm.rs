//! HELM's `stats.json`: a list of statistics by metric, split and perturbation. The file names no model; the
//! folder that it lies in does.
//!
//! Measures: `eval.samples` and `eval.score` of [`super::eval`], with the labels `split`, and `perturbation`
//! and `computed_on` where there is one; `fairness.*` for perturbations that are about fairness, whose groups
//! are the instances as they were and as perturbed.

use std::collections::BTreeMap;

use domain::evidence::{Kind, Reason};
use serde_json::Value;

use super::{
    Reader, eval,
    groups::{self, Group},
};
use crate::{
    draft::Draft,
    fields::{Fields, items, whole},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::HelmStats,
    tool: "HELM",
    writes_nothing: false,
    matches: |content| {
        let first = content.value().and_then(|v| items(v).first());
        first.is_some_and(|stat| stat.at("name").has("name") && stat.has("count"))
    },
    read,
};

/// What is counted beside the scores: sizes, times, reasons.
const BESIDE: [&str; 9] = [
    "num_",
    "finish_reason",
    "inference_",
    "training_",
    "batch_size",
    "prompt_truncated",
    "max_prob",
    "estimated_num_tokens",
    "denoised_",
];

/// One statistic.
#[derive(Clone, Copy)]
struct Stat<'a> {
    name: &'a str,
    split: &'a str,
    perturbation: &'a Value,
    value: &'a Value,
}

impl<'a> Stat<'a> {
    fn of(value: &'a Value) -> Self {
        let name = value.at("name");
        Self {
            name: name.text("name").unwrap_or_default(),
            split: name.text("split").unwrap_or_default(),
            perturbation: name.at("perturbation"),
            value,
        }
    }

    /// The name of its perturbation.
    fn perturbed_by(self) -> Option<&'a str> {
        self.perturbation.text("name")
    }

    fn is_score(self) -> bool {
        let beside = BESIDE.iter().any(|start| self.name.starts_with(start));
        !beside && !self.name.is_empty() && self.value.count("count") != Some(0)
    }

    /// Whether it is of instances as they were: of all, or of those that a perturbation changes.
    fn is_original(self) -> bool {
        let on = self.perturbation.text("computed_on");
        !self.perturbation.is_object() || on == Some("original")
    }
}

/// What others are compared with: by metric and split, of all instances or of a perturbation's.
type Originals<'a> = BTreeMap<(&'a str, &'a str, Option<&'a str>), f64>;

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let stats = content.value().map(items).unwrap_or_default();
    // The means are over instances, while `count` counts trials.
    let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut originals = Originals::new();
    for stat in stats.iter().map(Stat::of) {
        let mean = stat.value.number("mean");
        if stat.name == "num_instances" && !stat.perturbation.is_object() {
            sizes.extend(mean.and_then(whole).map(|n| (stat.split, n)));
        }
        if let Some(mean) = mean.filter(|_| stat.is_original()) {
            let key = (stat.name, stat.split, stat.perturbed_by());
            originals.entry(key).or_insert(mean);
        }
    }
    for (split, n) in &sizes {
        eval::samples(split, *n, draft);
    }
    if sizes.is_empty() {
        draft.partial(Reason::CoverageNotStated);
    }
    let scores: Vec<_> = stats
        .iter()
        .map(Stat::of)
        .filter(|s| s.is_score())
        .collect();
    for stat in &scores {
        let mut labels = vec![("metric", stat.name), ("split", stat.split)];
        labels.extend(stat.perturbed_by().map(|p| ("perturbation", p)));
        let on = stat.perturbation.text("computed_on");
        labels.extend(on.map(|on| ("computed_on", on)));
        let n = sizes.get(stat.split).copied();
        eval::score(&labels, stat.value.number("mean"), n, draft);
    }
    for stat in &scores {
        compare(*stat, &originals, sizes.get(stat.split).copied(), draft);
    }
    if scores.is_empty() {
        draft.nothing_scanned();
    }
}

/// Compares a metric under a perturbation that is about fairness with the same one without it.
fn compare(stat: Stat<'_>, originals: &Originals<'_>, n: Option<u64>, draft: &mut Draft<'_>) {
    if stat.perturbation.flag("fairness") != Some(true) || stat.is_original() {
        return;
    }
    // The instances that were perturbed, as they were; else all of them.
    let own = (stat.name, stat.split, stat.perturbed_by());
    let original = originals
        .get(&own)
        .or_else(|| originals.get(&(stat.name, stat.split, None)));
    let on = stat.perturbation.text("computed_on").unwrap_or("perturbed");
    if let Some((original, value)) = original.copied().zip(stat.value.number("mean")) {
        let group = |name, value| Group { name, value, n };
        let metric = [stat.name, stat.split].join(" ");
        let feature = stat.perturbed_by().unwrap_or("fairness");
        let both = [group("original", original), group(on, value)];
        groups::report(metric.trim(), feature, &both, draft);
    }
}
