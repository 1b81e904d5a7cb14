//! The forms that RAGAS' scores come in.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{IgnoredWhat, IgnoredWhy, Unusable};
use serde_json::{Map, Value};

use super::{Scores, names};
use crate::{
    draft::Draft,
    fields::{Fields, items, many, number},
    intake::{Content, Table},
};

/// Whether the content has one of the forms.
pub fn matches(content: &Content<'_>) -> bool {
    if let Content::Csv(table) = content {
        return names::telling(table.columns()) || listed(table).is_some();
    }
    let keys = |object: &Map<String, Value>| names::telling(object.keys().map(String::as_str));
    let scored = |v: &Value| match v {
        Value::Object(object) => keys(object) && object.values().any(|v| !v.is_boolean()),
        _ => false,
    };
    let mut records = records(content);
    records.any(|record| record.value.is_ok_and(|v| scored(&v)))
        || content.value().is_some_and(|v| wrapped(v).is_some())
}

/// A few records; of a list the first ones.
fn records<'c>(content: &'c Content<'_>) -> impl Iterator<Item = crate::intake::Record<'c>> {
    content.records().take(4)
}

/// Scores below a key, as scripts around RAGAS write them.
fn wrapped(v: &Value) -> Option<&[Value]> {
    let telling = |v: &Value| {
        v.as_object()
            .is_some_and(|o| names::telling(o.keys().map(String::as_str)))
    };
    let lists = ["scores", "results", "samples", "rows"]
        .into_iter()
        .map(|key| v.list(key));
    lists
        .into_iter()
        .find(|list| list.first().is_some_and(telling))
}

/// Means alone: an object of numbers, or a table `metric,score`.
pub fn means(content: &Content<'_>) -> Option<Vec<(String, Option<f64>)>> {
    if let Content::Csv(table) = content {
        return listed(table);
    }
    let object = content.value()?.as_object()?;
    let scores: Vec<_> = object
        .iter()
        .filter_map(|(name, value)| Some((names::metric(name)?, value)))
        .collect();
    let plain = !scores.is_empty() && scores.iter().all(|(_, v)| v.is_number() || v.is_null());
    // One sample alone is a row, not a mean.
    let sample = object.values().any(|v| v.is_string() || v.is_array());
    (plain && !sample).then(|| {
        scores
            .into_iter()
            .map(|(name, v)| (name, number(v)))
            .collect()
    })
}

fn listed(table: &Table<'_>) -> Option<Vec<(String, Option<f64>)>> {
    if !table.has(&["metric", "score"]) || table.columns().count() != 2 {
        return None;
    }
    let rows = table.rows().take(64).filter_map(Result::ok);
    let rows: Vec<_> = rows
        .filter_map(|row| Some((names::metric(row.get("metric")?)?, cell(row.get("score")))))
        .collect();
    names::telling(rows.iter().map(|(name, _)| name.as_str())).then_some(rows)
}

fn cell(text: Option<&str>) -> Option<f64> {
    number(&text?.into())
}

/// Every row, by its metrics.
pub fn rows(content: &Content<'_>, draft: &mut Draft<'_>) -> Result<Scores, Unusable> {
    let mut scores = Scores::default();
    if let Content::Csv(table) = content {
        let columns: Vec<_> = table
            .columns()
            .filter_map(|column| Some((column, names::metric(column)?)))
            .collect();
        for row in table.rows() {
            let row = row?;
            let cells = columns
                .iter()
                .map(|(column, name)| (name.as_str(), cell(row.get(column))));
            scores.row(cells);
        }
        return Ok(scores);
    }
    if let Some(list) = content.value().and_then(wrapped) {
        for row in list {
            object(row, &mut scores);
        }
        return Ok(scores);
    }
    if let Some(Value::Object(columns)) = content.value() {
        if annotated(columns, &mut scores) {
            return Ok(scores);
        }
        if transposed(columns, &mut scores) {
            return Ok(scores);
        }
    }
    for record in content.records() {
        match record.value {
            Ok(v) if v.is_object() => object(&v, &mut scores),
            Ok(_) => draft.ignore(IgnoredWhat::Line, IgnoredWhy::OtherKind, record.line),
            Err(_) => {
                scores.unreadable += 1;
                draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            }
        }
    }
    Ok(scores)
}

fn object(row: &Value, scores: &mut Scores) {
    let fields = row.as_object().into_iter().flatten();
    let cells: Vec<_> = fields
        .filter_map(|(key, value)| Some((names::metric(key)?, number(value))))
        .collect();
    scores.row(cells.iter().map(|(name, value)| (name.as_str(), *value)));
}

/// Columns as pandas writes them: `{"faithfulness": {"0": 0.9, …}}`, or a list for each.
fn transposed(columns: &Map<String, Value>, scores: &mut Scores) -> bool {
    let metrics = columns
        .iter()
        .filter_map(|(key, v)| Some((names::metric(key)?, v)));
    let metrics: Vec<_> = metrics
        .filter(|(_, v)| v.is_object() || v.is_array())
        .collect();
    if metrics.is_empty() {
        return false;
    }
    let mut rows: BTreeMap<String, Vec<(&str, Option<f64>)>> = BTreeMap::new();
    for (name, column) in &metrics {
        let list = items(column)
            .iter()
            .enumerate()
            .map(|(i, v)| (i.to_string(), v));
        let map = column
            .as_object()
            .into_iter()
            .flatten()
            .map(|(k, v)| (k.clone(), v));
        for (row, value) in list.chain(map) {
            rows.entry(row).or_default().push((name, number(value)));
        }
    }
    for cells in rows.into_values() {
        scores.row(cells.into_iter());
    }
    true
}

/// The export of people's annotations: `{"faithfulness": [{"metric_output": 1, "is_accepted": true, …}]}`.
fn annotated(columns: &Map<String, Value>, scores: &mut Scores) -> bool {
    let annotation = |v: &&Value| v.has("metric_output") && v.get("is_accepted").is_some();
    let mut found = BTreeSet::new();
    for (key, list) in columns {
        let own: Vec<_> = items(list).iter().filter(annotation).collect();
        let Some(name) = names::metric(key).filter(|_| !own.is_empty()) else {
            continue;
        };
        scores.human += many(own.len());
        for annotation in own {
            scores.row(std::iter::once((
                name.as_str(),
                annotation.number("metric_output"),
            )));
        }
        found.insert(name);
    }
    !found.is_empty()
}
