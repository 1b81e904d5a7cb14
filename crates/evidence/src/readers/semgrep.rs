//! semgrep's JSON. `lines`, `metavars`, `fix` and `dataflow_trace` quote code and are never read.

use domain::evidence::{Kind, Reason, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Semgrep,
    tool: "semgrep",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let errors = v.at("errors").is_array();
            match v.at("results").as_array().map(Vec::as_slice) {
                Some([first, ..]) => {
                    let whole = errors || first.at("extra").is_object();
                    whole && first.has("check_id") && first.has("path")
                }
                Some([]) => errors && !v.has("metrics") && !v.has("generated_at"),
                None => false,
            }
        })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let report = content.value().unwrap_or(&Value::Null);
    draft.version(report.text("version"));
    report
        .list("results")
        .iter()
        .for_each(|result| one(result, draft));
    match report.at("paths").at("scanned").as_array() {
        Some(scanned) if scanned.is_empty() => draft.nothing_scanned(),
        Some(scanned) => draft.count("scan.objects", many(scanned.len())),
        None => draft.partial(Reason::CoverageNotStated),
    }
    let serious = |e: &&Value| !matches!(e.text("level"), Some("warn" | "info" | "debug"));
    let errors = report.list("errors").iter().filter(serious).count();
    if errors > 0 {
        draft.partial(Reason::ToolErrors {
            count: many(errors),
        });
    }
}

fn one(result: &Value, draft: &mut Draft<'_>) {
    let rule = result.text("check_id").unwrap_or_default();
    let extra = result.at("extra");
    let metadata = extra.at("metadata");
    let mut tags = metadata.texts("cwe");
    tags.extend(metadata.texts("owasp"));
    let valid = extra
        .text("validation_state")
        .and_then(|state| match state {
            "CONFIRMED_VALID" => Some(true),
            "CONFIRMED_INVALID" => Some(false),
            _ => None,
        });
    draft.finding(&Problem {
        rule,
        // The message can quote code through variables of the rule; the rule's name can't.
        title: rule.rsplit('.').next().unwrap_or(rule),
        severity: extra.text("severity").and_then(severity),
        file: result.text("path"),
        line: result.at("start").count("line"),
        suppressed: extra.flag("is_ignored") == Some(true),
        tags: &tags,
        verified: valid,
        // Without an account the tool writes "requires login" in its place.
        identity: extra.text("fingerprint").filter(|f| !f.contains(' ')),
        ..Problem::default()
    });
}

/// Its own INFO is the low one of three; newer rules use the four usual words.
fn severity(word: &str) -> Option<Severity> {
    if word.eq_ignore_ascii_case("info") {
        return Some(Severity::Low);
    }
    Severity::from_word(word)
}
