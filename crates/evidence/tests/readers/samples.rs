//! Files of real tools, with numbers that jq and Python counted. They are not part of the repository:
//! without them, beside the project's folder, this says so and passes.

use std::{fs, path::PathBuf};

use domain::evidence::{Completeness, Kind, Reason, Unusable};
use evidence::{Limits, read};

use crate::common::{counts, sum};

/// File, kind, open by severity (critical, high, medium, low, info), suppressed, passed, completeness.
type Row = (&'static str, Kind, [u64; 5], u64, u64, Completeness);

const COMPLETE: Completeness = Completeness::Complete;
const UNSTATED: Completeness = Completeness::Partial(Reason::CoverageNotStated);
const LISTED: Completeness = Completeness::Partial(Reason::NotAnalysed);
const SILENT: Completeness = Completeness::Partial(Reason::AnalyserSilent { count: 1 });

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("sarif/DefectDojo+django-DefectDojo__SuppressionTestCurrent.sarif", Kind::Sarif, [0, 0, 1, 0, 0], 3, 0, COMPLETE),
    ("sarif/DefectDojo+django-DefectDojo__dockle_0_3_15.sarif", Kind::Sarif, [0, 1, 0, 3, 0], 0, 0, COMPLETE),
    ("sarif/DefectDojo+django-DefectDojo__issue_10191.json", Kind::Sarif, [34, 1, 42, 0, 0], 0, 0, COMPLETE),
    ("sarif/DefectDojo+django-DefectDojo__mobsfscan.json", Kind::Sarif, [0, 1, 1, 7, 0], 0, 0, COMPLETE),
    ("sarif/DefectDojo+django-DefectDojo__spotbugs.sarif", Kind::Sarif, [0, 0, 0, 56, 0], 0, 0, Completeness::Failed(Reason::RunFailed)),
    ("sarif/DefectDojo+django-DefectDojo__taint-python-report.sarif", Kind::Sarif, [0, 8, 1, 2, 0], 0, 0, COMPLETE),
    ("gitleaks_json/DefectDojo+django-DefectDojo__no_findings.json", Kind::EmptyResult, [0; 5], 0, 0, Completeness::Partial(Reason::ToolNotNamed)),
    ("detect_secrets_json/DefectDojo+django-DefectDojo__many_findings.json", Kind::DetectSecrets, [0, 1, 2, 0, 0], 1, 0, UNSTATED),
    ("trivy_json/DefectDojo+django-DefectDojo__cvssv4_severity_source.json", Kind::Trivy, [0, 0, 1, 2, 0], 0, 0, COMPLETE),
    ("trivy_json/DefectDojo+django-DefectDojo__legacy_no_vuln.json", Kind::EmptyResult, [0; 5], 0, 0, Completeness::Partial(Reason::ToolNotNamed)),
    ("trivy_json/DefectDojo+django-DefectDojo__scheme_2_no_vuln.json", Kind::Trivy, [0; 5], 0, 0, COMPLETE),
    ("trivy_operator/DefectDojo+django-DefectDojo__configauditreport_many.json", Kind::TrivyOperator, [0, 0, 2, 11, 0], 0, 0, COMPLETE),
    ("osv_scanner_json/DefectDojo+django-DefectDojo__some_findings.json", Kind::OsvScanner, [1, 0, 0, 0, 0], 0, 0, COMPLETE),
    ("pip_audit_json/DefectDojo+django-DefectDojo__many_vulns_new.json", Kind::PipAudit, [0, 0, 7, 0, 0], 0, 2, Completeness::Partial(Reason::ObjectsSkipped { count: 1 })),
    ("checkov_json/DefectDojo+django-DefectDojo__checkov-report-severity.json", Kind::Checkov, [0, 1, 2, 1, 0], 0, 0, COMPLETE),
    ("semgrep_json/DefectDojo+django-DefectDojo__empty.json", Kind::Semgrep, [0; 5], 0, 0, UNSTATED),
    ("semgrep_json/DefectDojo+django-DefectDojo__many_findings.json", Kind::Semgrep, [0, 0, 2, 1, 0], 0, 0, UNSTATED),
    ("mcp_scanner_json/cisco-ai-defense+mcp-scanner__arxiv-mcp-server_scan.json", Kind::McpScanner, [0; 5], 0, 0, SILENT),
    ("mcp_scanner_json/cisco-ai-defense+mcp-scanner__kubectl-mcp-server_scan.json", Kind::McpScanner, [0, 1, 0, 0, 0], 0, 0, COMPLETE),
    ("mcp_scanner_json/cisco-ai-defense+mcp-scanner__mcp-pandoc_scan.json", Kind::McpScanner, [0; 5], 0, 0, SILENT),
    ("mcp_scanner_json/cisco-ai-defense+mcp-scanner__yargi-mcp_scan.json", Kind::McpScanner, [0, 0, 1, 0, 0], 0, 0, COMPLETE),
    ("mcp_tool_definitions/cisco-ai-defense+mcp-scanner__good_tool.json", Kind::McpTools, [0; 5], 0, 0, COMPLETE),
    ("garak_digest/NVIDIA+garak__tbsa_digest_0.json", Kind::GarakDigest, [8, 1, 3, 3, 0], 0, 0, UNSTATED),
    ("garak_hitlog/DefectDojo+django-DefectDojo__no_hits.jsonl", Kind::GarakHitlog, [0; 5], 0, 0, UNSTATED),
    ("garak_hitlog/DefectDojo+django-DefectDojo__varied_scores.jsonl", Kind::GarakHitlog, [0, 0, 7, 0, 0], 0, 0, UNSTATED),
    ("garak_report/NVIDIA+garak__qual_review_mixed.report.jsonl", Kind::GarakReport, [1, 0, 0, 0, 0], 0, 0, Completeness::Partial(Reason::Truncated)),
    ("garak_report/NVIDIA+garak__test.report.jsonl", Kind::GarakReport, [0; 5], 0, 0, Completeness::Failed(Reason::NoRealTarget)),
    ("garak_report/NVIDIA+garak__test_with_ci.report.jsonl", Kind::GarakReport, [0; 5], 0, 0, Completeness::Failed(Reason::NoRealTarget)),
    ("cyclonedx_mlbom/CycloneDX+bom-examples__model_card_with_dataset.json", Kind::Cyclonedx, [0; 5], 0, 0, LISTED),
    ("cyclonedx_mlbom/CycloneDX+bom-examples__model_foundation.json", Kind::Cyclonedx, [0; 5], 0, 0, LISTED),
    ("modelscan_json/ocurity+dracon__modelscan_0.5.0_four_severities.json", Kind::Modelscan, [1, 1, 1, 1, 0], 0, 0, COMPLETE),
    ("model_signing/sigstore+model-transparency__v0.3.1-elliptic-key.sig.json", Kind::ModelSigning, [0; 5], 0, 0, LISTED),
    ("model_signing/sigstore+model-transparency__v1.1.0-certificate.sig.json", Kind::ModelSigning, [0; 5], 0, 0, LISTED),
    ("model_signing/sigstore+model-transparency__v1.1.0-elliptic-key.sig.json", Kind::ModelSigning, [0; 5], 0, 0, LISTED),
    ("spdx/spdx+spdx-examples__ai_example05_trimmed.spdx3.json", Kind::Spdx, [0; 5], 0, 0, LISTED),
    ("hiddenlayer_json/DefectDojo+django-DefectDojo__hiddenlayer_many_vuln.json", Kind::Hiddenlayer, [1, 1, 1, 1, 0], 1, 1, COMPLETE),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__ai_billing_multi_model_usage.csv", Kind::Focus, [0; 5], 0, 0, COMPLETE),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__commitment_discount_usage_scenario_4.csv", Kind::Focus, [0; 5], 0, 0, COMPLETE),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__commitment_flex_2_resources.csv", Kind::Focus, [0; 5], 0, 0, COMPLETE),
    ("kube_bench_json/DefectDojo+django-DefectDojo__kube-bench-report-many-vuln.json", Kind::KubeBench, [0, 0, 4, 0, 0], 0, 20, COMPLETE),
    ("kube_linter_json/DefectDojo+django-DefectDojo__kubelinter_many_vuln.json", Kind::KubeLinter, [0, 3, 4, 0, 0], 0, 0, UNSTATED),
    ("openreports/DefectDojo+django-DefectDojo__openreports_list_format.json", Kind::Openreports, [0, 1, 1, 1, 0], 0, 0, COMPLETE),
    ("openslo_yaml/OpenSLO+OpenSLO__ratio-timeslices.yaml", Kind::Openslo, [0; 5], 0, 0, COMPLETE),
    ("prowler_ocsf/DefectDojo+django-DefectDojo__example_output_aws.ocsf.json", Kind::Prowler, [0, 0, 1, 1, 0], 0, 0, COMPLETE),
    ("bench_json/llm-d+llm-d-benchmark__inference_perf_stage_lifecycle_metrics.json", Kind::InferencePerf, [0; 5], 0, 0, Completeness::Partial(Reason::FailuresNotStated)),
    ("codecarbon_csv/mlco2+codecarbon__emissions_invalid_headers.csv", Kind::Codecarbon, [0; 5], 0, 0, Completeness::Partial(Reason::ColumnsMissing { count: 1 })),
    ("helm_stats/evaleval+every_eval_ever__narrative_qa_gpt2_stats.json", Kind::HelmStats, [0; 5], 0, 0, COMPLETE),
    ("inspect_eval_log/evaleval+every_eval_ever__data_cyse2_vuln_exploit_challenges.json", Kind::InspectLog, [0; 5], 0, 0, COMPLETE),
    ("inspect_eval_log/evaleval+every_eval_ever__data_with_llm_scoring.json", Kind::InspectLog, [0; 5], 0, 0, COMPLETE),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__bazel_suite-logs.xml", Kind::Junit, [0, 0, 1, 0, 0], 0, 0, COMPLETE),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__jest_jest-junit.xml", Kind::Junit, [0; 5], 0, 2, COMPLETE),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__junit.multiresult.xml", Kind::Junit, [0, 0, 2, 0, 0], 0, 1, COMPLETE),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__pytest_junit.fail.xml", Kind::Junit, [0, 0, 1, 0, 0], 0, 3, COMPLETE),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__pytest_junit.gloo.standalone.xml", Kind::Junit, [0; 5], 0, 80, COMPLETE),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__tst_disabled.xml", Kind::Junit, [0, 0, 20, 0, 0], 0, 6, COMPLETE),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__unsupported-unicode.xml", Kind::Junit, [0, 0, 4, 0, 0], 0, 1, COMPLETE),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__with-xml-entities.xml", Kind::Junit, [0, 0, 2, 0, 0], 0, 0, COMPLETE),
    ("lighteval_results/evaleval+every_eval_ever__SmolLM2_results.json", Kind::Lighteval, [0; 5], 0, 0, COMPLETE),
    ("lm_eval_results/evaleval+every_eval_ever__results_2026-01-21T03-44-18.json", Kind::LmEval, [0; 5], 0, 0, COMPLETE),
    ("lm_eval_samples/evaleval+every_eval_ever__samples_math_perturbed_full.jsonl", Kind::LmEvalSamples, [0; 5], 0, 0, UNSTATED),
];

/// File, measure, sum of its values over all labels.
#[rustfmt::skip]
const SUMS: &[(&str, &str, f64)] = &[
    ("bench_json/llm-d+llm-d-benchmark__inference_perf_stage_lifecycle_metrics.json", "bench.requests", 79.0),
    ("bench_json/llm-d+llm-d-benchmark__inference_perf_stage_lifecycle_metrics.json", "bench.latency", 4.348_503_732_425_892),
    ("codecarbon_csv/mlco2+codecarbon__emissions_invalid_headers.csv", "carbon.emissions", 1.023_101_727_668_695_3),
    ("helm_stats/evaleval+every_eval_ever__narrative_qa_gpt2_stats.json", "eval.samples", 5.0),
    ("helm_stats/evaleval+every_eval_ever__narrative_qa_gpt2_stats.json", "fairness.groups", 28.0),
    ("helm_stats/evaleval+every_eval_ever__narrative_qa_gpt2_stats.json", "fairness.ratio", 7.0),
    ("inspect_eval_log/evaleval+every_eval_ever__data_cyse2_vuln_exploit_challenges.json", "eval.samples", 2340.0),
    ("inspect_eval_log/evaleval+every_eval_ever__data_with_llm_scoring.json", "eval.score", 0.431),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__pytest_junit.gloo.standalone.xml", "test.cases", 97.0),
    ("junit_xml/EnricoMi+publish-unit-test-result-action__tst_disabled.xml", "test.skipped", 5.0),
    ("lighteval_results/evaleval+every_eval_ever__SmolLM2_results.json", "eval.samples", 1278.0),
    ("lm_eval_results/evaleval+every_eval_ever__results_2026-01-21T03-44-18.json", "eval.samples", 10_000.0),
    ("lm_eval_results/evaleval+every_eval_ever__results_2026-01-21T03-44-18.json", "eval.score", 0.0004),
    ("lm_eval_samples/evaleval+every_eval_ever__samples_math_perturbed_full.jsonl", "eval.samples", 10.0),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__ai_billing_multi_model_usage.csv", "cost.total", 104.5),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__ai_billing_multi_model_usage.csv", "cost.keyed", 104.5),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__ai_billing_multi_model_usage.csv", "cost.keyed.full", 0.0),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__ai_billing_multi_model_usage.csv", "tokens.input", 13e6),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__ai_billing_multi_model_usage.csv", "tokens.output", 2.5e6),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__commitment_discount_usage_scenario_4.csv", "cost.all", 1.5),
    ("focus_csv/FinOps-Open-Cost-and-Usage-Spec+FOCUS_Spec__commitment_flex_2_resources.csv", "cost.all", 2.0),
    ("kube_linter_json/DefectDojo+django-DefectDojo__kubelinter_many_vuln.json", "scan.rules", 31.0),
    ("openslo_yaml/OpenSLO+OpenSLO__ratio-timeslices.yaml", "slo.target", 0.99),
];

/// File, components, digests of all of them, measures with labels.
#[rustfmt::skip]
const PARTS: &[(&str, usize, usize, usize)] = &[
    ("cyclonedx_mlbom/CycloneDX+bom-examples__model_card_with_dataset.json", 4, 0, 1),
    ("cyclonedx_mlbom/CycloneDX+bom-examples__model_foundation.json", 1, 0, 0),
    ("model_signing/sigstore+model-transparency__v0.3.1-elliptic-key.sig.json", 1, 1, 0),
    ("model_signing/sigstore+model-transparency__v1.1.0-certificate.sig.json", 3, 3, 0),
    ("model_signing/sigstore+model-transparency__v1.1.0-elliptic-key.sig.json", 3, 3, 0),
    ("spdx/spdx+spdx-examples__ai_example05_trimmed.spdx3.json", 2, 0, 5),
];

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("no samples beside the project: not run");
    None
}

#[test]
fn samples_have_the_numbers_that_others_counted() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    for (file, kind, open, suppressed, passed, completeness) in ROWS {
        let bytes = fs::read(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        let reading = read(&bytes, &Limits::default()).unwrap_or_else(|e| panic!("{file}: {e}"));
        let tally = &reading.tally;
        let found = (
            reading.kind,
            counts(&tally.open),
            tally.suppressed.total(),
            tally.passed,
            reading.completeness,
        );
        if found != (*kind, *open, *suppressed, *passed, *completeness) {
            wrong.push(format!("{file}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn samples_list_the_parts_that_others_counted() {
    let Some(folder) = folder() else { return };
    for (file, components, digests, measures) in PARTS {
        let bytes = fs::read(folder.join(file)).unwrap();
        let reading = read(&bytes, &Limits::default()).unwrap();
        let labelled = reading.measures.iter().filter(|m| !m.labels.is_empty());
        let found = (
            reading.components.len(),
            reading.components.iter().map(|c| c.digests.len()).sum(),
            labelled.count(),
        );
        assert_eq!(found, (*components, *digests, *measures), "{file}");
    }
}

#[test]
fn samples_have_the_sums_that_others_counted() {
    let Some(folder) = folder() else { return };
    for (file, name, expected) in SUMS {
        let bytes = fs::read(folder.join(file)).unwrap();
        let reading = read(&bytes, &Limits::default()).unwrap();
        let found = sum(&reading, name, &[]).unwrap_or(f64::NAN);
        assert!((found - expected).abs() < 1e-9, "{file}: {name} {found}");
    }
}

#[test]
fn every_sample_of_these_kinds_has_a_row() {
    let Some(folder) = folder() else { return };
    let folders: std::collections::BTreeSet<_> = ROWS
        .iter()
        .filter_map(|(file, ..)| file.split_once('/'))
        .map(|(f, _)| f)
        .collect();
    for name in folders {
        for file in fs::read_dir(folder.join(name)).unwrap() {
            let file = format!("{name}/{}", file.unwrap().file_name().to_string_lossy());
            assert!(ROWS.iter().any(|(row, ..)| *row == file), "{file}");
        }
    }
}

#[test]
fn samples_of_other_kinds_are_not_taken_for_these() {
    let Some(folder) = folder() else { return };
    for kind in fs::read_dir(&folder)
        .unwrap()
        .filter_map(Result::ok)
        .filter(|d| d.path().is_dir())
    {
        let name = kind.file_name().into_string().unwrap();
        if ROWS
            .iter()
            .any(|(row, ..)| row.split_once('/').is_some_and(|(f, _)| f == name))
        {
            continue;
        }
        for file in fs::read_dir(kind.path()).unwrap() {
            let path = file.unwrap().path();
            let read = read(&fs::read(&path).unwrap(), &Limits::default());
            let known = read
                .as_ref()
                .is_ok_and(|r| ROWS.iter().any(|(_, kind, ..)| *kind == r.kind));
            assert!(!known, "{}: {read:?}", path.display());
            assert!(
                !matches!(read, Err(Unusable::Incomplete { .. })),
                "{}",
                path.display()
            );
        }
    }
}
