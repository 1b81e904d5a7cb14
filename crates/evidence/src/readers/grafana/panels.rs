//! Panels of a dashboard and their queries.

use serde_json::Value;

use crate::fields::Fields;

/// Every panel: those in rows of either kind, and elements of the second schema.
pub fn all(dashboard: &Value) -> Vec<&Value> {
    let rows = dashboard
        .list("rows")
        .iter()
        .flat_map(|row| row.list("panels"));
    let mut panels: Vec<&Value> = Vec::new();
    for panel in dashboard.list("panels").iter().chain(rows) {
        panels.push(panel);
        panels.extend(panel.list("panels"));
    }
    panels.extend(
        dashboard
            .entries("elements")
            .map(|(_, element)| element.at("spec")),
    );
    panels
}

/// Where data sources keep the text of a query.
const TEXTS: [&str; 12] = [
    "expr",
    "query",
    "rawSql",
    "rawQuery",
    "queryText",
    "expression",
    "target",
    "metricName",
    "metric",
    "searchExpression",
    "rawQueryString",
    "measurement",
];

/// The texts of a panel's visible queries.
pub fn queries(panel: &Value) -> Vec<&str> {
    let classic = panel
        .list("targets")
        .iter()
        .filter(|t| t.flag("hide") != Some(true));
    let second = panel
        .path(&["data", "spec"])
        .list("queries")
        .iter()
        .map(|q| q.at("spec"));
    let second = second.filter(|q| q.flag("hidden") != Some(true));
    let second = second.map(|q| q.path(&["query", "spec"]));
    classic
        .chain(second)
        .filter_map(|query| query.any_text(&TEXTS))
        .collect()
}
