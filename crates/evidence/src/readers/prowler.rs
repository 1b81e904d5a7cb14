//! Prowler's findings in OCSF, as a list or one a line. `resources[].data` and `status_detail` of what passed
//! are never read.
//!
//! Measures: `scan.objects`, the resources; `scan.manual` that somebody must judge by hand; for each service
//! `scan.checks{group}` and `scan.checks.passed{group}`; of those about audit logs `scan.audit.checks` and
//! `scan.audit.passed`; `compliance.checks{framework}` and `compliance.passed{framework}`.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity, Unit};
use serde_json::Value;

use super::{
    Reader,
    checks::{Checks, report, report_audit},
};
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, exact, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Prowler,
    tool: "Prowler",
    writes_nothing: true,
    matches: |content| {
        let first = content.records().next();
        first.and_then(|r| r.value.ok()).is_some_and(|v| {
            let product = v.path(&["metadata", "product"]).text("name");
            product.is_some_and(|p| p.eq_ignore_ascii_case("prowler"))
                && (v.has("status_code") || v.has("finding_info") || v.has("class_uid"))
        })
    },
    read,
};

#[derive(Default)]
struct Run {
    groups: BTreeMap<String, Checks>,
    frameworks: BTreeMap<String, Checks>,
    audit: Checks,
    resources: BTreeSet<String>,
    manual: u64,
    unreadable: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut run = Run::default();
    for record in content.records() {
        if let Ok(event) = record.value {
            run.event(&event, record.line, draft);
        } else {
            run.unreadable += 1;
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
        }
    }
    draft.count("scan.objects", many(run.resources.len()));
    draft.count("scan.manual", run.manual);
    report(&run.groups, draft);
    report_audit(&run.audit, draft);
    for (framework, checks) in &run.frameworks {
        let labels = [("framework", framework.as_str())];
        let [judged, passed] = [checks.judged, checks.passed].map(exact);
        draft.measure("compliance.checks", &labels, judged, Unit::Count, None);
        draft.measure("compliance.passed", &labels, passed, Unit::Count, None);
    }
    if run.groups.is_empty() {
        draft.nothing_scanned();
    }
    if run.unreadable > 0 {
        let count = run.unreadable;
        draft.partial(Reason::PartsUnreadable { count });
    }
}

impl Run {
    fn event(&mut self, event: &Value, line: Option<u64>, draft: &mut Draft<'_>) {
        let metadata = event.at("metadata");
        let info = event.at("finding_info");
        let code = metadata.text("event_code");
        let (Some(code), Some(status)) = (code, event.text("status_code")) else {
            self.unreadable += 1;
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, line);
            return;
        };
        draft.version(metadata.at("product").text("version"));
        date(event, draft);
        scopes(event, draft);
        let passed = match status {
            "PASS" => true,
            "FAIL" => false,
            "MANUAL" => {
                self.manual += 1;
                return;
            }
            _ => return draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, line),
        };
        self.count(event, code, passed);
        if passed {
            draft.passed(1);
            return;
        }
        let resource = event.list("resources").first();
        let resource = resource.and_then(|r| r.any_text(&["uid", "name"]));
        let types = info.texts("types");
        let word = event.text("severity").and_then(Severity::from_word);
        draft.finding(&Problem {
            rule: code,
            title: info.text("title").unwrap_or(code),
            severity: word.or_else(|| event.count("severity_id").and_then(severity)),
            object: resource,
            suppressed: event.text("status") == Some("Suppressed"),
            tags: &types,
            // Placeholders and empty ids are not of one finding.
            identity: info.text("uid").filter(|uid| uid.contains(code)),
            ..Problem::default()
        });
    }

    fn count(&mut self, event: &Value, code: &str, passed: bool) {
        let service = code.split('_').next().unwrap_or(code);
        self.groups
            .entry(service.to_owned())
            .or_default()
            .add(passed);
        if is_audit(code) {
            self.audit.add(passed);
        }
        for (framework, _) in event.at("unmapped").entries("compliance") {
            self.frameworks
                .entry(framework.clone())
                .or_default()
                .add(passed);
        }
        for resource in event.list("resources") {
            let name = resource.any_text(&["uid", "name"]);
            self.resources.extend(name.map(str::to_owned));
        }
    }
}

/// Checks of logs that say who did what.
fn is_audit(code: &str) -> bool {
    code.starts_with("cloudtrail_")
        || ["audit", "logging", "activity_log", "diagnostic_setting"]
            .iter()
            .any(|word| code.contains(word))
}

/// The number since 1970 has a time zone, the text beside it has none. Before 4.5 there are only texts.
fn date(event: &Value, draft: &mut Draft<'_>) {
    let info = event.at("finding_info");
    let number = |value: &Value| value.as_u64().map(|n| n.to_string());
    let text = || {
        let own = event.any_text(&["time", "time_dt", "event_time"]);
        own.or_else(|| info.any_text(&["created_time_dt", "created_time"]))
    };
    let date = number(event.at("time"))
        .or_else(|| number(info.at("created_time")))
        .or_else(|| text().map(str::to_owned));
    if let Some(date) = date {
        draft.taken_at(&date);
    }
}

fn scopes(event: &Value, draft: &mut Draft<'_>) {
    if let Some(account) = event.path(&["cloud", "account"]).any_text(&["uid", "name"]) {
        draft.scope(ScopeKind::Account, account);
    }
    for resource in event.list("resources") {
        if let Some(namespace) = resource.text("namespace") {
            draft.scope(ScopeKind::Namespace, namespace);
        }
    }
}

/// OCSF's numbers.
fn severity(id: u64) -> Option<Severity> {
    match id {
        1 => Some(Severity::Info),
        2 => Some(Severity::Low),
        3 => Some(Severity::Medium),
        4 => Some(Severity::High),
        5 | 6 => Some(Severity::Critical),
        _ => None,
    }
}
