//! From a file to a verdict: fixtures of readers, judged by the rules of the built-in framework.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use domain::evidence::Reading;
use domain::framework::builtin;
use domain::rule::signal::Names;
use domain::rule::{Dated, Evidence, Gap, Outcome, Verdict, judge};
use time::macros::date;
use time::{Date, UtcOffset};

/// Shortly after what the fixtures are about.
const TODAY: Date = date!(2026 - 03 - 30);
const SUPPORTS: Outcome = Outcome::Supports;
const CONTRADICTS: Outcome = Outcome::Contradicts;
const PARTIAL: Outcome = Outcome::NoData(Gap::Partial);
const FEW: Outcome = Outcome::NoData(Gap::Inconclusive);
const REJECTED: Outcome = Outcome::NoData(Gap::Rejected);

fn reading(path: &str) -> Reading {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let bytes = std::fs::read(folder.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    evidence::read(&bytes, &evidence::Limits::default()).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The verdict over fixtures that came in today; those with a date count from then.
fn verdict(rule: &str, paths: &[&str], today: Date) -> Verdict {
    let readings: Vec<_> = paths.iter().map(|path| reading(path)).collect();
    let day = |reading: &Reading| {
        let stated = reading
            .taken_at
            .map(|at| at.to_offset(UtcOffset::UTC).date());
        stated.filter(|day| *day <= today).unwrap_or(today)
    };
    let readings: Vec<_> = readings
        .iter()
        .map(|reading| Dated {
            reading,
            day: day(reading),
        })
        .collect();
    let evidence = Evidence {
        reviewed: &Names::default(),
        readings: &readings,
        settled: &BTreeSet::new(),
        since: &BTreeMap::new(),
        services: &BTreeSet::new(),
        today,
    };
    let rules = &builtin().unwrap().rules;
    let found = rules.iter().find(|r| r.id.as_str() == rule);
    let found = found.and_then(|r| r.test.as_ref().zip(r.thresholds.as_ref()));
    let (test, thresholds) = found.unwrap_or_else(|| panic!("{rule} judges no files"));
    judge(test, thresholds, evidence)
}

fn assert_all(cases: &[(&str, &[&str], Outcome)]) {
    assert_all_on(TODAY, cases);
}

fn assert_all_on(today: Date, cases: &[(&str, &[&str], Outcome)]) {
    for (rule, paths, expected) in cases {
        let verdict = verdict(rule, paths, today);
        assert_eq!(
            verdict.outcome, *expected,
            "{rule} over {paths:?}: {verdict:?}"
        );
    }
}

#[test]
fn manifests() {
    let serving: &[_] = &["kubernetes/serving.yaml"];
    let cluster: &[_] = &["kubernetes/list.json"];
    assert_all(&[
        ("R01.manifest", serving, SUPPORTS),
        ("R01.manifest", cluster, CONTRADICTS),
        ("R03.probe", serving, SUPPORTS),
        ("R03.probe", cluster, CONTRADICTS),
        ("R05.config", serving, SUPPORTS),
        ("R05.config", cluster, PARTIAL),
        ("S10.vault", serving, CONTRADICTS),
        ("S10.vault", &["kubernetes/vault.yaml"], SUPPORTS),
        ("P02.engine", serving, SUPPORTS),
        ("P02.engine", &["kubernetes/vault.yaml"], FEW),
        ("U02.method", serving, SUPPORTS),
        ("C03.weights", serving, PARTIAL),
        ("P07.config", serving, SUPPORTS),
        ("O02.rollout", serving, PARTIAL),
    ]);
}

#[test]
fn clusters_and_accounts() {
    assert_all(&[
        ("S01.rbac", &["kubescape/v2.json"], CONTRADICTS),
        ("S01.rbac", &["kube_linter/report.json"], CONTRADICTS),
        ("S01.rbac", &["kube_linter/clean.json"], PARTIAL),
        ("S01.review", &["prowler/clean.ocsf.json"], FEW),
        ("S10.static", &["prowler/clean.ocsf.json"], FEW),
        ("S12.posture", &["prowler/clean.ocsf.json"], SUPPORTS),
        ("S12.posture", &["kubescape/nothing.json"], PARTIAL),
        ("S13.platform", &["kube_bench/controls.json"], CONTRADICTS),
        (
            "S13.platform",
            &["kube_bench/list.json", "prowler/clean.ocsf.json"],
            FEW,
        ),
    ]);
}

#[test]
fn drills_objectives_and_alerts() {
    let objectives: &[_] = &["openslo/both.yaml", "prometheus_rules/healthy.json"];
    assert_all(&[
        ("R06.litmus", &["litmus/passed.yaml"], SUPPORTS),
        ("R06.litmus", &["litmus/results.yaml"], CONTRADICTS),
        ("R06.mesh", &["chaos_mesh/experiments.yaml"], PARTIAL),
        ("R07.def", objectives, SUPPORTS),
        ("R07.def", &["openslo/both.yaml"], PARTIAL),
        (
            "R07.def",
            &["openslo/slos.yaml", "prometheus_rules/healthy.json"],
            PARTIAL,
        ),
        (
            "S11.alert",
            &[
                "prometheus_rules/healthy.json",
                "alertmanager_webhook/security.json",
            ],
            SUPPORTS,
        ),
        (
            "S11.alert",
            &[
                "prometheus_rules/healthy.json",
                "alertmanager_webhook/firing.json",
            ],
            PARTIAL,
        ),
        (
            "C07.rule",
            &[
                "prometheus_rules/healthy.json",
                "alertmanager_webhook/firing.json",
            ],
            SUPPORTS,
        ),
        ("C07.rule", &["prometheus_rules/healthy.json"], PARTIAL),
    ]);
}

#[test]
fn bills() {
    let spdx: &[_] = &["spdx/models.json"];
    assert_all(&[
        ("C01.share", &["focus/attributed.csv"], SUPPORTS),
        ("C01.share", &["focus/unattributed.csv"], CONTRADICTS),
        ("S03.bom", spdx, SUPPORTS),
        ("S03.bom", &["cyclonedx/models.json"], PARTIAL),
        ("S05.bom", spdx, SUPPORTS),
        ("S05.bom", &["cyclonedx/models.json"], PARTIAL),
        ("U01.training", spdx, SUPPORTS),
        ("U03.declared", spdx, PARTIAL),
        ("U04.doc", spdx, PARTIAL),
        ("U07.docs", spdx, PARTIAL),
    ]);
}

#[test]
fn attacks_and_tests() {
    assert_all(&[
        ("S03.probe", &["garak_report/privacy.jsonl"], SUPPORTS),
        ("S03.probe", &["garak_report/worst-detector.jsonl"], FEW),
        ("S03.probe", &["garak_report/stand-in.jsonl"], REJECTED),
        ("S02.effect", &["garak_report/privacy.jsonl"], PARTIAL),
        ("S06.test", &["garak_report/privacy.jsonl"], FEW),
    ]);
}

#[test]
fn old_files_are_stale_and_then_nothing() {
    let outcome = |today| verdict("S12.posture", &["prowler/clean.ocsf.json"], today).outcome;
    assert_eq!(outcome(date!(2026 - 06 - 01)), SUPPORTS);
    assert_eq!(outcome(date!(2026 - 06 - 02)), Outcome::NoData(Gap::Stale));
    assert_eq!(
        outcome(date!(2026 - 10 - 01)),
        Outcome::NoData(Gap::Nothing)
    );
}

#[test]
fn files_of_other_months() {
    let january = date!(2026 - 01 - 20);
    let february = date!(2026 - 02 - 20);
    assert_all_on(
        january,
        &[("S10.static", &["prowler/findings.ocsf.json"], CONTRADICTS)],
    );
    assert_all_on(
        february,
        &[
            ("C01.share", &["focus/bill.csv"], PARTIAL),
            ("O03.test", &["promptfoo/quality.json"], PARTIAL),
            ("O04.auto", &["promptfoo/quality.json"], PARTIAL),
        ],
    );
}

#[test]
fn gateways_and_stores() {
    assert_all(&[
        ("R02.config", &["litellm_config/config.yaml"], SUPPORTS),
        ("R02.config", &["litellm_config/single.yaml"], FEW),
        ("R02.config", &["kubernetes/routes.yaml"], SUPPORTS),
        ("R02.config", &["kubernetes/serving.yaml"], FEW),
        ("S09.retention", &["log_store/loki.yaml"], CONTRADICTS),
        ("S09.retention", &["log_store/cloudwatch.json"], PARTIAL),
        ("S09.retention", &["log_store/ism.json"], CONTRADICTS),
        ("S09.retention", &["log_store/s3.json"], FEW),
        ("S13.integrity", &["log_store/s3.json"], SUPPORTS),
        ("S13.integrity", &["log_store/s3-governance.json"], PARTIAL),
        (
            "S13.integrity",
            &["log_store/azure.json", "log_store/google.json"],
            PARTIAL,
        ),
        ("S13.integrity", &["log_store/loki.yaml"], FEW),
    ]);
}

#[test]
fn incidents_restores_and_comparisons() {
    assert_all(&[
        ("S11.time", &["incidents/records.csv"], PARTIAL),
        ("S11.time", &["incidents/late.jsonl"], CONTRADICTS),
        ("S11.time", &["incidents/pagerduty.json"], FEW),
        ("O05.link", &["incidents/records.csv"], PARTIAL),
        ("O05.link", &["incidents/late.jsonl"], CONTRADICTS),
        ("O05.link", &["incidents/pagerduty.json"], PARTIAL),
        ("R04.drill", &["velero/restores.yaml"], PARTIAL),
        ("R04.drill", &["velero/failed.json"], CONTRADICTS),
        // The later one of the same namespaces counts.
        (
            "R04.drill",
            &["velero/restores.yaml", "velero/failed.json"],
            CONTRADICTS,
        ),
        ("C06.generated", &["tco/report.json"], PARTIAL),
        ("C06.generated", &["tco/one-sided.json"], PARTIAL),
        ("U01.storage", &["carbon_export/aws.csv"], PARTIAL),
        ("U01.storage", &["carbon_export/google.csv"], FEW),
    ]);
}

#[test]
fn digests_signatures_and_considerations() {
    let bom = "cyclonedx/signed.json";
    assert_all(&[
        ("S04.hash", &[bom, "kubernetes/routes.yaml"], SUPPORTS),
        ("S04.hash", &[bom, "provenance/verified.json"], PARTIAL),
        (
            "S04.hash",
            &["cyclonedx/other-digest.json", "provenance/verified.json"],
            CONTRADICTS,
        ),
        ("S04.hash", &["kubernetes/routes.yaml"], FEW),
        ("S05.sign", &[bom, "provenance/verified.json"], SUPPORTS),
        ("S05.sign", &[bom, "provenance/gh-verify.json"], SUPPORTS),
        ("S05.sign", &["provenance/verified.json"], PARTIAL),
        ("S05.sign", &[bom, "provenance/v1-bundle.json"], PARTIAL),
        (
            "S05.sign",
            &[bom, "provenance/not-verified.json"],
            CONTRADICTS,
        ),
        (
            "S05.sign",
            &["cyclonedx/other-digest.json", "provenance/verified.json"],
            CONTRADICTS,
        ),
        // A person has to say which models are allowed.
        ("S04.source", &[bom], PARTIAL),
        ("S04.sandbox", &["junit/sandbox.xml"], PARTIAL),
        // A result without a date.
        ("S04.sandbox", &["provenance/sandbox.json"], FEW),
        ("S04.sandbox", &["junit/nested.xml"], CONTRADICTS),
        ("S04.sandbox", &["provenance/passed.json"], FEW),
        ("U06.record", &[bom], PARTIAL),
        ("U06.record", &["spdx/models.json"], PARTIAL),
    ]);
}

#[test]
fn pairs_of_models() {
    let original = "lm_eval/original.json";
    assert_all(&[
        (
            "P02.quality",
            &[original, "lm_eval/compressed.json"],
            SUPPORTS,
        ),
        (
            "P02.quality",
            &[original, "lm_eval/damaged.json"],
            CONTRADICTS,
        ),
        ("P02.quality", &[original, "lm_eval/large.json"], FEW),
        ("P01.eval", &[original, "lm_eval/large.json"], SUPPORTS),
        (
            "P01.eval",
            &["lm_eval/damaged.json", "lm_eval/large.json"],
            PARTIAL,
        ),
        ("P01.eval", &[original], FEW),
    ]);
}

#[test]
fn what_agents_run_as() {
    assert_all(&[
        ("S07.identity", &["kubescape/v2.json"], PARTIAL),
        (
            "S07.identity",
            &["trivy_operator/reports.yaml"],
            CONTRADICTS,
        ),
        ("S07.identity", &["kube_linter/clean.json"], PARTIAL),
        ("S07.identity", &["prowler/clean.ocsf.json"], FEW),
    ]);
}
