//! Policy reports: `Report` and `ClusterReport` of `openreports.io`, `PolicyReport` and `ClusterPolicyReport` of
//! `wgpolicyk8s.io` and `reports.x-k8s.io`, alone, in lists, or as YAML documents.
//!
//! Measures: `scan.objects`, the reports' objects; for each category `scan.checks{group}` and
//! `scan.checks.passed{group}`.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity, Warning};
use serde_json::Value;

use super::{
    Reader,
    checks::{Checks, report},
    objects::{self, Object},
};
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Openreports,
    tool: "OpenReports",
    writes_nothing: false,
    matches: |content| objects::any(content, is_report),
    read,
};

fn is_report(object: &Object<'_>) -> bool {
    matches!(
        (object.group, object.kind),
        // Both groups had both kinds on the way from one name to the other, by a third.
        (
            "openreports.io" | "wgpolicyk8s.io" | "reports.x-k8s.io",
            "Report" | "ClusterReport" | "PolicyReport" | "ClusterPolicyReport"
        ) | (
            "reports.kyverno.io",
            "EphemeralReport" | "ClusterEphemeralReport"
        )
    )
}

#[derive(Default)]
struct Run {
    objects: BTreeSet<String>,
    groups: BTreeMap<String, Checks>,
    sources: BTreeSet<String>,
    passed: u64,
    errors: u64,
    unreadable: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let records = objects::records(content, draft);
    let mut run = Run::default();
    for (_, object) in records.iter().flat_map(|r| objects::objects(r)) {
        match object.filter(is_report) {
            Some(object) => run.report(&object, draft),
            None => draft.ignore(IgnoredWhat::Document, IgnoredWhy::OtherKind, None),
        }
    }
    if let Some(source) = run.sources.first() {
        draft.tool(source, None);
    }
    if run.sources.len() > 1 {
        let count = many(run.sources.len());
        draft.warn(Warning::SeveralTools { count });
    }
    draft.count("scan.objects", many(run.objects.len()));
    report(&run.groups, draft);
    if run.objects.is_empty() {
        draft.nothing_scanned();
    }
    if run.errors > 0 {
        draft.partial(Reason::ToolErrors { count: run.errors });
    }
    if run.unreadable > 0 {
        let count = run.unreadable;
        draft.partial(Reason::PartsUnreadable { count });
    }
}

impl Run {
    fn report(&mut self, object: &Object<'_>, draft: &mut Draft<'_>) {
        let report = object.value;
        let whole = subject(report.at("scope"), object.namespace());
        if let Some(namespace) = object.namespace() {
            draft.scope(ScopeKind::Namespace, namespace);
        }
        let date = report.at("metadata").text("creationTimestamp");
        if let Some(date) = date {
            draft.taken_at(date);
        }
        let source = report.text("source");
        self.sources.extend(source.map(str::to_owned));
        let before = (self.passed, draft.total());
        // EphemeralReports keep their results below `spec`.
        let results = match report.list("results") {
            [] => report.at("spec").list("results"),
            results => results,
        };
        for result in results {
            self.sources
                .extend(result.text("source").map(str::to_owned));
            for place in subjects(result, whole.as_deref(), object.namespace()) {
                self.result(result, place.as_deref(), draft);
            }
        }
        // A report without results says by being there that its object was examined.
        let place = whole.unwrap_or_else(|| object.title());
        self.objects.insert(place);
        let summary = report.at("summary");
        let counted = self.passed - before.0;
        draft.passed(summary.count("pass").unwrap_or(0).max(counted));
        if !results.is_empty() {
            let not_met = ["fail", "warn"].map(|key| summary.count(key));
            let stated = not_met.iter().flatten().sum();
            let stated = not_met.iter().any(Option::is_some).then_some(stated);
            draft.compare(stated, draft.total() - before.1);
        } else if ["fail", "warn"].iter().any(|k| summary.count(k) > Some(0)) {
            draft.partial(Reason::NoResults);
        }
    }

    fn result(&mut self, result: &Value, place: Option<&str>, draft: &mut Draft<'_>) {
        let word = result.any_text(&["result", "status"]);
        let passed = match word {
            Some("pass") => true,
            Some("fail" | "warn") => false,
            Some("error") => {
                self.errors += 1;
                return;
            }
            Some("skip") => return draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, None),
            _ => {
                self.unreadable += 1;
                return draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
            }
        };
        let group = result.text("category").unwrap_or_default().to_lowercase();
        self.groups.entry(group).or_default().add(passed);
        self.objects.extend(place.map(str::to_owned));
        if passed {
            self.passed += 1;
            return;
        }
        let policy = result.text("policy").unwrap_or_default();
        let rule = match result.text("rule") {
            Some(rule) if !policy.is_empty() && rule != policy => format!("{policy}/{rule}"),
            Some(rule) if policy.is_empty() => rule.to_owned(),
            _ => policy.to_owned(),
        };
        let properties = result.at("properties");
        let package = properties.any_text(&["pkgName", "resource"]);
        let place = match (place, package) {
            (Some(place), Some(package)) => Some(format!("{place}:{package}")),
            (place, package) => place.or(package).map(str::to_owned),
        };
        draft.finding(&Problem {
            rule: &rule,
            title: result
                .any_text(&["message", "description"])
                .unwrap_or(&rule),
            severity: result.text("severity").and_then(Severity::from_word),
            // What only warns is not counted by its own policy.
            otherwise: if word == Some("warn") {
                Severity::Low
            } else {
                Severity::Medium
            },
            object: place.as_deref(),
            url: properties.text("primaryURL"),
            tags: &[policy],
            fixed: properties.text("fixedVersion"),
            ..Problem::default()
        });
    }
}

/// What a result is about: several objects, or the one of the report.
fn subjects(result: &Value, whole: Option<&str>, namespace: Option<&str>) -> Vec<Option<String>> {
    let listed = ["resources", "subjects"];
    let listed = listed.iter().flat_map(|key| result.list(key));
    let named: Vec<_> = listed.map(|r| subject(r, namespace)).collect();
    if named.is_empty() {
        vec![whole.map(str::to_owned)]
    } else {
        named
    }
}

fn subject(reference: &Value, namespace: Option<&str>) -> Option<String> {
    let name = reference.text("name")?;
    let kind = reference.text("kind").unwrap_or_default();
    Some(match reference.text("namespace").or(namespace) {
        Some(namespace) => format!("{namespace}/{kind}/{name}"),
        None => format!("{kind}/{name}"),
    })
}
