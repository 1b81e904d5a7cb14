//! What another program verified: SLSA's verification summary.

use domain::evidence::{Reason, ScopeKind, Severity};
use serde_json::Value;

use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
    readers::attributes::Attributes,
};

/// Reports the verdict of a summary; what it says of each thing that was verified.
pub fn facts(statement: &Value, draft: &mut Draft<'_>) -> Attributes {
    let predicate = statement.at("predicate");
    // Version 0.2 has underscores.
    let either = |new: &str, old: &str| -> Option<&str> { predicate.any_text(&[new, old]) };
    if let Some(date) = either("timeVerified", "time_verified") {
        draft.taken_at(date);
    }
    if let Some(resource) = either("resourceUri", "resource_uri") {
        draft.scope(ScopeKind::Url, resource);
    }
    let result = either("verificationResult", "verification_result");
    let result = result.map(str::to_ascii_uppercase);
    let subjects = statement.list("subject");
    let signature = match result.as_deref() {
        Some("PASSED") => {
            count(subjects.len(), true, draft);
            Some("verified")
        }
        Some("FAILED") => {
            count(subjects.len(), false, draft);
            draft.finding(&Problem {
                rule: "verification-failed",
                object: subjects.first().and_then(|s| s.text("name")),
                severity: Some(Severity::High),
                ..Problem::default()
            });
            Some("failed")
        }
        _ => {
            draft.partial(Reason::NoResults);
            None
        }
    };
    let mut attributes = Attributes::default();
    attributes.text("signature", signature);
    let verifier = predicate.at("verifier").text("id");
    attributes.text("verifier", verifier);
    attributes
}

/// Counts what was verified.
pub fn count(subjects: usize, passed: bool, draft: &mut Draft<'_>) {
    let all = many(subjects);
    draft.count("verification.subjects", all);
    draft.count("verification.failed", if passed { 0 } else { all });
    if passed {
        draft.passed(all);
    }
}
