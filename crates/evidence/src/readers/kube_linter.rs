//! kube-linter. Its file names the checks that were run and what failed them, not what passed.
//!
//! Measures: `scan.rules`, the checks that were run.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::KubeLinter,
    tool: "kube-linter",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            v.at("Checks").is_array()
                && v.get("Reports").is_some()
                && (v.at("Summary").has("ChecksStatus")
                    || v.list("Checks").iter().any(|c| c.has("template"))
                    || v.list("Reports").iter().any(|r| r.has("Check")))
        })
    },
    read,
};

/// Checks whose failure gives somebody more rights than the work needs.
const ACCESS: [&str; 14] = [
    "access-to-create-pods",
    "access-to-secrets",
    "cluster-admin-role-binding",
    "docker-sock",
    "env-var-secret",
    "host-ipc",
    "host-network",
    "host-pid",
    "privilege-escalation-container",
    "privileged-container",
    "run-as-non-root",
    "sensitive-host-mounts",
    "wildcard-in-rules",
    "writable-host-mount",
];

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    let summary = report.at("Summary");
    draft.version(summary.text("KubeLinterVersion"));
    if let Some(date) = summary.text("CheckEndTime") {
        draft.taken_at(date);
    }
    let checks = report.list("Checks");
    draft.count("scan.rules", many(checks.len()));
    for failure in report.list("Reports") {
        match failure.text("Check") {
            Some(check) => one(check, failure, draft),
            None => draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None),
        }
    }
    if checks.is_empty() {
        draft.partial(Reason::NoRules);
    }
    // Only objects with a failure are named.
    draft.partial(Reason::CoverageNotStated);
}

fn one(check: &str, failure: &Value, draft: &mut Draft<'_>) {
    let object = failure.at("Object");
    let named = object.at("K8sObject");
    let kind = named.at("GroupVersionKind").text("Kind");
    let title = format!(
        "{}/{}",
        kind.unwrap_or_default(),
        named.text("Name").unwrap_or_default()
    );
    let place = match named.text("Namespace") {
        Some(namespace) => {
            draft.scope(ScopeKind::Namespace, namespace);
            format!("{namespace}/{title}")
        }
        None => title.clone(),
    };
    if kind.is_some() {
        draft.scope(ScopeKind::Object, &title);
    }
    draft.finding(&Problem {
        rule: check,
        title: failure.at("Diagnostic").text("Message").unwrap_or(check),
        otherwise: if ACCESS.contains(&check) {
            Severity::High
        } else {
            Severity::Medium
        },
        file: object.at("Metadata").text("FilePath"),
        object: kind.map(|_| place.as_str()),
        ..Problem::default()
    });
}
