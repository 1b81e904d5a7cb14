//! The vulnerabilities of a bill, and what somebody decided about them (VEX).

use std::collections::HashMap;

use domain::evidence::Severity;
use serde_json::Value;

use super::parts::Listed;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
};

/// Reports one finding for each part that a vulnerability affects, or one where it names none. Returns how many
/// vulnerabilities the bill has: its own, and those that an extension of XML before 1.4 keeps inside the parts.
pub fn report(vulnerabilities: &[Value], listed: &[Listed<'_>], draft: &mut Draft<'_>) -> u64 {
    let names: HashMap<&str, &str> = listed
        .iter()
        .filter_map(|l| Some((l.value.text("bom-ref")?, l.value.text("name")?)))
        .collect();
    let title_of = |of: &Value| {
        let reference = of.text("ref");
        reference.map(|r| names.get(r).copied().unwrap_or(r).to_owned())
    };
    for vulnerability in vulnerabilities {
        let parts = vulnerability.list("affects");
        for part in parts {
            let name = title_of(part);
            one(vulnerability, name.as_deref(), unaffected(part), draft);
        }
        if parts.is_empty() {
            // The extension names one part in an attribute.
            one(
                vulnerability,
                title_of(vulnerability).as_deref(),
                false,
                draft,
            );
        }
    }
    let mut count = many(vulnerabilities.len());
    for part in listed {
        let inside = part.value.list("vulnerabilities");
        count += many(inside.len());
        for vulnerability in inside {
            one(vulnerability, part.value.text("name"), false, draft);
        }
    }
    count
}

/// Whether every version that is named is said to be free of it.
fn unaffected(affects: &Value) -> bool {
    let versions = affects.list("versions");
    let free = |v: &Value| v.text("status") == Some("unaffected");
    !versions.is_empty() && versions.iter().all(free)
}

fn one(vulnerability: &Value, object: Option<&str>, unaffected: bool, draft: &mut Draft<'_>) {
    let weaknesses: Vec<_> = vulnerability
        .list("cwes")
        .iter()
        .filter_map(crate::fields::count)
        .map(|number| format!("CWE-{number}"))
        .collect();
    let references = vulnerability.list("references").iter();
    let tags: Vec<_> = references
        .filter_map(|r| r.text("id"))
        .chain(vulnerability.text("id"))
        .chain(weaknesses.iter().map(String::as_str))
        .collect();
    let decided = matches!(
        vulnerability.at("analysis").text("state"),
        Some("resolved" | "resolved_with_pedigree" | "false_positive" | "not_affected")
    );
    draft.finding(&Problem {
        rule: vulnerability.text("id").unwrap_or_default(),
        title: vulnerability.text("description").unwrap_or_default(),
        severity: severity(vulnerability),
        object,
        url: vulnerability.at("source").text("url"),
        suppressed: decided || unaffected || vulnerability.has("rejected"),
        tags: &tags,
        ..Problem::default()
    });
}

/// The worst rating of the vulnerability's own source, else of any.
fn severity(vulnerability: &Value) -> Option<Severity> {
    let own = vulnerability.at("source").text("name");
    let ratings = vulnerability.list("ratings").iter();
    let of_own = |r: &&Value| own.is_some() && r.at("source").text("name") == own;
    let worst = ratings.clone().filter(of_own).filter_map(rated).max();
    worst.or_else(|| ratings.filter_map(rated).max())
}

fn rated(rating: &Value) -> Option<Severity> {
    // Only CVSS has these bands; OWASP's and others' scores mean something else.
    let cvss = rating.text("method").is_none_or(|m| m.starts_with("CVSS"));
    // The extension keeps parts of the score apart.
    let base = || rating.at("score").number("base");
    let score = || {
        let score = rating.number("score").or_else(base);
        score.and_then(Severity::from_cvss)
    };
    let word = rating.text("severity").and_then(Severity::from_word);
    word.or_else(|| cvss.then(score)?)
}
