//! Scans of clusters and accounts.

use std::collections::BTreeMap;

use domain::evidence::{
    Completeness, Finding, FindingState, Label, Location, Place, Reading, Reason, ScopeKind,
    Severity, Tag,
};
use domain::rule::Quoted;

use crate::common::{
    CONTRADICTS, FEW, PARTIAL, SUPPORTS, about, assert_no_data, figure, file, finding, found,
    known_for, measure, measured, outcome, verdict,
};

fn scan(kind: &str, group: &str, checks: f64) -> Reading {
    let scan = measured(kind, &[("scan.checks", checks, &[("group", group)])]);
    about(ScopeKind::Cluster, "prod", scan)
}

#[test]
fn access_is_judged_by_what_gives_everything_away() {
    let rule = "S01.rbac";
    let good = scan("kubescape", "access control", 5.0);
    assert_eq!(outcome(rule, &[&good]), SUPPORTS);
    assert_no_data(rule, &good);
    let with = |id, severity| found(vec![finding(id, severity)], good.clone());
    assert_eq!(
        outcome(rule, &[&with("C-0035", Severity::Medium)]),
        CONTRADICTS
    );
    assert_eq!(outcome(rule, &[&with("C-0015", Severity::High)]), PARTIAL);
    assert_eq!(
        outcome(rule, &[&with("C-0013", Severity::Medium)]),
        SUPPORTS
    );
    assert_eq!(
        outcome(rule, &[&with("CVE-2026-1", Severity::Critical)]),
        SUPPORTS
    );
    assert_eq!(
        outcome(rule, &[&scan("kubescape", "access control", 4.0)]),
        FEW
    );
    assert_eq!(outcome(rule, &[&scan("kubescape", "network", 50.0)]), FEW);
    // Without a date, and without a count of what was looked at: bad news only.
    let checkov = found(vec![finding("CKV_K8S_16", Severity::High)], file("checkov"));
    assert_eq!(outcome(rule, &[&checkov]), CONTRADICTS);
    assert_eq!(outcome(rule, &[&file("checkov")]), FEW);
    let linter = Reading {
        completeness: Completeness::Partial(Reason::CoverageNotStated),
        ..file("kube_linter")
    };
    assert_eq!(outcome(rule, &[&linter]), PARTIAL);
    let admin = found(
        vec![finding("cluster-admin-role-binding", Severity::High)],
        linter,
    );
    assert_eq!(outcome(rule, &[&admin]), CONTRADICTS);
}

#[test]
fn a_review_is_two_scans_of_the_same_thing_a_month_apart() {
    let rule = "S01.review";
    let scan = scan("prowler", "iam", 20.0);
    let twice = verdict(rule, &[(&scan, 5), (&scan, 40)]);
    assert_eq!(twice.outcome, SUPPORTS);
    assert!((figure(&twice, Quoted::Apart) - 35.0).abs() < 1e-9);
    // The older one counts for 140 days more.
    assert_eq!(
        twice.fresh_until,
        Some(crate::common::TODAY + time::Duration::days(140))
    );
    assert_eq!(verdict(rule, &[(&scan, 5), (&scan, 30)]).outcome, FEW);
    assert_eq!(verdict(rule, &[(&scan, 5)]).outcome, FEW);
    let other = about(
        ScopeKind::Account,
        "other",
        measured("prowler", &[("scan.checks", 9.0, &[("group", "iam")])]),
    );
    assert_eq!(verdict(rule, &[(&scan, 5), (&other, 40)]).outcome, FEW);
    let storage = self::scan("prowler", "s3", 20.0);
    assert_eq!(verdict(rule, &[(&scan, 5), (&storage, 40)]).outcome, FEW);
    assert_eq!(
        verdict(rule, &[(&scan, 5), (&crate::common::undated(&scan), 40)]).outcome,
        FEW
    );
    assert_no_data(rule, &scan);
}

#[test]
fn keys_older_than_ninety_days_contradict() {
    let rule = "S10.static";
    let good = scan("prowler", "iam", 10.0);
    assert_eq!(outcome(rule, &[&good]), SUPPORTS);
    assert_no_data(rule, &good);
    let old = finding("iam_rotate_access_key_90_days", Severity::Medium);
    assert_eq!(
        outcome(rule, &[&found(vec![old.clone()], good.clone())]),
        CONTRADICTS
    );
    // The criterion allows no exception.
    let muted = domain::evidence::Finding {
        state: FindingState::Suppressed,
        ..old
    };
    assert_eq!(outcome(rule, &[&found(vec![muted], good)]), PARTIAL);
    assert_eq!(outcome(rule, &[&scan("prowler", "iam", 9.0)]), FEW);
    assert_eq!(outcome(rule, &[&scan("prowler", "s3", 90.0)]), FEW);
}

#[test]
fn audit_logs_can_be_missing_but_how_long_they_are_kept_is_not_said() {
    let rule = "S13.platform";
    let bench = |passed| {
        measured(
            "kube_bench",
            &[
                ("scan.audit.checks", 4.0, &[]),
                ("scan.audit.passed", passed, &[]),
            ],
        )
    };
    assert_eq!(outcome(rule, &[&bench(3.0)]), CONTRADICTS);
    assert_eq!(outcome(rule, &[&bench(4.0)]), PARTIAL);
    let account = scan("prowler", "cloudtrail", 5.0);
    assert_eq!(outcome(rule, &[&bench(4.0), &account]), PARTIAL);
    let off = found(
        vec![finding("cloudtrail_multi_region_enabled", Severity::High)],
        account.clone(),
    );
    assert_eq!(outcome(rule, &[&bench(4.0), &off]), CONTRADICTS);
    // Logs of one store are not those of the platform.
    let bucket = found(
        vec![finding(
            "s3_bucket_server_access_logging_enabled",
            Severity::High,
        )],
        account,
    );
    assert_eq!(outcome(rule, &[&bench(4.0), &bucket]), PARTIAL);
    assert_no_data(rule, &bench(4.0));
}

#[test]
fn posture_is_a_complete_scan_by_framework() {
    let rule = "S12.posture";
    let prowler = measured(
        "prowler",
        &[("compliance.checks", 9.0, &[("framework", "CIS")])],
    );
    assert_eq!(outcome(rule, &[&prowler]), SUPPORTS);
    assert_no_data(rule, &prowler);
    let mut kubescape = file("kubescape");
    kubescape
        .measures
        .push(measure("compliance.score", 0.0, &[("framework", "NSA")]));
    assert_eq!(outcome(rule, &[&kubescape]), SUPPORTS);
    assert_eq!(outcome(rule, &[&file("kubescape")]), FEW);
}

#[test]
fn a_fix_is_due_after_thirty_days() {
    use Severity::{Critical, High, Medium};
    let rule = "S05.vuln";
    let scan = |kind, severity, fixed: bool| {
        let flaw = Finding {
            fixed_version: fixed.then(|| Label::clip("2.0")),
            ..finding("CVE-2026-1", severity)
        };
        let days = |days| BTreeMap::from([(flaw.fingerprint.clone(), days)]);
        let (young, old) = (days(30), days(31));
        let file = found(vec![flaw], measured(kind, &[("scan.objects", 9.0, &[])]));
        [young, old].map(|since| known_for(rule, &[(&file, 1)], &since))
    };
    let outcomes = |kind, severity, fixed| scan(kind, severity, fixed).map(|v| v.outcome);
    assert_eq!(outcomes("trivy", Critical, true), [PARTIAL, CONTRADICTS]);
    assert_eq!(outcomes("trivy", Critical, false), [PARTIAL, PARTIAL]);
    assert_eq!(outcomes("trivy", High, true), [SUPPORTS, PARTIAL]);
    assert_eq!(outcomes("trivy", High, false), [SUPPORTS, SUPPORTS]);
    assert_eq!(outcomes("trivy", Medium, true), [SUPPORTS, SUPPORTS]);
    // Until the day on which the fix is due.
    let [young, _] = scan("trivy", High, true);
    assert_eq!(young.fresh_until, Some(crate::common::TODAY));
    let clean = measured("trivy", &[("scan.objects", 9.0, &[])]);
    for kind in ["sarif", "cyclonedx"] {
        assert_eq!(
            outcomes(kind, Critical, false),
            [PARTIAL, PARTIAL],
            "{kind}"
        );
        // They don't say what they looked at.
        assert_eq!(outcome(rule, &[&file(kind)]), FEW, "{kind}");
        assert_eq!(outcome(rule, &[&file(kind), &clean]), SUPPORTS, "{kind}");
    }
    assert_no_data(rule, &clean);
}

#[test]
fn secrets_in_other_scans_contradict_and_nothing_else_there_does() {
    let rule = "S10.secrets";
    let clean = measured("trufflehog", &[("scan.objects", 9.0, &[])]);
    assert_eq!(outcome(rule, &[&clean]), SUPPORTS);
    for kind in ["trivy", "trivy_operator", "sarif"] {
        let scan = |tags: &[&str]| {
            let tags = tags.iter().map(|tag| Tag::clip(tag)).collect();
            let one = Finding {
                tags,
                ..finding("aws-access-key-id", Severity::Low)
            };
            found(vec![one], measured(kind, &[("scan.objects", 9.0, &[])]))
        };
        let secret = scan(&["secret"]);
        assert_eq!(outcome(rule, &[&secret]), CONTRADICTS, "{kind}");
        assert_eq!(outcome(rule, &[&clean, &secret]), CONTRADICTS, "{kind}");
        let other = scan(&["vulnerability"]);
        assert_eq!(outcome(rule, &[&other]), FEW, "{kind}");
        assert_eq!(outcome(rule, &[&clean, &other]), SUPPORTS, "{kind}");
    }
    assert_no_data(rule, &clean);
}

#[test]
fn code_of_extensions_counts_and_other_code_does_not() {
    let rule = "S08.scan";
    let clean = measured("mcp_scanner", &[("scan.objects", 9.0, &[])]);
    for kind in ["semgrep", "sarif"] {
        let scan = |path| {
            let location = Location {
                file: Some(Place::clip(path)),
                ..Location::default()
            };
            let one = Finding {
                location,
                ..finding("exec", Severity::High)
            };
            found(vec![one], measured(kind, &[("scan.objects", 9.0, &[])]))
        };
        let skill = scan("agents/Skills/mail/run.py");
        assert_eq!(outcome(rule, &[&skill]), CONTRADICTS, "{kind}");
        assert_eq!(outcome(rule, &[&clean, &skill]), CONTRADICTS, "{kind}");
        let other = scan("web/server.py");
        assert_eq!(outcome(rule, &[&other]), FEW, "{kind}");
        assert_eq!(outcome(rule, &[&clean, &other]), SUPPORTS, "{kind}");
    }
    assert_no_data(rule, &clean);
}
