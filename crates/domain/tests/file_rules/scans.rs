//! Scans of clusters and accounts.

use domain::evidence::{Completeness, FindingState, Reading, Reason, ScopeKind, Severity};
use domain::rule::Quoted;

use crate::common::{
    CONTRADICTS, FEW, PARTIAL, SUPPORTS, about, assert_no_data, figure, file, finding, found,
    measure, measured, outcome, verdict,
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
