//! `ModelScan` 0.5 to 0.8: issues in a list, or by severity with the counters at the top.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, items, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Modelscan,
    tool: "ModelScan",
    writes_nothing: false,
    matches: |content| {
        content
            .value()
            .is_some_and(|v| v.has("modelscan_version") || v.at("summary").has("modelscan_version"))
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    let summary = report.at("summary");
    // Old versions keep at the top what later ones keep in the summary.
    let either = |key| {
        [summary.at(key), report.at(key)]
            .into_iter()
            .find(|v| !v.is_null())
    };
    let text = |key| summary.text(key).or_else(|| report.text(key));
    draft.version(text("modelscan_version"));
    if let Some(date) = text("timestamp") {
        draft.taken_at(date);
    }
    if let Some(path) = text("input_path").or_else(|| text("input path")) {
        draft.scope(ScopeKind::Path, path);
    }
    issues(report, draft);
    let stated = either("total_issues").and_then(crate::fields::count);
    draft.compare(stated, draft.total());
    scanned(either("scanned"), draft);
    incomplete(report, either("skipped"), draft);
}

fn issues(report: &Value, draft: &mut Draft<'_>) {
    for issue in report.list("issues") {
        one(issue, issue.text("severity"), draft);
    }
    for (severity, issues) in report.entries("issues_by_severity") {
        for issue in items(issues) {
            one(issue, Some(severity), draft);
        }
    }
    let listed = report.at("issues").is_array() || report.at("issues_by_severity").is_object();
    if !listed {
        draft.partial(Reason::NoResults);
    }
}

fn one(issue: &Value, severity: Option<&str>, draft: &mut Draft<'_>) {
    let Some(scanner) = issue.text("scanner") else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return;
    };
    let call: Vec<_> = ["module", "operator"]
        .iter()
        .filter_map(|key| issue.text(key))
        .collect();
    draft.finding(&Problem {
        rule: scanner.rsplit('.').next().unwrap_or(scanner),
        title: issue.text("description").unwrap_or_default(),
        severity: severity.and_then(Severity::from_word),
        otherwise: Severity::High,
        file: issue.text("source"),
        object: Some(&call.join(".")),
        ..Problem::default()
    });
}

fn scanned(scanned: Option<&Value>, draft: &mut Draft<'_>) {
    let Some(scanned) = scanned else {
        draft.partial(Reason::CoverageNotStated);
        return;
    };
    let files = scanned.texts("scanned_files");
    for file in &files {
        draft.scope(ScopeKind::Path, file);
    }
    let stated = scanned.count("total_scanned");
    if scanned.has("scanned_files") {
        draft.compare(stated, many(files.len()));
    }
    let total = stated.unwrap_or(many(files.len()));
    draft.count("scan.objects", total);
    if total == 0 {
        draft.nothing_scanned();
    }
}

fn incomplete(report: &Value, skipped: Option<&Value>, draft: &mut Draft<'_>) {
    let errors = report.at("errors");
    // A list; one error alone may come as itself.
    let count = match errors {
        Value::Array(list) => many(list.len()),
        Value::Null => 0,
        _ => 1,
    };
    if count > 0 {
        draft.partial(Reason::ToolErrors { count });
    }
    let Some(skipped) = skipped else { return };
    let listed = many(skipped.list("skipped_files").len());
    let count = listed.max(skipped.count("total_skipped").unwrap_or_default());
    draft.count("modelscan.skipped", count);
    if count > 0 {
        draft.partial(Reason::ObjectsSkipped { count });
    }
}
