//! Our own form of a comparison of running models oneself with calling an API, since spreadsheets have none:
//!
//! ```json
//! {"report": "tco", "date": "2026-03-01", "currency": "CNY", "monthly_tokens": 1200000000,
//!  "options": [{"name": "API", "kind": "api", "monthly_cost": 52000},
//!              {"name": "8 GPUs", "kind": "self_hosted", "monthly_cost": 61000}]}
//! ```
//!
//! Measures: `tco.options` by `kind` (`api`, `self_hosted`), those with a price; `tco.cost` by `option`, `kind` and
//! `currency`; `tco.monthly_tokens`, for which volume. Date: the report's own.

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Unit};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::Draft,
    fields::{Fields, exact},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Tco,
    tool: "",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let options = v.list("options");
            v.has("monthly_tokens") && options.iter().any(|o| o.has("monthly_cost"))
        })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    if let Some(date) = report.text("date") {
        draft.taken_at(date);
    }
    if let Some(tokens) = report
        .number("monthly_tokens")
        .filter(|tokens| *tokens > 0.0)
    {
        draft.measure("tco.monthly_tokens", &[], tokens, Unit::Tokens, None);
    }
    let currency = report.text("currency").unwrap_or_default();
    let mut options: BTreeMap<&str, u64> = BTreeMap::new();
    for option in report.list("options") {
        let kind = match option.text("kind") {
            Some("api") => "api",
            Some("self_hosted") => "self_hosted",
            _ => {
                draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
                continue;
            }
        };
        let Some(cost) = option.number("monthly_cost").filter(|cost| *cost >= 0.0) else {
            draft.ignore(IgnoredWhat::Number, IgnoredWhy::Broken, None);
            continue;
        };
        *options.entry(kind).or_default() += 1;
        let name = option.text("name").unwrap_or(kind);
        let labels = [("option", name), ("kind", kind), ("currency", currency)];
        draft.measure("tco.cost", &labels, cost, Unit::Money, None);
    }
    for (kind, count) in &options {
        draft.measure(
            "tco.options",
            &[("kind", *kind)],
            exact(*count),
            Unit::Count,
            None,
        );
    }
    if options.is_empty() {
        draft.nothing_scanned();
    }
}
