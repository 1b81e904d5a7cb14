//! `OpenSSF` Scorecard in JSON, with scores of 0–10, and before version 3 with passes. Details, which hold
//! code and addresses of people, are never read.
//!
//! Measures: `scorecard.score` (score 0–10, of the repository), `scorecard.check` (score 0–10, label `check`),
//! `scorecard.not_applicable` (count: checks that found nothing to judge). Findings: checks with a score of 0,
//! as bad as Scorecard says their risk is; only a full score is a pass. Scopes: repository, commit.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, ScopeKind, Severity, Unit};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::Fields,
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Scorecard,
    tool: "Scorecard",
    writes_nothing: false,
    matches: |content| {
        let is_card = |v: &Value| {
            let check = v.list("checks").iter().chain(v.list("Checks")).next();
            let judged = check.is_some_and(|c| {
                (c.has("name") || c.has("Name"))
                    && (c.has("score") || c.has("pass") || c.has("Pass"))
            });
            judged && (v.has("repo") || v.has("Repo") || v.has("scorecard"))
        };
        content.value().is_some_and(is_card) || content.sample().first().is_some_and(is_card)
    },
    read,
};

/// The risk of a check that fails, as Scorecard documents it.
const RISKS: [(Severity, &[&str]); 4] = [
    (Severity::Critical, &["Dangerous-Workflow", "Webhooks"]),
    (
        Severity::High,
        &[
            "Binary-Artifacts",
            "Branch-Protection",
            "Code-Review",
            "Dependency-Update-Tool",
            "Maintained",
            "Signed-Releases",
            "Token-Permissions",
            "Vulnerabilities",
        ],
    ),
    (
        Severity::Medium,
        &[
            "Fuzzing",
            "Packaging",
            "Pinned-Dependencies",
            "SAST",
            "SBOM",
            "Security-Policy",
        ],
    ),
    (
        Severity::Low,
        &["CI-Tests", "CII-Best-Practices", "Contributors", "License"],
    ),
];

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut none = 0;
    for record in content.records() {
        let Ok(card) = record.value else {
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            continue;
        };
        head(&card, draft);
        let repository = repository(&card).unwrap_or_default();
        for check in card.list("checks").iter().chain(card.list("Checks")) {
            none += u64::from(one(check, repository, draft));
        }
    }
    if none > 0 {
        draft.count("scorecard.not_applicable", none);
    }
}

fn repository(card: &Value) -> Option<&str> {
    card.at("repo")
        .text("name")
        .or_else(|| card.any_text(&["repo", "Repo"]))
}

fn head(card: &Value, draft: &mut Draft<'_>) {
    draft.version(card.at("scorecard").text("version"));
    if let Some(date) = card.any_text(&["date", "Date"]) {
        draft.taken_at(date);
    }
    if let Some(name) = repository(card) {
        draft.scope(ScopeKind::Repository, name);
    }
    if let Some(commit) = card
        .at("repo")
        .text("commit")
        .filter(|c| !c.eq_ignore_ascii_case("unknown"))
    {
        draft.scope(ScopeKind::Commit, commit);
    }
    if let Some(score) = card
        .number("score")
        .filter(|score| (0.0..=10.0).contains(score))
    {
        draft.measure("scorecard.score", &[], score, Unit::Score, None);
    }
}

/// Reports one check; whether it found nothing to judge, which Scorecard writes as -1.
fn one(check: &Value, repository: &str, draft: &mut Draft<'_>) -> bool {
    let Some(name) = check.any_text(&["name", "Name"]) else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return false;
    };
    let passed = check.flag("pass").or_else(|| check.flag("Pass"));
    let score = check
        .number("score")
        .or(passed.map(|passed| if passed { 10.0 } else { 0.0 }));
    let Some(score) = score.filter(|score| (0.0..=10.0).contains(score)) else {
        return true;
    };
    draft.measure(
        "scorecard.check",
        &[("check", name)],
        score,
        Unit::Score,
        None,
    );
    if score >= 10.0 {
        draft.passed(1);
    } else if score <= 0.0 {
        let risk = RISKS.iter().find(|(_, checks)| checks.contains(&name));
        draft.finding(&Problem {
            rule: name,
            severity: risk.map(|(severity, _)| *severity),
            object: Some(repository),
            ..Problem::default()
        });
    }
    false
}
