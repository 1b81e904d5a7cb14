//! `OpenSLO` v1 (v1alpha and v2alpha too): objectives of services, in one or several documents.
//!
//! Measures by `service`, `slo` and `signal` (`availability`, `latency`, `saturation`, `other`):
//! `slo.objective`, 1 for each; `slo.target`, a share. Without labels: `slo.alerted`, objectives with an
//! alert policy, and `slo.objectives`, all of them.

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Unit};
use serde_json::Value;

use super::{
    Reader,
    objects::{self, Object},
    purpose::purpose,
};
use crate::{
    draft::Draft,
    fields::{Fields, items},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Openslo,
    tool: "OpenSLO",
    writes_nothing: false,
    matches: |content| objects::any(content, is_of_openslo),
    read,
};

/// Indicators that objectives name.
type Indicators<'v> = BTreeMap<&'v str, Object<'v>>;

fn is_of_openslo(object: &Object<'_>) -> bool {
    matches!(object.group, "openslo" | "openslo.com")
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let records = objects::records(content, draft);
    let found = records.iter().flat_map(|r| objects::objects(r));
    let (mut slos, mut indicators) = (Vec::new(), BTreeMap::new());
    for (_, object) in found {
        match object.filter(is_of_openslo) {
            Some(object) if object.kind == "SLO" => slos.push(object),
            Some(object) if object.kind == "SLI" => {
                indicators.insert(object.name(), object);
            }
            // Services, sources and alerts are named by the objectives that use them.
            Some(_) => draft.ignore(IgnoredWhat::Document, IgnoredWhy::OutOfScope, None),
            None => draft.ignore(IgnoredWhat::Document, IgnoredWhy::OtherKind, None),
        }
    }
    let (mut objectives, mut alerted, mut incomplete) = (0, 0, 0);
    for slo in &slos {
        let found = report(slo, &indicators, draft);
        incomplete += u64::from(found == 0);
        objectives += found;
        // The list may be null.
        if !slo.spec().list("alertPolicies").is_empty() {
            alerted += found;
        }
    }
    draft.count("slo.objectives", objectives);
    draft.count("slo.alerted", alerted);
    if objectives == 0 {
        draft.nothing_scanned();
    }
    if incomplete > 0 {
        draft.partial(Reason::PartsUnreadable { count: incomplete });
    }
}

/// Reports the objectives of one SLO; returns how many there are.
fn report(slo: &Object<'_>, indicators: &Indicators<'_>, draft: &mut Draft<'_>) -> u64 {
    let spec = slo.spec();
    let service = spec
        .any_text(&["service", "serviceRef"])
        .unwrap_or_default();
    draft.scope(ScopeKind::ServiceName, service);
    let objectives = spec.list("objectives");
    let mut found = 0;
    for objective in objectives {
        let Some(target) = target(objective) else {
            draft.ignore(IgnoredWhat::Number, IgnoredWhy::OutOfRange, None);
            continue;
        };
        found += 1;
        let labels = [
            ("service", service),
            ("slo", slo.name()),
            ("signal", signal(slo, objective, indicators)),
        ];
        draft.measure("slo.objective", &labels, 1.0, Unit::Count, None);
        draft.measure("slo.target", &labels, target, Unit::Ratio, None);
    }
    if objectives.is_empty() {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
    }
    found
}

/// The share that is aimed at: above nothing, and at most all.
fn target(objective: &Value) -> Option<f64> {
    let percent = objective.number("targetPercent").map(|p| p / 100.0);
    let target = objective.number("target").or(percent)?;
    (target > 0.0 && target <= 1.0).then_some(target)
}

/// What the objective's indicator watches, by its names first and by its queries then.
fn signal(slo: &Object<'_>, objective: &Value, indicators: &Indicators<'_>) -> &'static str {
    let spec = slo.spec();
    let reference = ["indicatorRef", "sliRef"];
    let reference = objective
        .any_text(&reference)
        .or_else(|| spec.any_text(&reference));
    let inline = ["indicator", "sli"].map(|key| match objective.at(key) {
        Value::Null => spec.at(key),
        own => own,
    });
    let inline = inline
        .into_iter()
        .find(|i| i.is_object())
        .unwrap_or(&Value::Null);
    let indicator = reference
        .and_then(|name| indicators.get(name))
        .map_or(inline, |found| found.value);
    let metadata = indicator.at("metadata");
    let body = match indicator.at("spec") {
        Value::Null => indicator,
        spec => spec,
    };
    let mut texts = vec![slo.name()];
    texts.extend(slo.value.at("metadata").text("displayName"));
    texts.extend(metadata.text("name"));
    texts.extend(metadata.text("displayName"));
    texts.extend(reference);
    texts.extend(objective.text("displayName"));
    queries(indicator, &mut texts);
    // v1alpha kept the queries of a ratio with the objective.
    queries(objective, &mut texts);
    match purpose(texts) {
        // Good of all, and nothing says of what: a share of requests that went well.
        "other" if body.has("ratioMetric") || objective.has("ratioMetrics") => "availability",
        signal => signal,
    }
}

/// The texts below a key that names a query.
fn queries<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    for (key, inner) in value.as_object().into_iter().flatten() {
        match inner.as_str() {
            Some(text) if matches!(key.as_str(), "query" | "queryString" | "promql" | "metric") => {
                texts.push(text);
            }
            Some(_) => {}
            None => queries(inner, texts),
        }
    }
    for inner in items(value) {
        queries(inner, texts);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn targets_are_shares() {
        assert_eq!(target(&json!({"targetPercent": 99.0})), Some(0.99));
        assert_eq!(target(&json!({"target": "0.9"})), Some(0.9));
        assert_eq!(target(&json!({"target": 99.9})), None);
    }
}
