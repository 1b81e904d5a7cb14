//! Ids in other lists, each in one form.

use std::{collections::BTreeSet, sync::LazyLock};

use domain::evidence::Tag;
use regex::Regex;

const MOST: usize = 32;

/// `CWE-79: …`, `external/cwe/cwe-079`; a CVE; a GitHub advisory.
static IDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\bcwe[-_/: ]?0*(?P<cwe>\d{1,5})\b|\b(?P<cve>cve-\d{4}-\d{4,9})\b|\b(?P<ghsa>ghsa(?:-[a-z0-9]{4}){3})\b")
        .ok()
});

/// The ids in these texts, sorted; a text without a well-known id is one itself.
pub fn ids(texts: &[&str]) -> Vec<Tag> {
    let mut found = BTreeSet::new();
    for text in texts {
        let text: String = text.chars().take(400).collect();
        let before = found.len();
        let mut any = false;
        for captures in IDS.iter().flat_map(|ids| ids.captures_iter(&text)) {
            any = true;
            found.extend(captures.name("cwe").map(|m| format!("CWE-{}", m.as_str())));
            found.extend(captures.name("cve").map(|m| m.as_str().to_uppercase()));
            found.extend(
                captures
                    .name("ghsa")
                    .map(|m| m.as_str().to_lowercase().replacen("ghsa", "GHSA", 1)),
            );
        }
        if !any && before == found.len() {
            found.insert(super::mask::mask(&text).0);
        }
    }
    let tags = found.iter().map(|text| Tag::clip(text));
    tags.filter(|tag| !tag.is_empty()).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form() {
        let tags = ids(&[
            "CWE-696: Incorrect Behavior Order",
            "external/cwe/cwe-079",
            "cve-2025-66614",
            "GHSA-FPJ8-gq4v-p354",
            "OWASP-A05:2021-Security Misconfiguration",
            " ",
        ]);
        let tags: Vec<_> = tags.iter().map(Tag::as_str).collect();
        assert_eq!(
            tags,
            [
                "CVE-2025-66614",
                "CWE-696",
                "CWE-79",
                "GHSA-fpj8-gq4v-p354",
                "OWASP-A05:2021-Security Misconfiguration",
            ]
        );
    }
}
