//! gitleaks 8 and 7. `Secret`, `Match`, `Author`, `Email` and `offender` are never read.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::Fields,
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Gitleaks,
    tool: "gitleaks",
    writes_nothing: true,
    matches: |content| {
        content
            .records()
            .next()
            .and_then(|r| r.value.ok())
            .is_some_and(|v| {
                let eight = v.has("RuleID") && v.has("File") && v.get("StartLine").is_some();
                let seven =
                    v.has("rule") && v.get("offender").is_some() && v.get("commit").is_some();
                eight || seven
            })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    // Only findings are written, not which files were looked at.
    draft.partial(Reason::CoverageNotStated);
    if content.is_nothing() {
        return;
    }
    for record in content.records() {
        match record.value {
            Ok(leak) if leak.is_object() => one(&leak, draft),
            _ => draft.ignore(IgnoredWhat::Result, IgnoredWhy::Broken, record.line),
        }
    }
}

fn one(leak: &Value, draft: &mut Draft<'_>) {
    let rule = leak.any_text(&["RuleID", "rule"]).unwrap_or_default();
    if let Some(repository) = leak.text("repoURL") {
        draft.scope(ScopeKind::Repository, repository);
    }
    let commit = leak.any_text(&["Commit", "commit"]);
    // With a commit the tool's own id stays as it is; without, it holds only the line, which moves.
    let identity = commit.and(leak.text("Fingerprint"));
    draft.finding(&Problem {
        rule,
        title: leak.text("Description").unwrap_or(rule),
        otherwise: Severity::High,
        file: leak.any_text(&["File", "file"]),
        line: leak.count("StartLine").or_else(|| leak.count("lineNumber")),
        object: commit,
        tags: &leak.texts("Tags"),
        identity,
        ..Problem::default()
    });
}
