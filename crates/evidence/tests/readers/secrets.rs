//! The pitfalls of secret scanners.

use crate::common::{count, counts, reading};
use domain::evidence::{
    Completeness, FindingState, IgnoredWhat, Reason, ScopeKind, Severity, Warning,
};

#[test]
fn gitleaks_8() {
    let reading = reading("gitleaks/v8.json");
    assert_eq!(counts(&reading.tally.open), [0, 3, 0, 0, 0]);
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::CoverageNotStated)
    );
    let first = &reading.findings[0];
    assert_eq!(first.rule.as_str(), "generic-api-key");
    assert_eq!(first.location.line, Some(3));
    // Two secrets of one rule in one file are two findings.
    assert_ne!(
        reading.findings[1].fingerprint,
        reading.findings[2].fingerprint
    );
    assert_eq!(reading.ignored.iter().map(|i| i.count).sum::<u64>(), 1);
    assert!(
        reading
            .warnings
            .contains(&Warning::SeverityAssumed { count: 3 })
    );
}

#[test]
fn gitleaks_7() {
    let reading = reading("gitleaks/v7.json");
    let finding = &reading.findings[0];
    assert_eq!(finding.rule.as_str(), "Generic Credential");
    assert_eq!(finding.location.file.as_ref().unwrap().as_str(), "a/b.yaml");
    assert_eq!(finding.location.line, Some(42));
    assert_eq!(reading.scopes[0].kind, ScopeKind::Repository);
    assert_eq!(
        reading.scopes[0].value.as_str(),
        "https://git.example.com/app"
    );
}

#[test]
fn trufflehog_lines() {
    let reading = reading("trufflehog/findings.jsonl");
    assert_eq!(counts(&reading.tally.open), [1, 0, 1, 0, 0]);
    let verified: Vec<_> = reading.findings.iter().map(|f| f.verified).collect();
    assert_eq!(verified, [Some(true), Some(false)]);
    assert_eq!(
        reading.findings[1].location.file.as_ref().unwrap().as_str(),
        "conf/app.env"
    );
    assert_eq!(count(&reading, "scan.objects"), Some(37.0));
    // The last line is cut off.
    let broken = reading
        .ignored
        .iter()
        .find(|i| i.what == IgnoredWhat::Line)
        .unwrap();
    assert_eq!((broken.count, broken.line), (1, Some(4)));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
}

#[test]
fn trufflehog_one_and_none() {
    let one = reading("trufflehog/one.json");
    assert_eq!(
        (one.tally.total(), one.findings[0].rule.as_str()),
        (1, "JWT")
    );
    let clean = reading("trufflehog/clean-log.jsonl");
    assert_eq!(
        (clean.tally.total(), clean.completeness),
        (0, Completeness::Complete)
    );
    assert!(clean.taken_at.is_some());
}

#[test]
fn detect_secrets_baseline() {
    let reading = reading("detect_secrets/baseline.json");
    assert_eq!(counts(&reading.tally.open), [1, 1, 1, 0, 0]);
    assert_eq!(counts(&reading.tally.suppressed), [0, 0, 1, 0, 0]);
    let critical = reading
        .findings
        .iter()
        .find(|f| f.severity == Severity::Critical)
        .unwrap();
    assert_eq!(
        (critical.state, critical.verified),
        (FindingState::Open, Some(true))
    );
    assert_eq!(reading.ignored.len(), 1);
}

#[test]
fn nothing_without_a_tool() {
    for name in ["null.json", "list-with-mark.json"] {
        let reading = reading(&format!("empty_result/{name}"));
        assert_eq!(
            reading.completeness,
            Completeness::Partial(Reason::ToolNotNamed)
        );
        assert!(reading.tool.name.is_empty());
    }
}
