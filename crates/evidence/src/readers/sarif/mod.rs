//! SARIF 2.1.0, of any analyser.

mod message;
mod rules;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity, Warning};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, items, many},
    intake::Content,
};
use rules::Rules;

/// Tools that look for secrets and nothing else.
const SECRETS: &[&str] = &["gitleaks", "trufflehog", "detect-secrets", "ggshield"];

pub static READER: Reader = Reader {
    kind: Kind::Sarif,
    tool: "",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let sarif = |s: &str| s.contains("sarif");
            let version = v.text("version").is_some_and(|s| s.starts_with("2."));
            v.get("runs").is_some() && (version || v.text("$schema").is_some_and(sarif))
        })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let Some(runs) = content.value().and_then(|v| v.at("runs").as_array()) else {
        draft.incomplete("runs");
        return;
    };
    let Some(first) = runs.first() else {
        draft.failed(Reason::NoResults);
        return;
    };
    let driver = first.path(&["tool", "driver"]);
    draft.tool(
        driver.text("name").unwrap_or_default(),
        driver.any_text(&["semanticVersion", "version"]),
    );
    if runs.len() > 1 {
        let name = |run: &Value| {
            run.path(&["tool", "driver"])
                .text("name")
                .map(str::to_owned)
        };
        let names: std::collections::BTreeSet<_> = runs.iter().map(name).collect();
        if names.len() > 1 {
            draft.warn(Warning::SeveralTools {
                count: many(names.len()),
            });
        }
    }
    let (mut rules, mut unknown, mut duplicated) = (0, 0, 0);
    for run in runs {
        let known = Rules::of(run);
        rules += known.len();
        duplicated += known.duplicated();
        unknown += one_run(run, &known, draft);
    }
    draft.count("scan.rules", many(rules));
    if rules == 0 {
        draft.partial(Reason::NoRules);
    }
    for (count, warning) in [
        (duplicated, Warning::RulesDuplicated { count: duplicated }),
        (unknown, Warning::RulesUnknown { count: unknown }),
    ] {
        if count > 0 {
            draft.warn(warning);
        }
    }
}

/// Reads one run; returns how many results name a rule that it does not describe.
fn one_run(run: &Value, rules: &Rules<'_>, draft: &mut Draft<'_>) -> u64 {
    invocations(run, draft);
    for provenance in run.list("versionControlProvenance") {
        if let Some(repository) = provenance.text("repositoryUri") {
            draft.scope(ScopeKind::Repository, repository);
        }
        if let Some(commit) = provenance.text("revisionId") {
            draft.scope(ScopeKind::Commit, commit);
        }
    }
    let Some(results) = run.at("results").as_array() else {
        // SARIF writes an empty list where nothing was found; no list means that nothing was run.
        draft.failed(Reason::NoResults);
        return 0;
    };
    let tool = run
        .path(&["tool", "driver"])
        .text("name")
        .unwrap_or_default();
    results
        .iter()
        .map(|result| u64::from(!one_result(result, rules, tool, draft)))
        .sum()
}

fn invocations(run: &Value, draft: &mut Draft<'_>) {
    let mut errors = 0;
    for invocation in run.list("invocations") {
        if invocation.flag("executionSuccessful") == Some(false) {
            draft.failed(Reason::RunFailed);
        }
        if let Some(date) = invocation.any_text(&["endTimeUtc", "startTimeUtc"]) {
            draft.taken_at(date);
        }
        errors += [
            "toolExecutionNotifications",
            "toolConfigurationNotifications",
        ]
        .iter()
        .flat_map(|key| invocation.list(key))
        .filter(|n| n.text("level") == Some("error"))
        .count();
    }
    if errors > 0 {
        draft.partial(Reason::ToolErrors {
            count: many(errors),
        });
    }
}

/// Reads one result; returns whether its rule is described.
fn one_result(result: &Value, rules: &Rules<'_>, tool: &str, draft: &mut Draft<'_>) -> bool {
    if !result.is_object() {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return true;
    }
    let rule = rules.find(result);
    let id = result
        .text("ruleId")
        .or_else(|| result.at("rule").text("id"))
        .or_else(|| rule.and_then(|r| r.text("id")))
        .unwrap_or_default();
    match result.text("kind") {
        Some("pass") => {
            draft.passed(1);
            return true;
        }
        Some("notApplicable") => {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, None);
            return true;
        }
        _ => {}
    }
    if result.text("baselineState") == Some("absent") {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Absent, None);
        return true;
    }
    let rule_or_null = rule.unwrap_or(&Value::Null);
    let place = result.list("locations").first().unwrap_or(&Value::Null);
    let physical = place.at("physicalLocation");
    let mut tags = rule_or_null.at("properties").texts("tags");
    tags.extend(result.at("properties").texts("tags"));
    if SECRETS.iter().any(|name| name.eq_ignore_ascii_case(tool)) {
        tags.push(super::trivy::SECRET);
    }
    let cited = rules::taxa(rule_or_null, result);
    tags.extend(cited.iter().map(String::as_str));
    let identity = fingerprint(result);
    draft.finding(&Problem {
        rule: id,
        title: &message::title(result, rule_or_null),
        severity: Some(severity(result, rule_or_null)),
        file: physical.at("artifactLocation").text("uri"),
        line: physical.at("region").count("startLine"),
        object: place
            .list("logicalLocations")
            .first()
            .and_then(|l| l.any_text(&["fullyQualifiedName", "name"])),
        suppressed: suppressed(result),
        tags: &tags,
        identity: identity.as_deref(),
        tool: Some(tool),
        ..Problem::default()
    });
    rule.is_some()
}

/// The rule's score beats the level; a result that is no failure is only information.
fn severity(result: &Value, rule: &Value) -> Severity {
    if result.text("kind").is_some_and(|kind| kind != "fail") {
        return Severity::Info;
    }
    let stated = |of: &Value| {
        let properties = of.at("properties");
        let score = properties
            .number("security-severity")
            .and_then(Severity::from_cvss);
        // Some tools write a word where a score belongs.
        score.or_else(|| {
            properties
                .text("security-severity")
                .and_then(Severity::from_word)
        })
    };
    let level = result
        .text("level")
        .or_else(|| rule.at("defaultConfiguration").text("level"))
        .unwrap_or("warning");
    stated(result)
        .or_else(|| stated(rule))
        .or_else(|| Severity::from_word(level))
        .unwrap_or(Severity::Medium)
}

/// Suppressed where there are suppressions and none of them waits for a decision or was turned down.
fn suppressed(result: &Value) -> bool {
    let suppressions = items(result.at("suppressions"));
    let undecided = |s: &Value| matches!(s.text("status"), Some("underReview" | "rejected"));
    !suppressions.is_empty() && !suppressions.iter().any(undecided)
}

/// The tool's own id: a whole fingerprint, else all partial ones.
fn fingerprint(result: &Value) -> Option<String> {
    let all = |key: &str| {
        let parts: Vec<_> = result
            .entries(key)
            .filter_map(|(name, value)| Some(format!("{name}={}", value.as_str()?)))
            // Semgrep without an account writes this in place of a fingerprint.
            .filter(|part| !part.ends_with("requires login"))
            .collect();
        (!parts.is_empty()).then(|| parts.join(";"))
    };
    all("fingerprints").or_else(|| all("partialFingerprints"))
}
