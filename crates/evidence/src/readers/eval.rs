//! What evaluations of quality have in common: how many outputs were judged, and how good they were.
//!
//! | name | unit | labels | what |
//! |---|---|---|---|
//! | `eval.samples` | count | `task` | outputs that were judged; tasks add up, groups of tasks are not counted again |
//! | `eval.not_judged` | count | `task` or `metric` | outputs that could not be judged; only where there are any |
//! | `eval.score` | score | `task`, `metric`, and what tells them apart: `filter`, `scorer`, `split` … | its scale is the metric's own (0–1 and 0–100 occur side by side): compare only equal labels. `better` says which end is good, where that is known; `group` marks a mean over tasks. `n` is the samples, where known |
//! | `eval.stderr` | score | as `eval.score` | its standard error |
//! | `eval.passed` | count | `metric` | of the outputs in `n`, those that passed the test's own threshold |
//! | `eval.human_labels` | count | | judgements by people |
//!
//! Fairness, of [`super::groups`]:
//!
//! | name | unit | labels | what |
//! |---|---|---|---|
//! | `fairness.group` | score | `metric`, `feature`, `group` | a metric of one group; `n` is its size |
//! | `fairness.groups` | count | `metric`, `feature` | how many groups |
//! | `fairness.ratio` | ratio | `metric`, `feature` | the least group's value by the greatest; `n` is the size of the smallest group |
//! | `fairness.difference` | score | `metric`, `feature` | the greatest less the least; `n` likewise |
//! | `fairness.score` | score | as `eval.score` | scores of tasks that measure stereotypes |

use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, Reason, ScopeKind, Unit};

use super::attributes::Attributes;
use crate::{
    draft::{Draft, Part},
    fields::figure,
};

/// Reports how many outputs were judged in a task.
pub fn samples(task: &str, count: u64, draft: &mut Draft<'_>) {
    let labels = [("task", task)];
    let labels = labels
        .get(usize::from(task.is_empty())..)
        .unwrap_or_default();
    draft.measure("eval.samples", labels, figure(count), Unit::Count, None);
}

/// Reports how many could not be judged, where there are any.
pub fn not_judged(label: (&str, &str), count: u64, draft: &mut Draft<'_>) {
    if count > 0 {
        draft.measure(
            "eval.not_judged",
            &[label],
            figure(count),
            Unit::Count,
            None,
        );
    }
}

/// Reports a score; one that is no number is passed over.
pub fn score(labels: &[(&str, &str)], value: Option<f64>, n: Option<u64>, draft: &mut Draft<'_>) {
    named("eval.score", labels, value, n, draft);
}

/// Reports a score under another name; one that is no number is passed over.
pub fn named(
    name: &str,
    labels: &[(&str, &str)],
    value: Option<f64>,
    n: Option<u64>,
    draft: &mut Draft<'_>,
) {
    match value {
        Some(value) => draft.measure(name, labels, value, Unit::Score, n),
        None => draft.ignore(IgnoredWhat::Number, IgnoredWhy::Broken, None),
    }
}

/// Says that samples were left out, where there are any.
pub fn left_out(count: u64, draft: &mut Draft<'_>) {
    if count > 0 {
        draft.partial(Reason::ObjectsSkipped { count });
    }
}

/// The model that was evaluated, or a stand-in that proves nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Model<'a> {
    /// Its name, an address or a path.
    pub name: &'a str,
    /// A revision that does not move.
    pub version: Option<&'a str>,
    /// Number type of its weights.
    pub dtype: Option<&'a str>,
    /// How many parameters it has.
    pub parameters: Option<u64>,
}

impl Model<'_> {
    /// Reports it as what the file is about, and as a part.
    pub fn report(&self, draft: &mut Draft<'_>) {
        let name = self.name.trim();
        if matches!(name, "dummy" | "none/none") || name.starts_with("mockllm/") {
            return draft.failed(Reason::NoRealTarget);
        }
        if name.is_empty() {
            return;
        }
        let local = name.starts_with(['/', '.', '~']) || name.contains('\\');
        draft.scope(
            if local {
                ScopeKind::Path
            } else {
                ScopeKind::ModelName
            },
            name,
        );
        let mut attributes = Attributes::default();
        attributes.text("dtype", self.dtype);
        attributes.text(
            "parameters",
            self.parameters.map(|p| p.to_string()).as_deref(),
        );
        draft.component(&Part {
            kind: ComponentKind::Model,
            name,
            version: self.version,
            digests: &[],
            source: None,
            attributes: &attributes.pairs(),
        });
    }
}

/// Whether a task measures stereotypes, so that its scores are about fairness.
pub fn about_fairness(task: &str) -> bool {
    ["bbq", "crows_pairs", "winogender"]
        .iter()
        .any(|name| task.starts_with(name))
}
