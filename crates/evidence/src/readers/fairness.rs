//! Our own form of fairness results, since the libraries have none: one object for each metric and sensitive
//! feature, alone, in a list or one a line.
//!
//! ```json
//! {"tool": "fairlearn", "model": "m", "timestamp": "2026-01-31T12:00:00Z", "metric": "selection_rate",
//!  "sensitive_feature": "sex", "by_group": {"f": {"value": 0.41, "n": 120}, "m": {"value": 0.44, "n": 130}},
//!  "difference": 0.03, "ratio": 0.93}
//! ```
//!
//! Measures: `fairness.*` of [`super::eval`]. Difference and ratio follow from the groups; where the file
//! states others, that is a warning. Scope: the model.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Warning};
use serde_json::Value;

use super::{
    Reader,
    groups::{self, Group},
};
use crate::{
    draft::Draft,
    fields::{Fields, many, number},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Fairness,
    tool: "",
    writes_nothing: false,
    matches: |content| {
        let records = content.records().take(4).filter_map(|r| r.value.ok());
        records.into_iter().any(|v| is_result(&v))
    },
    read,
};

/// What files round their numbers to.
const ROUNDING: f64 = 0.005;

fn is_result(v: &Value) -> bool {
    let stated = ["sensitive_feature", "difference", "ratio"];
    v.at("by_group").is_object() && v.has("metric") && stated.iter().any(|key| v.has(key))
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let (mut unreadable, mut compared, mut disagree) = (0, 0, 0);
    for record in content.records() {
        match record.value {
            Ok(v) if is_result(&v) => {
                let (few, other) = one(&v, draft);
                compared += u64::from(!few);
                disagree += other;
            }
            Ok(_) => draft.ignore(IgnoredWhat::Result, IgnoredWhy::OtherKind, record.line),
            Err(_) => {
                unreadable += 1;
                draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            }
        }
    }
    if disagree > 0 {
        draft.warn(Warning::NumbersDisagree { count: disagree });
    }
    if unreadable > 0 {
        draft.partial(Reason::PartsUnreadable { count: unreadable });
    }
    if compared == 0 {
        draft.nothing_scanned();
    }
}

/// Whether there are too few groups to compare, and how many stated numbers disagree with the groups.
fn one(v: &Value, draft: &mut Draft<'_>) -> (bool, u64) {
    if let Some(tool) = v.text("tool") {
        draft.tool(tool, v.text("version"));
    }
    if let Some(date) = v.text("timestamp") {
        draft.taken_at(date);
    }
    if let Some(model) = v.text("model") {
        draft.scope(ScopeKind::ModelName, model);
    }
    let (mut groups, mut unknown) = (Vec::new(), 0);
    for (name, group) in v.entries("by_group") {
        // A group may also be its value alone.
        match group.number("value").or_else(|| number(group)) {
            Some(value) => groups.push(Group {
                name,
                value,
                n: group.count("n"),
            }),
            None => unknown += 1,
        }
    }
    if unknown > 0 {
        draft.ignore_many(unknown, IgnoredWhat::Number, IgnoredWhy::Broken, None);
        draft.partial(Reason::PartsUnreadable { count: unknown });
    }
    let metric = v.text("metric").unwrap_or("unnamed");
    let feature = v.text("sensitive_feature").unwrap_or("unnamed");
    let apart = groups::report(metric, feature, &groups, draft);
    let stated = [("difference", apart.difference), ("ratio", apart.ratio)];
    let other = |(key, computed): &(&str, Option<f64>)| {
        let both = v.number(key).zip(*computed);
        both.is_some_and(|(stated, computed)| (stated - computed).abs() > ROUNDING)
    };
    let other = stated.iter().filter(|stated| other(stated)).count();
    let few = groups.len() < 2;
    if few && (v.has("difference") || v.has("ratio")) {
        // A single group is always in perfect parity with itself.
        draft.ignore(IgnoredWhat::Number, IgnoredWhy::OutOfScope, None);
    }
    (few, many(other))
}
