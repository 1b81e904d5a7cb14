//! lm-evaluation-harness' log of samples: one line for each document and filter. Documents, prompts and
//! outputs are never kept. The file says neither which task nor which model it is of; its name does.
//!
//! Measures: `eval.samples` and `eval.score` of [`super::eval`].

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason};
use serde_json::Value;

use super::{Reader, eval};
use crate::{
    draft::Draft,
    fields::{Fields, figure, many, number, tidy},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::LmEvalSamples,
    tool: "lm-evaluation-harness",
    writes_nothing: false,
    matches: |content| {
        let records = content.records().take(16).filter_map(|r| r.value.ok());
        records.into_iter().any(|v| is_sample(&v))
    },
    read,
};

fn is_sample(v: &Value) -> bool {
    v.has("doc_id") && v.get("doc").is_some() && (v.has("resps") || v.has("filtered_resps"))
}

/// What every sample has beside its scores, where no list names those.
const OWN: [&str; 4] = ["doc_id", "target", "resps", "version"];

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut documents = BTreeSet::new();
    let mut scores: BTreeMap<(String, String), (f64, u64)> = BTreeMap::new();
    let mut unreadable = 0;
    for record in content.records() {
        let Ok(sample) = record.value else {
            unreadable += 1;
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            continue;
        };
        if !is_sample(&sample) {
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::OtherKind, record.line);
            continue;
        }
        documents.insert(sample.at("doc_id").to_string());
        let filter = sample.text("filter").unwrap_or_default();
        for metric in metrics(&sample) {
            if let Some(value) = value(sample.at(metric)) {
                let key = (metric.to_owned(), filter.to_owned());
                let (sum, n) = scores.entry(key).or_default();
                *sum += value;
                *n += 1;
            }
        }
    }
    eval::samples("", many(documents.len()), draft);
    for ((metric, filter), (sum, n)) in &scores {
        let labels = [("metric", metric.as_str()), ("filter", filter.as_str())];
        let labels = labels
            .get(..2 - usize::from(filter.is_empty()))
            .unwrap_or_default();
        eval::score(labels, Some(tidy(sum / figure(*n))), Some(*n), draft);
    }
    if documents.is_empty() {
        draft.nothing_scanned();
    }
    if unreadable > 0 {
        draft.partial(Reason::PartsUnreadable { count: unreadable });
    }
    draft.partial(Reason::CoverageNotStated);
}

/// The names of a sample's scores; without the list of them, whatever is a number or a yes or no.
fn metrics(sample: &Value) -> Vec<&str> {
    if sample.at("metrics").is_array() {
        return sample.texts("metrics");
    }
    let scored = |(key, value): &(&String, &Value)| {
        !OWN.contains(&key.as_str()) && (value.is_number() || value.is_boolean())
    };
    let fields = sample.as_object().into_iter().flatten().filter(scored);
    fields.map(|(key, _)| key.as_str()).collect()
}

fn value(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(yes) => Some(f64::from(u8::from(*yes))),
        other => number(other),
    }
}
