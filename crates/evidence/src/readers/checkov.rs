//! checkov: one report, a list of them (one for each framework), or only a summary where nothing was found
//! to check. `code_block` and absolute paths are never read.

use domain::evidence::{Kind, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Checkov,
    tool: "checkov",
    writes_nothing: false,
    matches: |content| {
        content
            .records()
            .next()
            .and_then(|r| r.value.ok())
            .is_some_and(|v| {
                let report = v.has("check_type") && v.at("results").at("failed_checks").is_array();
                report || v.has("checkov_version") || v.at("summary").has("checkov_version")
            })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let (mut resources, mut reports) = (0, 0);
    for record in content.records() {
        let Ok(report) = record.value else { continue };
        let summary = if report.has("summary") {
            report.at("summary")
        } else {
            &*report
        };
        draft.version(summary.text("checkov_version"));
        resources += summary.count("resource_count").unwrap_or_default();
        reports += one_report(&report, summary, draft);
    }
    draft.count("scan.objects", resources);
    if reports == 0 {
        draft.nothing_scanned();
    }
}

/// Returns how many checks it ran.
fn one_report(report: &Value, summary: &Value, draft: &mut Draft<'_>) -> u64 {
    let results = report.at("results");
    let (failed, skipped) = (
        results.list("failed_checks"),
        results.list("skipped_checks"),
    );
    // Of what passed too, so that a clean report is about the same as the one before it.
    for check in [failed, skipped, results.list("passed_checks")].concat() {
        if let Some(namespace) = check.at("entity_tags").text("namespace") {
            draft.scope(ScopeKind::Namespace, namespace);
        }
    }
    for check in failed {
        one(check, false, draft);
    }
    for check in skipped {
        one(check, true, draft);
    }
    // `--compact --quiet` leaves the passed ones out of the list, not out of the summary.
    let listed = many(results.list("passed_checks").len());
    let passed = listed.max(summary.count("passed").unwrap_or_default());
    draft.passed(passed);
    draft.compare(summary.count("failed"), many(failed.len()));
    let errors = many(results.list("parsing_errors").len());
    let errors = errors.max(summary.count("parsing_errors").unwrap_or_default());
    if errors > 0 {
        draft.partial(Reason::ParsingErrors { count: errors });
    }
    many(failed.len()) + many(skipped.len()) + passed
}

fn one(check: &Value, skipped: bool, draft: &mut Draft<'_>) {
    let id = check.text("check_id").unwrap_or_default();
    let line = check
        .list("file_line_range")
        .first()
        .and_then(Value::as_u64);
    draft.finding(&Problem {
        rule: id,
        title: check.text("check_name").unwrap_or(id),
        severity: check.text("severity").and_then(Severity::from_word),
        file: check.any_text(&["repo_file_path", "file_path"]),
        line,
        object: check.text("resource"),
        suppressed: skipped,
        ..Problem::default()
    });
}
