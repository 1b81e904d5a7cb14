//! Allocations of `OpenCost` and Kubecost: `{"data": [{name: row}]}`, that list alone, or
//! `{"data": {"sets": [{"allocations": {…}}]}}`. Several sets are steps of one window and are added.
//!
//! Measures: those of `cost`; every row counts as AI, since the file is about a cluster that somebody chose.
//! `gpu.time`, seconds of GPUs. Business keys are labels and annotations. Idle and shared rows carry none.

use domain::cost::NO_CURRENCY;
use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Unit};
use serde_json::Value;

use super::{
    Reader,
    cost::{Charge, Keys, Ledger, Period},
};
use crate::{
    draft::Draft,
    fields::{Fields, items},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Opencost,
    tool: "OpenCost",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let mut rows = sets(v).into_iter().flat_map(rows).peekable();
            match rows.peek() {
                Some(_) => rows.take(1).all(|(_, row)| is_row(row)),
                // A window in which nothing ran.
                None => v.has("code") && !v.list("data").is_empty(),
            }
        })
    },
    read,
};

/// What the parts of a cost are called.
const PARTS: [&str; 9] = [
    "cpuCost",
    "gpuCost",
    "ramCost",
    "pvCost",
    "networkCost",
    "loadBalancerCost",
    "sharedCost",
    "externalCost",
    "otherCost",
];

fn is_row(row: &Value) -> bool {
    // Assets have a type; they are what allocations are of.
    (row.has("totalCost") || row.has("cpuCost"))
        && !row.has("type")
        && ["window", "start", "properties", "minutes"]
            .iter()
            .any(|key| row.has(key))
}

fn sets(v: &Value) -> Vec<&Value> {
    let data = v.at("data");
    if v.is_array() {
        items(v).iter().collect()
    } else if data.at("sets").is_array() {
        data.list("sets").iter().collect()
    } else {
        items(data).iter().collect()
    }
}

/// The rows of a set with their names.
fn rows(set: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let set = match set.at("allocations") {
        Value::Null => set,
        allocations => allocations,
    };
    set.as_object().into_iter().flatten()
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let root = content.value().unwrap_or(&Value::Null);
    if root.count("code").is_some_and(|code| code >= 400) {
        draft.failed(Reason::RunFailed);
    }
    let mut sums = Sums::default();
    for set in sets(root) {
        for (name, row) in rows(set) {
            if is_row(row) {
                sums.row(name, row, draft);
            } else {
                sums.unreadable += 1;
                draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
            }
        }
    }
    sums.period.report(draft);
    sums.ledger.report(draft);
    if sums.gpu > 0.0 {
        draft.measure("gpu.time", &[], sums.gpu, Unit::Seconds, None);
    }
    sums.ledger.report_features(draft);
    if sums.ledger.is_empty() && sums.unreadable == 0 {
        draft.nothing_scanned();
    }
    if sums.unreadable > 0 {
        let count = sums.unreadable;
        draft.partial(Reason::PartsUnreadable { count });
    }
}

#[derive(Default)]
struct Sums {
    ledger: Ledger,
    period: Period,
    gpu: f64,
    unreadable: u64,
}

impl Sums {
    fn row(&mut self, name: &str, row: &Value, draft: &mut Draft<'_>) {
        let Some(cost) = cost(row) else {
            self.unreadable += 1;
            draft.ignore(IgnoredWhat::Number, IgnoredWhy::Broken, None);
            return;
        };
        let window = row.at("window");
        if let Some(start) = row.text("start").or_else(|| window.text("start")) {
            self.period.start(start);
        }
        if let Some(end) = row.text("end").or_else(|| window.text("end")) {
            self.period.end(end);
        }
        let properties = row.at("properties");
        for (key, kind) in [
            ("cluster", ScopeKind::Cluster),
            ("namespace", ScopeKind::Namespace),
        ] {
            if let Some(value) = properties.text(key).filter(|v| !is_special(v)) {
                draft.scope(kind, value);
            }
        }
        let special = is_special(name);
        let keys = if special {
            Keys::default()
        } else {
            keys(properties)
        };
        self.ledger.charge(Charge {
            currency: NO_CURRENCY,
            cost,
            ai: true,
            keys: &keys,
        });
        self.ledger.feature(NO_CURRENCY, None, &keys, cost);
        if name.contains("__idle__") {
            self.ledger.idle(NO_CURRENCY, cost);
        }
        let gpu = row.number("gpuCost").unwrap_or_default();
        self.ledger.gpu(NO_CURRENCY, gpu);
        self.gpu += row.number("gpuHours").unwrap_or_default() * 3_600.0;
    }
}

/// Old versions and summaries have the parts only, special rows sometimes not all of them.
fn cost(row: &Value) -> Option<f64> {
    if row.has("totalCost") {
        return row.number("totalCost");
    }
    let parts: Vec<f64> = PARTS.iter().filter_map(|key| row.number(key)).collect();
    (!parts.is_empty()).then(|| parts.iter().sum())
}

/// `__idle__`, `__unmounted__`, `__unallocated__`, also as part of a name such as `cluster-one/__idle__`.
fn is_special(name: &str) -> bool {
    name.split('/')
        .any(|part| part.starts_with("__") && part.ends_with("__"))
}

fn keys(properties: &Value) -> Keys {
    let mut keys = Keys::default();
    for place in [
        "labels",
        "namespaceLabels",
        "annotations",
        "namespaceAnnotations",
    ] {
        for (name, value) in properties.entries(place) {
            keys.note(name, value.as_str());
        }
    }
    keys
}
