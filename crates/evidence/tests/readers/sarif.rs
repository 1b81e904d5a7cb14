//! The pitfalls of SARIF.

use crate::common;
use crate::common::{counts, of_rule, reading, tags};
use domain::evidence::{
    Completeness, FindingState, IgnoredWhy, Reason, ScopeKind, Severity, Unusable, Warning,
};
use evidence::{Limits, read};
use time::macros::datetime;

#[test]
fn level_score_and_kind_make_the_severity() {
    let reading = reading("sarif/levels.sarif");
    let severities = |rule| {
        of_rule(&reading, rule)
            .iter()
            .map(|f| f.severity)
            .collect::<Vec<_>>()
    };
    assert_eq!(severities("R1"), [Severity::High, Severity::Info]);
    assert_eq!(severities("R1/case"), [Severity::High]);
    assert_eq!(
        severities("R2"),
        [Severity::Critical, Severity::Info, Severity::Critical]
    );
    assert_eq!(severities("R3"), [Severity::Medium]);
    assert_eq!(severities("P1"), [Severity::High]);
    assert_eq!(severities("R9"), [Severity::Medium]);
    assert_eq!(reading.tally.passed, 1);
}

#[test]
fn rules_are_found_wherever_they_stand() {
    let reading = reading("sarif/levels.sarif");
    let first = |rule| of_rule(&reading, rule)[0];
    assert_eq!(first("R1").title.as_str(), "One");
    assert_eq!(first("R3").title.as_str(), "Value x in y");
    assert_eq!(first("P1").title.as_str(), "Of a plugin");
    assert_eq!(tags(first("P1")), ["CWE-89"]);
    assert_eq!(tags(first("R2")), ["CWE-79", "security"]);
    for warning in [
        Warning::RulesDuplicated { count: 1 },
        Warning::RulesUnknown { count: 1 },
    ] {
        assert!(reading.warnings.contains(&warning), "{warning:?}");
    }
}

#[test]
fn run_tool_and_scope() {
    let reading = reading("sarif/levels.sarif");
    assert_eq!(reading.completeness, Completeness::Complete);
    assert_eq!(reading.tool.name.as_str(), "Example Analyser");
    assert_eq!(reading.tool.version.as_ref().unwrap().as_str(), "3.1.4");
    assert_eq!(reading.taken_at, Some(datetime!(2026-05-04 03:02:01.5 UTC)));
    let scopes: Vec<_> = reading
        .scopes
        .iter()
        .map(|s| (s.kind, s.value.as_str()))
        .collect();
    assert_eq!(
        scopes,
        [
            (
                ScopeKind::Repository,
                "https://git.example.com/team/app.git"
            ),
            (ScopeKind::Commit, "0a1b2c")
        ]
    );
    let whys: Vec<_> = reading.ignored.iter().map(|i| (i.why, i.count)).collect();
    assert_eq!(whys, [(IgnoredWhy::OutOfScope, 1), (IgnoredWhy::Absent, 1)]);
    let at = &reading.findings[0].location;
    assert_eq!(
        (at.file.as_ref().unwrap().as_str(), at.line),
        ("src/a.py", Some(7))
    );
}

#[test]
fn suppressions_count_once_decided() {
    let reading = reading("sarif/suppressed.json");
    let states: Vec<_> = reading.findings.iter().map(|f| f.state).collect();
    let (open, gone) = (FindingState::Open, FindingState::Suppressed);
    assert_eq!(states, [gone, gone, open, open, open]);
    assert_eq!(counts(&reading.tally.open), [0, 0, 3, 0, 0]);
    let mut prints: Vec<_> = reading.findings.iter().map(|f| &f.fingerprint).collect();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), 5);
}

#[test]
fn runs_that_prove_nothing() {
    let completeness = |name: &str| reading(&format!("sarif/{name}")).completeness;
    assert_eq!(
        completeness("failed.sarif"),
        Completeness::Failed(Reason::RunFailed)
    );
    assert_eq!(
        completeness("no-rules.sarif"),
        Completeness::Partial(Reason::NoRules)
    );
    assert_eq!(
        completeness("no-runs.sarif"),
        Completeness::Failed(Reason::NoResults)
    );
    assert_eq!(
        completeness("utf16.sarif"),
        Completeness::Failed(Reason::NoResults)
    );
    let two = reading("sarif/two-tools.sarif");
    assert_eq!(two.completeness, Completeness::Failed(Reason::NoResults));
    assert!(two.warnings.contains(&Warning::SeveralTools { count: 2 }));
    let odd = read(br#"{"version": "2.1.0", "runs": {}}"#, &Limits::default());
    assert!(matches!(odd, Err(Unusable::Incomplete { .. })));
}

#[test]
fn a_finding_that_moved_is_the_same() {
    let text = String::from_utf8(common::fixture("sarif/levels.sarif")).unwrap();
    let moved = text.replace("\"startLine\": 7", "\"startLine\": 70");
    let now = read(moved.as_bytes(), &Limits::default()).unwrap();
    let before = reading("sarif/levels.sarif");
    assert_ne!(now.findings[0].location, before.findings[0].location);
    assert_eq!(now.findings[0].fingerprint, before.findings[0].fingerprint);
}
