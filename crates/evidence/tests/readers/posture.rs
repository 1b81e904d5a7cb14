//! The pitfalls of tools that examine clusters and accounts.

use crate::common::{count, counts, of_rule, reading, sum, tags};
use domain::evidence::{Completeness, FindingState, Reason, ScopeKind, Severity, Warning};

#[test]
fn kube_linter_names_what_failed_only() {
    let reading = reading("kube_linter/report.json");
    assert_eq!(counts(&reading.tally.open), [0, 1, 1, 0, 0]);
    assert_eq!(count(&reading, "scan.rules"), Some(2.0));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::CoverageNotStated)
    );
    let privileged = of_rule(&reading, "privileged-container")[0];
    let place = privileged.location.object.as_ref().unwrap();
    assert_eq!(place.as_str(), "ai/Deployment/chat");
    assert_eq!(reading.tool.version.as_ref().unwrap().as_str(), "0.8.3");
    assert_eq!(reading.ignored[0].count, 1);
    let clean = crate::common::reading("kube_linter/clean.json");
    assert_eq!((clean.tally.total(), clean.tally.passed), (0, 0));
    assert_ne!(clean.completeness, Completeness::Complete);
}

#[test]
fn kube_bench_warnings_ask_somebody_to_look() {
    let reading = reading("kube_bench/controls.json");
    assert_eq!(counts(&reading.tally.open), [0, 0, 1, 0, 0]);
    assert_eq!(reading.tally.passed, 1);
    assert_eq!(count(&reading, "scan.manual"), Some(1.0));
    assert_eq!(count(&reading, "scan.audit.checks"), Some(2.0));
    assert_eq!(count(&reading, "scan.audit.passed"), Some(1.0));
    assert_eq!(sum(&reading, "scan.checks", &[("group", "1.2")]), Some(2.0));
    let disagree = Warning::CountsDisagree {
        stated: 2,
        counted: 1,
    };
    assert!(reading.warnings.contains(&disagree));
    let list = crate::common::reading("kube_bench/list.json");
    assert_eq!(
        (list.tally.passed, list.completeness),
        (1, Completeness::Complete)
    );
    let none = crate::common::reading("kube_bench/nothing.json");
    assert_eq!(none.completeness, Completeness::NothingScanned);
}

#[test]
fn kubescape_passes_without_objects_are_no_evidence() {
    let reading = reading("kubescape/v2.json");
    // By object where objects are listed, by control where they are not.
    assert_eq!(counts(&reading.tally.open), [0, 2, 1, 0, 0]);
    assert_eq!(counts(&reading.tally.suppressed), [0, 0, 1, 0, 0]);
    assert_eq!(reading.tally.passed, 1);
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::ObjectsSkipped { count: 1 })
    );
    let access = [("group", "access control")];
    assert_eq!(sum(&reading, "scan.checks", &access), Some(1.0));
    assert_eq!(sum(&reading, "scan.checks.passed", &access), Some(1.0));
    assert_eq!(count(&reading, "scan.objects"), Some(2.0));
    let nsa = [("framework", "NSA")];
    assert_eq!(sum(&reading, "compliance.score", &nsa), Some(0.75));
    let place = of_rule(&reading, "C-0057")[0].location.object.as_ref();
    assert_eq!(place.unwrap().as_str(), "apps/v1/ai/Deployment/chat");
    // Year 1 is no date.
    assert!(reading.taken_at.is_none());
    let scopes: Vec<_> = reading.scopes.iter().map(|s| s.value.as_str()).collect();
    assert_eq!(scopes, ["ai", "prod"]);
    let nothing = crate::common::reading("kubescape/nothing.json");
    assert_eq!(nothing.completeness, Completeness::NothingScanned);
}

#[test]
fn a_clean_rescan_is_about_the_same() {
    let (before, after) = (
        reading("kubescape/before.json"),
        reading("kubescape/after.json"),
    );
    assert_eq!((before.tally.total(), after.tally.total()), (1, 0));
    assert_eq!(before.scopes, after.scopes);
    assert_eq!(after.scopes.len(), 2);
}

#[test]
fn prowler_before_4_5_has_texts_for_dates() {
    let reading = reading("prowler/v4-0.ocsf.json");
    assert_eq!(reading.taken_at.unwrap().year(), 2026);
}

#[test]
fn policy_reports_without_results() {
    let reading = reading("openreports/without-result.yaml");
    assert_eq!(reading.tally.total(), 0);
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 2 })
    );
}

#[test]
fn policy_reports() {
    let reading = reading("openreports/policies.yaml");
    assert_eq!(counts(&reading.tally.open), [0, 1, 0, 2, 0]);
    assert_eq!(reading.tally.passed, 1);
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::ToolErrors { count: 1 })
    );
    assert_eq!(reading.tool.name.as_str(), "kyverno");
    assert_eq!(reading.findings[0].rule.as_str(), "restrict/privileged");
    let places: Vec<_> = of_rule(&reading, "labels")
        .iter()
        .map(|f| f.location.object.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(places, ["ai/Pod/a", "other/Pod/b"]);
    let pods = [("group", "pod security")];
    assert_eq!(sum(&reading, "scan.checks", &pods), Some(2.0));
    // Nothing found is nothing listed; the report itself says what was examined.
    let clean = crate::common::reading("openreports/no-results.json");
    assert_eq!((clean.tally.total(), clean.tally.passed), (0, 4));
    assert_eq!(count(&clean, "scan.objects"), Some(1.0));
    assert_eq!(clean.completeness, Completeness::Complete);
}

#[test]
fn policy_reports_between_two_names() {
    let reading = reading("openreports/between-names.yaml");
    assert_eq!(counts(&reading.tally.open), [0, 1, 0, 0, 0]);
    assert_eq!(reading.tally.passed, 1);
    assert!(reading.ignored.is_empty(), "{:?}", reading.ignored);
}

#[test]
fn prowler_findings() {
    let reading = reading("prowler/findings.ocsf.json");
    assert_eq!(counts(&reading.tally.open), [0, 1, 0, 0, 0]);
    assert_eq!(counts(&reading.tally.suppressed), [1, 0, 0, 0, 0]);
    assert_eq!(
        (reading.tally.passed, count(&reading, "scan.manual")),
        (1, Some(1.0))
    );
    let first = &reading.findings[0];
    assert_eq!((first.severity, tags(first)), (Severity::High, vec!["IAM"]));
    assert_eq!(reading.findings[1].state, FindingState::Suppressed);
    assert_eq!(count(&reading, "scan.audit.passed"), Some(1.0));
    let cis = [("framework", "CIS-3.0")];
    assert_eq!(sum(&reading, "compliance.checks", &cis), Some(2.0));
    assert_eq!(sum(&reading, "compliance.passed", &cis), Some(1.0));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
    let account = reading.scopes.iter().find(|s| s.kind == ScopeKind::Account);
    assert_eq!(account.unwrap().value.as_str(), "1234");
    // One text of a date without zone stands beside those with one.
    assert_eq!(reading.taken_at.unwrap().unix_timestamp(), 1_767_225_600);
    let lines = crate::common::reading("prowler/lines.jsonl");
    assert_eq!(counts(&lines.tally.open), [0, 0, 1, 0, 0]);
    assert_ne!(lines.completeness, Completeness::Complete);
}
