//! trivy: a report, the bare list of results that old versions wrote, or a Kubernetes report.
//! `Match` and `Code` are never read.

use domain::evidence::{FindingState, IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, items, many},
    intake::Content,
};

/// The tag by which a secret is told from everything else that such a file holds; trivy's SARIF has it too.
pub const SECRET: &str = "secret";

pub static READER: Reader = Reader {
    kind: Kind::Trivy,
    tool: "trivy",
    writes_nothing: true,
    matches: |content| {
        content.value().is_some_and(|v| {
            let legacy = |r: &Value| {
                r.has("Target")
                    && [
                        "Vulnerabilities",
                        "Misconfigurations",
                        "Secrets",
                        "Class",
                        "Type",
                    ]
                    .iter()
                    .any(|key| r.get(*key).is_some())
            };
            v.has("SchemaVersion") && (v.has("ArtifactName") || v.get("Results").is_some())
                || v.get("ClusterName").is_some()
                    && [
                        "Resources",
                        "Findings",
                        "Vulnerabilities",
                        "Misconfigurations",
                    ]
                    .iter()
                    .any(|key| v.at(key).is_array())
                || items(v).first().is_some_and(legacy)
                // Pipelines that filter a report leave its list of results alone.
                || v.list("Results").first().is_some_and(legacy)
        })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    if content.is_nothing() {
        // Old versions wrote `null`; it says neither what was examined nor by whom.
        draft.partial(Reason::CoverageNotStated);
        return;
    }
    let report = content.value().unwrap_or(&Value::Null);
    draft.version(report.at("Trivy").text("Version"));
    if let Some(date) = report.text("CreatedAt") {
        draft.taken_at(date);
    }
    let mut targets = 0;
    if report.get("ClusterName").is_some() {
        targets += cluster(report, draft);
    } else {
        artifact(report, draft);
        let results = if report.is_array() {
            items(report)
        } else {
            report.list("Results")
        };
        targets += many(results.len());
        for result in results {
            one_result(result, None, draft);
        }
    }
    draft.count("scan.objects", targets);
    if targets == 0 {
        draft.nothing_scanned();
    }
}

fn artifact(report: &Value, draft: &mut Draft<'_>) {
    let metadata = report.at("Metadata");
    if let Some(name) = report.text("ArtifactName") {
        let kind = match report.text("ArtifactType") {
            Some("container_image") => ScopeKind::Image,
            Some("repository") => ScopeKind::Repository,
            _ => ScopeKind::Path,
        };
        draft.scope(kind, name);
    }
    metadata
        .texts("RepoTags")
        .iter()
        .for_each(|tag| draft.scope(ScopeKind::Image, tag));
    for digest in metadata.texts("RepoDigests") {
        let digest = digest.rsplit('@').next().unwrap_or(digest);
        draft.scope(ScopeKind::ImageDigest, digest);
    }
    if let Some(commit) = metadata.text("Commit") {
        draft.scope(ScopeKind::Commit, commit);
    }
    if let Some(repository) = metadata.text("RepoURL") {
        draft.scope(ScopeKind::Repository, repository);
    }
    if metadata.at("OS").flag("EOSL") == Some(true) {
        draft.partial(Reason::SystemUnsupported);
    }
}

/// Reads a Kubernetes report; returns how many targets it has.
fn cluster(report: &Value, draft: &mut Draft<'_>) -> u64 {
    if let Some(name) = report.text("ClusterName") {
        draft.scope(ScopeKind::Cluster, name);
    }
    let resources = [
        "Resources",
        "Findings",
        "Vulnerabilities",
        "Misconfigurations",
    ];
    let mut targets = 0;
    for resource in resources.iter().flat_map(|key| report.list(key)) {
        let kind = resource.text("Kind").unwrap_or_default();
        let name = resource.text("Name").unwrap_or_default();
        let namespace = resource.text("Namespace").unwrap_or_default();
        if resource.has("Error") {
            draft.partial(Reason::ToolErrors { count: 1 });
        }
        if !namespace.is_empty() {
            draft.scope(ScopeKind::Namespace, namespace);
        }
        let object = format!("{namespace}/{kind}/{name}");
        let results = resource.list("Results");
        targets += many(results.len());
        for result in results {
            one_result(result, Some(&object), draft);
        }
    }
    targets
}

fn one_result(result: &Value, object: Option<&str>, draft: &mut Draft<'_>) {
    let target = result.text("Target");
    for v in result.list("Vulnerabilities") {
        vulnerability(v, target, object, FindingState::Open, draft);
    }
    let checks = result.list("Misconfigurations");
    let listed = checks
        .iter()
        .filter(|c| c.text("Status") == Some("PASS"))
        .count();
    let stated = result
        .at("MisconfSummary")
        .count("Successes")
        .unwrap_or_default();
    draft.passed(stated.max(many(listed)));
    for check in checks {
        misconfiguration(check, target, object, draft);
    }
    result
        .list("Secrets")
        .iter()
        .for_each(|s| secret(s, target, object, draft));
    let licences = many(result.list("Licenses").len());
    draft.ignore_many(licences, IgnoredWhat::Licence, IgnoredWhy::OutOfScope, None);
    for modified in result.list("ExperimentalModifiedFindings") {
        if modified.text("Type") == Some("vulnerability") {
            let of = modified.at("Finding");
            vulnerability(of, target, object, FindingState::Suppressed, draft);
        } else {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::OtherKind, None);
        }
    }
}

fn vulnerability(
    v: &Value,
    target: Option<&str>,
    object: Option<&str>,
    state: FindingState,
    draft: &mut Draft<'_>,
) {
    let id = v.text("VulnerabilityID").unwrap_or_default();
    let package = v.text("PkgName").unwrap_or_default();
    let object = object.map(|o| format!("{o}:{package}"));
    let mut tags = v.texts("CweIDs");
    tags.extend(v.texts("VendorIDs"));
    tags.push(id);
    draft.finding(&Problem {
        rule: id,
        title: v.text("Title").unwrap_or(id),
        severity: v.text("Severity").and_then(Severity::from_word),
        file: v.text("PkgPath").or(target),
        object: object.as_deref().or(Some(package)),
        url: v.text("PrimaryURL"),
        suppressed: state == FindingState::Suppressed,
        tags: &tags,
        fixed: v.text("FixedVersion"),
        ..Problem::default()
    });
}

fn misconfiguration(
    check: &Value,
    target: Option<&str>,
    object: Option<&str>,
    draft: &mut Draft<'_>,
) {
    if check.text("Status") == Some("PASS") {
        return;
    }
    let id = check.any_text(&["ID", "AVDID"]).unwrap_or_default();
    let cause = check.at("CauseMetadata");
    let resource = cause.text("Resource");
    let object = object.map(|o| format!("{o}:{}", resource.unwrap_or_default()));
    draft.finding(&Problem {
        rule: id,
        title: check.text("Title").unwrap_or(id),
        severity: check.text("Severity").and_then(Severity::from_word),
        file: target,
        line: cause.count("StartLine"),
        object: object.as_deref().or(resource),
        url: check.text("PrimaryURL"),
        suppressed: check.text("Status") == Some("EXCEPTION"),
        ..Problem::default()
    });
}

fn secret(s: &Value, target: Option<&str>, object: Option<&str>, draft: &mut Draft<'_>) {
    let rule = s.text("RuleID").unwrap_or_default();
    draft.finding(&Problem {
        rule,
        title: s.text("Title").unwrap_or(rule),
        severity: s.text("Severity").and_then(Severity::from_word),
        otherwise: Severity::High,
        file: target,
        line: s.count("StartLine"),
        object,
        tags: &[SECRET],
        ..Problem::default()
    });
}
