//! Reports of the trivy operator, alone, in a list, or as YAML documents of `kubectl`.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::{Reader, objects};
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, items, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::TrivyOperator,
    tool: "trivy-operator",
    writes_nothing: false,
    matches: |content| {
        content
            .sample()
            .iter()
            .any(|v| reports(v).iter().any(|r| is_report(r)))
    },
    read,
};

fn is_report(v: &Value) -> bool {
    v.text("apiVersion")
        .is_some_and(|a| a.starts_with("aquasecurity.github.io/"))
        && v.text("kind").is_some_and(|k| k.ends_with("Report"))
}

/// The report itself, those of a Kubernetes list or of a plain list, or those of lists by resource, such as
/// `{"vulnerabilityreports.aquasecurity.github.io": […]}`.
fn reports(v: &Value) -> Vec<&Value> {
    let by_resource = |o: &serde_json::Map<String, Value>| {
        !o.is_empty() && o.keys().all(|k| k.ends_with(".aquasecurity.github.io"))
    };
    match v {
        Value::Array(list) => list.iter().collect(),
        _ if v.at("items").is_array() => v.list("items").iter().collect(),
        Value::Object(o) if by_resource(o) => o.values().flat_map(items).collect(),
        _ => vec![v],
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let (mut count, mut others) = (0, 0);
    for document in &objects::records(content, draft) {
        for report in reports(document) {
            if is_report(report) && one_report(report, draft) {
                count += 1;
            } else {
                others += 1;
            }
        }
    }
    draft.ignore_many(others, IgnoredWhat::Document, IgnoredWhy::OtherKind, None);
    draft.count("scan.objects", count);
    if count == 0 {
        draft.nothing_scanned();
    }
}

/// Reads one report; false where it is of a kind without findings, such as a list of packages.
fn one_report(resource: &Value, draft: &mut Draft<'_>) -> bool {
    let metadata = resource.at("metadata");
    let object = about(metadata, draft);
    let report = resource.at("report");
    draft.version(report.at("scanner").text("version"));
    let date = report
        .text("updateTimestamp")
        .or_else(|| metadata.text("creationTimestamp"));
    if let Some(date) = date {
        draft.taken_at(date);
    }
    let before = draft.total();
    if report.at("vulnerabilities").is_array() {
        artifact(report, draft);
        let list = report.list("vulnerabilities");
        for v in list {
            vulnerability(v, &object, draft);
        }
    } else if report.at("checks").is_array() {
        report
            .list("checks")
            .iter()
            .for_each(|c| check(c, &object, draft));
    } else if report.at("secrets").is_array() {
        artifact(report, draft);
        report
            .list("secrets")
            .iter()
            .for_each(|s| secret(s, &object, draft));
    } else if resource.text("kind") == Some("ClusterComplianceReport") {
        if let Some(date) = resource.at("status").text("updateTimestamp") {
            draft.taken_at(date);
        }
        compliance(resource.at("status"), &object, draft);
        return true;
    } else {
        return false;
    }
    let summary = report.at("summary");
    let counts = ["criticalCount", "highCount", "mediumCount", "lowCount"];
    let others = ["unknownCount", "noneCount"];
    if counts.iter().any(|key| summary.has(key)) {
        let sum = counts
            .iter()
            .chain(&others)
            .filter_map(|key| summary.count(key))
            .fold(0, u64::saturating_add);
        draft.compare(Some(sum), draft.total() - before);
    }
    true
}

/// The object that a report is about, from its labels; namespaces also become scopes.
fn about(metadata: &Value, draft: &mut Draft<'_>) -> String {
    let labels = metadata.at("labels");
    let label = |name: &str| labels.text(&format!("trivy-operator.resource.{name}"));
    let namespace = label("namespace").or_else(|| metadata.text("namespace"));
    if let Some(namespace) = namespace {
        draft.scope(ScopeKind::Namespace, namespace);
    }
    let object = match (label("kind"), label("name")) {
        (Some(kind), Some(name)) => format!("{kind}/{name}"),
        _ => metadata.text("name").unwrap_or_default().to_owned(),
    };
    draft.scope(ScopeKind::Object, &object);
    match namespace {
        Some(namespace) => format!("{namespace}/{object}"),
        None => object,
    }
}

fn artifact(report: &Value, draft: &mut Draft<'_>) {
    let artifact = report.at("artifact");
    if let Some(repository) = artifact.text("repository") {
        let registry = report
            .at("registry")
            .text("server")
            .map(|s| format!("{s}/"));
        let tag = artifact.text("tag").map(|t| format!(":{t}"));
        let image = [
            registry.unwrap_or_default(),
            repository.to_owned(),
            tag.unwrap_or_default(),
        ];
        draft.scope(ScopeKind::Image, &image.concat());
    }
    if let Some(digest) = artifact.text("digest") {
        draft.scope(ScopeKind::ImageDigest, digest);
    }
    if report.at("os").flag("eosl") == Some(true) {
        draft.partial(Reason::SystemUnsupported);
    }
}

fn vulnerability(v: &Value, object: &str, draft: &mut Draft<'_>) {
    let id = v.text("vulnerabilityID").unwrap_or_default();
    let place = format!("{object}:{}", v.text("resource").unwrap_or_default());
    let score = v.number("score").and_then(Severity::from_cvss);
    draft.finding(&Problem {
        rule: id,
        title: v.text("title").unwrap_or(id),
        severity: v.text("severity").and_then(Severity::from_word).or(score),
        object: Some(&place),
        url: v.text("primaryLink"),
        tags: &[id],
        fixed: v.text("fixedVersion"),
        ..Problem::default()
    });
}

fn check(check: &Value, object: &str, draft: &mut Draft<'_>) {
    if check.flag("success") == Some(true) {
        draft.passed(1);
        return;
    }
    let id = check.any_text(&["checkID", "id"]).unwrap_or_default();
    draft.finding(&Problem {
        rule: id,
        title: check.any_text(&["title", "name"]).unwrap_or(id),
        severity: check.text("severity").and_then(Severity::from_word),
        object: Some(object),
        ..Problem::default()
    });
}

fn secret(s: &Value, object: &str, draft: &mut Draft<'_>) {
    let rule = s.text("ruleID").unwrap_or_default();
    draft.finding(&Problem {
        rule,
        title: s.any_text(&["title", "category"]).unwrap_or(rule),
        severity: s.text("severity").and_then(Severity::from_word),
        otherwise: Severity::High,
        file: s.text("target"),
        object: Some(object),
        tags: &[super::trivy::SECRET],
        ..Problem::default()
    });
}

/// A benchmark's controls: with how many objects failed them, or with each check of each object.
fn compliance(status: &Value, object: &str, draft: &mut Draft<'_>) {
    let controls = status.at("summaryReport").list("controlCheck");
    let details = status.at("detailReport").list("results");
    draft.count("scan.rules", many(controls.len().max(details.len())));
    let mut unchecked = 0;
    for control in controls.iter().filter(|_| details.is_empty()) {
        match control.count("totalFail") {
            Some(0) => draft.passed(1),
            Some(_) => one_control(control, &Value::Null, object, draft),
            None => unchecked += 1,
        }
    }
    for control in details {
        let checks = control.list("checks");
        unchecked += u64::from(checks.is_empty());
        for check in checks {
            if check.flag("success") == Some(true) {
                draft.passed(1);
            } else {
                one_control(control, check, object, draft);
            }
        }
    }
    if unchecked > 0 {
        draft.partial(Reason::ObjectsSkipped { count: unchecked });
    }
    if controls.is_empty() && details.is_empty() {
        draft.partial(Reason::NoResults);
    }
}

fn one_control(control: &Value, check: &Value, object: &str, draft: &mut Draft<'_>) {
    let id = control.text("id").unwrap_or_default();
    let word = check.text("severity").or_else(|| control.text("severity"));
    let tags: Vec<_> = check.text("checkID").into_iter().collect();
    draft.finding(&Problem {
        rule: id,
        title: check
            .text("title")
            .or_else(|| control.text("name"))
            .unwrap_or(id),
        severity: word.and_then(Severity::from_word),
        object: check.text("target").or(Some(object)),
        tags: &tags,
        ..Problem::default()
    });
}
