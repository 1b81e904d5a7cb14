//! One module for each kind of file, and the order in which they are asked.

mod agent_scan;
mod aiperf;
mod alertmanager_webhook;
mod attack;
mod attributes;
mod bench;
mod carbon_export;
mod chaos_mesh;
mod checkov;
mod checks;
mod codecarbon;
mod cost;
mod cyclonedx;
mod deepeval;
mod dependency_check;
mod detect_secrets;
mod empty;
mod energy;
mod eval;
mod fairness;
mod focus;
mod garak_digest;
mod garak_hitlog;
mod garak_report;
mod gitleaks;
mod grafana;
mod groups;
mod helm;
mod hf_card;
mod hiddenlayer;
mod incidents;
mod inference_perf;
mod inspect;
mod junit;
mod k6;
mod kube_bench;
mod kube_linter;
mod kubernetes;
mod kubescape;
mod lighteval;
mod litellm_config;
mod litellm_spend;
mod litmus;
mod lm_eval;
mod lm_eval_samples;
mod locust;
mod log_store;
mod mcp_scanner;
mod mcp_tools;
mod model_signing;
mod modelscan;
mod objects;
mod opencost;
mod openreports;
mod openslo;
mod osv_scanner;
mod pip_audit;
mod price_list;
mod prometheus_rules;
mod promptfoo;
mod provenance;
mod prowler;
mod purpose;
mod pyrit;
mod ragas;
mod sandbox;
mod sarif;
mod scorecard;
mod semgrep;
mod spdx;
mod tco;
mod trivy;
mod trivy_operator;
mod trufflehog;
mod vegeta;
mod velero;
mod vllm_bench;

use domain::evidence::Kind;

use crate::{draft::Draft, intake::Content};

/// How one kind of file is recognised and read.
pub struct Reader {
    /// The kind.
    pub kind: Kind,
    /// The tool, where the file does not name it.
    pub tool: &'static str,
    /// Whether the tool writes `null` or `[]` where it found nothing.
    pub writes_nothing: bool,
    /// Whether the content is of this kind; looks at keys, never at all values.
    pub matches: fn(&Content<'_>) -> bool,
    /// Reads it.
    pub read: fn(&Content<'_>, &mut Draft<'_>),
}

/// Every reader; the first that matches wins, so that those with the most telling keys come first.
static READERS: &[&Reader] = &[
    &sarif::READER,
    &hiddenlayer::READER,
    &cyclonedx::READER,
    &spdx::READER,
    &model_signing::READER,
    &provenance::READER,
    &modelscan::READER,
    &trivy_operator::READER,
    &openreports::READER,
    &litmus::READER,
    &chaos_mesh::READER,
    &openslo::READER,
    &velero::READER,
    &kubernetes::READER,
    &kubescape::READER,
    &kube_linter::READER,
    &kube_bench::READER,
    &prowler::READER,
    &prometheus_rules::READER,
    &alertmanager_webhook::READER,
    &litellm_config::READER,
    &log_store::READER,
    &litellm_spend::READER,
    &opencost::READER,
    &focus::READER,
    &trivy::READER,
    &gitleaks::READER,
    &trufflehog::READER,
    &detect_secrets::READER,
    &dependency_check::READER,
    &agent_scan::READER,
    &mcp_scanner::READER,
    &checkov::READER,
    &semgrep::READER,
    &osv_scanner::READER,
    &pip_audit::READER,
    &garak_report::READER,
    &garak_hitlog::READER,
    &garak_digest::READER,
    &promptfoo::READER,
    &mcp_tools::READER,
    &pyrit::READER,
    &inspect::READER,
    &lighteval::READER,
    &lm_eval::READER,
    &lm_eval_samples::READER,
    &helm::READER,
    &deepeval::READER,
    &fairness::READER,
    &vllm_bench::READER,
    &aiperf::READER,
    &inference_perf::READER,
    &k6::READER,
    &vegeta::READER,
    &locust::READER,
    &codecarbon::READER,
    &carbon_export::READER,
    &incidents::READER,
    &tco::READER,
    &price_list::READER,
    &scorecard::READER,
    &grafana::READER,
    &junit::READER,
    &hf_card::READER,
    &ragas::READER,
    &empty::READER,
];

/// Every reader, in the order in which they are asked.
pub fn all() -> impl Iterator<Item = &'static Reader> {
    READERS.iter().copied()
}

/// The reader for this content.
pub fn find(content: &Content<'_>) -> Option<&'static Reader> {
    all().find(|reader| (reader.matches)(content))
}
