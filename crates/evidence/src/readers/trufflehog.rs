//! trufflehog 3, one finding a line. `Raw`, `RawV2`, `Redacted` and `ExtraData` are never read.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::Fields,
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Trufflehog,
    tool: "trufflehog",
    writes_nothing: false,
    matches: |content| {
        let records = content.records().take(16).filter_map(|r| r.value.ok());
        records.into_iter().any(|v| is_finding(&v) || is_log(&v))
    },
    read,
};

fn is_finding(v: &Value) -> bool {
    v.has("DetectorName") && v.get("SourceMetadata").is_some()
}

/// Its log, when the error output was kept in the same file.
fn is_log(v: &Value) -> bool {
    v.text("logger")
        .is_some_and(|l| l.starts_with("trufflehog"))
        && v.has("msg")
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let (mut scanned, mut unreadable) = (None, 0);
    for record in content.records() {
        match record.value {
            Ok(v) if is_finding(&v) => one(&v, draft),
            Ok(v) if is_log(&v) => {
                draft.ignore(IgnoredWhat::ToolNote, IgnoredWhy::OutOfScope, record.line);
                if let Some(date) = v.text("ts") {
                    draft.taken_at(date);
                }
                scanned = v.count("chunks").or(scanned);
            }
            Ok(_) => draft.ignore(IgnoredWhat::Line, IgnoredWhy::OtherKind, record.line),
            Err(_) => {
                unreadable += 1;
                draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            }
        }
    }
    match scanned {
        Some(0) => draft.nothing_scanned(),
        Some(chunks) => draft.count("scan.objects", chunks),
        None => draft.partial(Reason::CoverageNotStated),
    }
    if unreadable > 0 {
        draft.partial(Reason::PartsUnreadable { count: unreadable });
    }
}

fn one(leak: &Value, draft: &mut Draft<'_>) {
    let detector = leak.text("DetectorName").unwrap_or_default();
    // {"Data": {"Git": {"file": …, "line": …}}}: the name of the source varies.
    let data = leak.path(&["SourceMetadata", "Data"]);
    let source = data
        .as_object()
        .and_then(|o| o.values().next())
        .unwrap_or(&Value::Null);
    if let Some(repository) = source.text("repository") {
        draft.scope(ScopeKind::Repository, repository);
    }
    if let Some(image) = source.text("image") {
        draft.scope(ScopeKind::Image, image);
    }
    let verified = leak.flag("Verified");
    let severity = if verified == Some(true) {
        Severity::Critical
    } else {
        Severity::Medium
    };
    draft.finding(&Problem {
        rule: detector,
        title: leak.text("DetectorDescription").unwrap_or(detector),
        otherwise: severity,
        file: source.any_text(&["file", "filename", "layer"]),
        line: source.count("line"),
        object: source.any_text(&["commit", "bucket", "image"]),
        url: source.text("link"),
        verified,
        ..Problem::default()
    });
}
