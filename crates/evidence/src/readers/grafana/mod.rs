//! Grafana dashboards: as exported, as its API answers, as Kubernetes objects, with rows of old versions and
//! elements of new ones. Only queries and the title are read.
//!
//! Measures: `dashboard.panels` (count: panels with a query), `dashboard.queries` (count; label `topic`
//! `latency`, `errors`, `tokens`, `cost`, `traffic`, `saturation`; a query can be of several, and every one of
//! these six is there, if only with 0). Scopes: the title as project; models, services and namespaces that
//! queries name.

mod panels;
mod topics;

use std::collections::BTreeMap;

use domain::evidence::{Kind, ScopeKind, Unit};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::Draft,
    fields::{Fields, figure},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::GrafanaDashboard,
    tool: "Grafana",
    writes_nothing: false,
    matches: |content| content.value().and_then(dashboard).is_some(),
    read,
};

/// The dashboard inside the file.
fn dashboard(v: &Value) -> Option<&Value> {
    let own = [
        "schemaVersion",
        "__requires",
        "__inputs",
        "templating",
        "annotations",
        "timepicker",
    ];
    let classic = |v: &&Value| {
        (v.at("panels").is_array() || v.at("rows").is_array()) && own.iter().any(|key| v.has(key))
    };
    let elements = |v: &&Value| v.at("elements").is_object() && v.has("layout") && v.has("title");
    let places = [v, v.at("dashboard"), v.at("spec")];
    places
        .into_iter()
        .find(|place| classic(place) || elements(place))
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let Some(dashboard) = content.value().and_then(dashboard) else {
        return draft.incomplete("panels");
    };
    if let Some(title) = dashboard.text("title") {
        draft.scope(ScopeKind::Project, title);
    }
    let required = dashboard.list("__requires").iter();
    let mut own = required.filter(|r| r.text("type") == Some("grafana"));
    draft.version(own.find_map(|r| r.text("version")));
    let mut counts: BTreeMap<&str, u64> = topics::ALL.iter().map(|topic| (*topic, 0)).collect();
    let mut with_query = 0;
    for panel in panels::all(dashboard) {
        let queries = panels::queries(panel);
        with_query += u64::from(!queries.is_empty());
        for query in queries {
            for topic in topics::of(query) {
                *counts.entry(topic).or_default() += 1;
            }
            for (kind, name) in topics::scopes(query) {
                draft.scope(kind, name);
            }
        }
    }
    draft.count("dashboard.panels", with_query);
    for (topic, count) in counts {
        let labels = [("topic", topic)];
        draft.measure(
            "dashboard.queries",
            &labels,
            figure(count),
            Unit::Count,
            None,
        );
    }
    if with_query == 0 {
        draft.nothing_scanned();
    }
}
