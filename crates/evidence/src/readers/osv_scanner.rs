//! osv-scanner. One finding for each entry of a package's list; `groups` say which entries are the same
//! vulnerability under another name.

use std::collections::HashMap;

use domain::evidence::{Kind, ScopeKind, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::OsvScanner,
    tool: "osv-scanner",
    writes_nothing: false,
    matches: |content| {
        content
            .value()
            .is_some_and(|v| match v.at("results").as_array().map(Vec::as_slice) {
                Some([first, ..]) => {
                    first.at("source").is_object() && first.at("packages").is_array()
                }
                Some([]) => v.as_object().is_some_and(|o| {
                    o.keys().all(|k| {
                        matches!(k.as_str(), "results" | "image_metadata" | "license_summary")
                            || k.starts_with("experimental_")
                    })
                }),
                // Go writes an empty list as null.
                None => {
                    v.get("results").is_some_and(Value::is_null) && v.has("experimental_config")
                }
            })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let results = content.value().map_or(&[][..], |v| v.list("results"));
    let (mut packages, mut groups) = (0, 0);
    for result in results {
        let file = result.at("source").text("path");
        if let Some(path) = file {
            draft.scope(ScopeKind::Path, path);
        }
        for package in result.list("packages") {
            packages += 1;
            groups += package.list("groups").len();
            let grouped = grouped(package);
            for vulnerability in package.list("vulnerabilities") {
                one(file, (package, &grouped), vulnerability, draft);
            }
        }
    }
    draft.count("scan.objects", packages);
    draft.count("osv_scanner.groups", many(groups));
    if packages == 0 {
        // Packages without vulnerabilities are listed only on request, so that an empty list says nothing.
        draft.nothing_scanned();
    }
}

/// The group of each vulnerability of a package. Made once: to search the groups for each of them would take time by the
/// square.
fn grouped(package: &Value) -> HashMap<&str, &Value> {
    let mut grouped = HashMap::new();
    for group in package.list("groups") {
        for id in group.texts("ids") {
            grouped.entry(id).or_insert(group);
        }
    }
    grouped
}

fn one(
    file: Option<&str>,
    (package, grouped): (&Value, &HashMap<&str, &Value>),
    vulnerability: &Value,
    draft: &mut Draft<'_>,
) {
    let id = vulnerability.text("id").unwrap_or_default();
    let mut tags = vulnerability.texts("aliases");
    let affected = vulnerability.list("affected");
    let specific = std::iter::once(vulnerability)
        .chain(affected)
        .map(|v| v.at("database_specific"));
    for list in specific.clone() {
        tags.extend(list.texts("cwe_ids"));
        tags.extend(list.list("cwes").iter().filter_map(|c| c.text("cweId")));
    }
    let word = specific.clone().find_map(|s| s.text("severity"));
    let group = grouped.get(id).copied().unwrap_or(&Value::Null);
    let score = group.number("max_severity").and_then(Severity::from_cvss);
    let malicious = id.starts_with("MAL-").then_some(Severity::Critical);
    let fixed: std::collections::BTreeSet<_> = affected
        .iter()
        .flat_map(|a| a.list("ranges"))
        .flat_map(|r| r.list("events"))
        .filter_map(|e| e.text("fixed"))
        .collect();
    let fixed = fixed.into_iter().collect::<Vec<_>>().join(", ");
    draft.finding(&Problem {
        rule: id,
        title: vulnerability.any_text(&["summary"]).unwrap_or(id),
        severity: malicious
            .or(score)
            .or_else(|| word.and_then(Severity::from_word)),
        file,
        object: package.at("package").text("name"),
        tags: &tags,
        fixed: Some(&fixed),
        ..Problem::default()
    });
}
