//! A detect-secrets baseline. The hash of a secret only goes into the finding's fingerprint: it tells two
//! secrets of one file apart when lines move.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, items, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::DetectSecrets,
    tool: "detect-secrets",
    writes_nothing: false,
    matches: |content| {
        content
            .value()
            .is_some_and(|v| v.at("plugins_used").is_array() && v.at("results").is_object())
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let baseline = content.value().unwrap_or(&Value::Null);
    draft.version(baseline.text("version"));
    if let Some(date) = baseline.text("generated_at") {
        draft.taken_at(date);
    }
    let plugins = baseline.list("plugins_used").len();
    draft.count("scan.rules", many(plugins));
    // Only files with secrets are listed, not those that were looked at.
    draft.partial(if plugins == 0 {
        Reason::NoRules
    } else {
        Reason::CoverageNotStated
    });
    for (file, secrets) in baseline.entries("results") {
        for secret in items(secrets) {
            if secret.has("type") {
                one(file, secret, draft);
            } else {
                draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
            }
        }
    }
}

fn one(file: &str, secret: &Value, draft: &mut Draft<'_>) {
    let rule = secret.text("type").unwrap_or_default();
    let file = secret.text("filename").unwrap_or(file);
    let verified = secret.flag("is_verified");
    let audited = secret.flag("is_secret");
    let severity = match (verified, audited) {
        (Some(true), _) => Severity::Critical,
        (_, Some(true)) => Severity::High,
        _ => Severity::Medium,
    };
    let identity = secret
        .text("hashed_secret")
        .map(|hash| format!("{file}:{hash}"));
    draft.finding(&Problem {
        rule,
        otherwise: severity,
        file: Some(file),
        line: secret.count("line_number"),
        // Somebody looked at it and said that it is none.
        suppressed: audited == Some(false),
        verified,
        identity: identity.as_deref(),
        ..Problem::default()
    });
}
