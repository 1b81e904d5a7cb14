//! kubescape 2 and later. Resources hold whole manifests and are read for their names only.
//!
//! Measures: `scan.objects` that were examined; `scan.rules` that applied to any; for each category
//! `scan.checks{group}` and `scan.checks.passed{group}`; `compliance.score{framework}`, a share.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity, Unit};
use serde_json::Value;

use super::{
    Reader,
    checks::{Checks, report},
};
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Kubescape,
    tool: "kubescape",
    writes_nothing: false,
    matches: |content| {
        content
            .value()
            .is_some_and(|v| v.at("summaryDetails").at("controls").is_object())
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    if let Some(date) = report.text("generationTime") {
        draft.taken_at(date);
    }
    about(report, draft);
    let results = report.list("results");
    let summary = report.at("summaryDetails");
    let failed = controls(summary, draft);
    let mut named = BTreeSet::new();
    for result in results {
        // Of what passed too: a rescan that finds nothing must be about the same as the scan before it.
        let place = result.text("resourceID").map(object);
        if let Some(namespace) = place.as_deref().and_then(namespace) {
            draft.scope(ScopeKind::Namespace, namespace);
        }
        for control in result.list("controls") {
            if let Some(id) = one(result, control, summary, draft) {
                named.insert(id);
            }
        }
    }
    // A report can be cut to its summary.
    for (id, control) in failed.iter().filter(|(id, _)| !named.contains(*id)) {
        draft.finding(&problem(id, control));
    }
    draft.count("scan.objects", many(results.len()));
    for framework in summary.list("frameworks") {
        let score = framework.number("complianceScore");
        if let (Some(name), Some(score)) = (framework.text("name"), score) {
            let labels = [("framework", name)];
            draft.measure(
                "compliance.score",
                &labels,
                score / 100.0,
                Unit::Ratio,
                None,
            );
        }
    }
}

fn about(report: &Value, draft: &mut Draft<'_>) {
    let context = report.path(&["metadata", "targetMetadata", "clusterContextMetadata"]);
    let cluster = report.text("clusterName").or(context.text("contextName"));
    if let Some(cluster) = cluster {
        draft.scope(ScopeKind::Cluster, cluster);
    }
    draft.version(
        report
            .at("metadata")
            .at("scanMetadata")
            .text("kubescapeVersion"),
    );
}

/// Counts what the summary says of each control; returns those that failed.
fn controls<'v>(summary: &'v Value, draft: &mut Draft<'_>) -> Vec<(&'v str, &'v Value)> {
    let (mut groups, mut failed, mut skipped) = (BTreeMap::<_, Checks>::new(), Vec::new(), 0);
    for (id, control) in summary.entries("controls") {
        match status(control) {
            Status::Passed | Status::Failed if !examined(control) => {
                draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, None);
            }
            Status::Irrelevant => {
                draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, None);
            }
            Status::Skipped => skipped += 1,
            Status::Excepted => {}
            Status::Unknown => draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None),
            judged => {
                let passed = judged == Status::Passed;
                let group = control.at("category").text("name").unwrap_or_default();
                groups.entry(group.to_lowercase()).or_default().add(passed);
                draft.passed(u64::from(passed));
                if !passed {
                    failed.push((id.as_str(), control));
                }
            }
        }
    }
    let judged = groups.values().map(|c| c.judged).sum();
    draft.count("scan.rules", judged);
    report(&groups, draft);
    if judged == 0 {
        draft.nothing_scanned();
    }
    if skipped > 0 {
        draft.partial(Reason::ObjectsSkipped { count: skipped });
    }
    failed
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Passed,
    Failed,
    /// No object to examine: "passed" then means nothing.
    Irrelevant,
    /// Somebody accepted what failed.
    Excepted,
    Skipped,
    Unknown,
}

/// Old versions write the status as a text beside or instead of `statusInfo`.
fn status(control: &Value) -> Status {
    let info = control.at("statusInfo");
    let nested = control.at("status");
    let word = info
        .text("status")
        .or_else(|| nested.text("status"))
        .or_else(|| control.text("status"));
    let sub = info.text("subStatus").or_else(|| nested.text("subStatus"));
    match (word, sub) {
        (Some("irrelevant"), _) | (Some("passed"), Some("irrelevant")) => Status::Irrelevant,
        (Some("passed" | "failed"), Some("w/exceptions")) => Status::Excepted,
        (Some("passed"), _) => Status::Passed,
        (Some("failed"), _) => Status::Failed,
        (Some("skipped" | "excluded"), _) => Status::Skipped,
        _ => Status::Unknown,
    }
}

/// Whether the counters, where there are any, count an object.
fn examined(control: &Value) -> bool {
    let counters = control.at("ResourceCounters");
    let counts = ["passedResources", "failedResources", "excludedResources"];
    !counters.is_object() || counts.iter().any(|key| counters.count(key) != Some(0))
}

/// Reports a control that an object failed.
fn one<'v>(
    result: &Value,
    control: &'v Value,
    summary: &Value,
    draft: &mut Draft<'_>,
) -> Option<&'v str> {
    let id = control.text("controlID")?;
    // Before 2.1 only the rules of a control had a status.
    let rule = |wanted: &str| {
        let mut rules = control.list("rules").iter();
        rules.any(|r| r.text("status") == Some(wanted))
    };
    let suppressed = match status(control) {
        Status::Failed => false,
        Status::Unknown if rule("failed") => false,
        Status::Excepted => true,
        _ => return None,
    };
    let of_all = summary.at("controls").at(id);
    let place = result.text("resourceID").map(object);
    draft.finding(&Problem {
        title: control.text("name").unwrap_or(id),
        object: place.as_deref(),
        suppressed,
        ..problem(id, of_all)
    });
    Some(id)
}

fn problem<'v>(id: &'v str, control: &'v Value) -> Problem<'v> {
    Problem {
        rule: id,
        title: control.text("name").unwrap_or(id),
        severity: control.number("scoreFactor").and_then(severity),
        ..Problem::default()
    }
}

/// By the bands that kubescape itself uses.
fn severity(factor: f64) -> Option<Severity> {
    match factor {
        f if f >= 9.0 => Some(Severity::Critical),
        f if f >= 7.0 => Some(Severity::High),
        f if f >= 4.0 => Some(Severity::Medium),
        f if f >= 1.0 => Some(Severity::Low),
        _ => None,
    }
}

/// `apps/v1/ns/Deployment/name` without the hash of the scanned path, which differs from machine to machine.
fn object(id: &str) -> String {
    let id = id.strip_prefix("path=").map_or(id, |rest| {
        rest.split_once('/').map_or(rest, |(_, object)| object)
    });
    id.strip_prefix("api=").unwrap_or(id).to_owned()
}

/// The namespace in `apps/v1/ns/Deployment/name`; what belongs to none has an empty place there.
fn namespace(object: &str) -> Option<&str> {
    let mut parts = object.rsplit('/');
    let (_, _, namespace) = (parts.next()?, parts.next()?, parts.next()?);
    (parts.count() == 2 && !namespace.is_empty()).then_some(namespace)
}
