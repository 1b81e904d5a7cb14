//! The kinds of files that can be read.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:tt),* $(,)?) => {
        /// The kind of a file, recognised by its content.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Kind {$(
            $(#[$doc])*
            #[serde(rename = $code)]
            $name,
        )*}

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its code, as stored and as the API takes it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
        }
    };
}

// One line for each kind, in the order of the alphabet: additions then rarely meet.
kinds! {
    /// snyk agent-scan, formerly invariantlabs mcp-scan.
    AgentScan = "agent_scan",
    /// aiperf and genai-perf: load tests of model servers.
    Aiperf = "aiperf",
    /// Alertmanager's webhook, version 4.
    AlertmanagerWebhook = "alertmanager_webhook",
    /// Emissions as AWS and Google Cloud report them.
    CarbonExport = "carbon_export",
    /// Experiments of Chaos Mesh in Kubernetes.
    ChaosMesh = "chaos_mesh",
    /// checkov.
    Checkov = "checkov",
    /// `CodeCarbon`: energy and emissions of runs.
    Codecarbon = "codecarbon",
    /// `CycloneDX` 1.x in JSON or XML: models, data sets and software.
    Cyclonedx = "cyclonedx",
    /// `DeepEval`: tests of outputs.
    Deepeval = "deepeval",
    /// OWASP Dependency-Check.
    DependencyCheck = "dependency_check",
    /// A detect-secrets baseline.
    DetectSecrets = "detect_secrets",
    /// `null` or `[]`: what several scanners write when they found nothing; says neither which nor where.
    EmptyResult = "empty_result",
    /// Our own form of fairness results: a metric by group.
    Fairness = "fairness",
    /// FOCUS 1.0–1.4 in CSV: cost and usage.
    Focus = "focus",
    /// garak's digest: rates by probe.
    GarakDigest = "garak_digest",
    /// garak's log of the attacks that succeeded.
    GarakHitlog = "garak_hitlog",
    /// garak's report of a run.
    GarakReport = "garak_report",
    /// gitleaks 7 and 8.
    Gitleaks = "gitleaks",
    /// A Grafana dashboard.
    GrafanaDashboard = "grafana_dashboard",
    /// HELM: statistics of a run.
    HelmStats = "helm_stats",
    /// A Hugging Face model card.
    HfModelCard = "hf_model_card",
    /// `HiddenLayer`'s model scanner.
    Hiddenlayer = "hiddenlayer",
    /// Records of incidents: `PagerDuty`'s analytics, or our own form.
    Incidents = "incidents",
    /// inference-perf: load tests of model servers.
    InferencePerf = "inference_perf",
    /// A log of Inspect (UK AISI) in JSON.
    InspectLog = "inspect_log",
    /// `JUnit` XML, as most test runners write it.
    Junit = "junit",
    /// k6: load tests.
    K6 = "k6",
    /// kube-bench.
    KubeBench = "kube_bench",
    /// kube-linter.
    KubeLinter = "kube_linter",
    /// Manifests of Kubernetes objects.
    Kubernetes = "kubernetes",
    /// kubescape 2 and later.
    Kubescape = "kubescape",
    /// lighteval: benchmark results.
    Lighteval = "lighteval",
    /// Settings of a `LiteLLM` proxy.
    LitellmConfig = "litellm_config",
    /// Rows of `LiteLLM`'s spend log.
    LitellmSpend = "litellm_spend",
    /// Results of Litmus experiments.
    Litmus = "litmus",
    /// lm-evaluation-harness: benchmark results.
    LmEval = "lm_eval",
    /// lm-evaluation-harness: its log of samples.
    LmEvalSamples = "lm_eval_samples",
    /// locust: load tests.
    Locust = "locust",
    /// How long stores of logs keep records, and locks of archives.
    LogStore = "log_store",
    /// Cisco mcp-scanner.
    McpScanner = "mcp_scanner",
    /// Definitions of MCP tools.
    McpTools = "mcp_tools",
    /// `OpenSSF` model signing: a sigstore bundle of a model's digests.
    ModelSigning = "model_signing",
    /// `ModelScan`.
    Modelscan = "modelscan",
    /// Allocations of `OpenCost` and Kubecost.
    Opencost = "opencost",
    /// Policy reports of `OpenReports` and wgpolicyk8s.
    Openreports = "openreports",
    /// `OpenSLO`: objectives of services.
    Openslo = "openslo",
    /// osv-scanner.
    OsvScanner = "osv_scanner",
    /// pip-audit.
    PipAudit = "pip_audit",
    /// List prices of models, as models.dev publishes them.
    PriceList = "price_list",
    /// Prometheus' answer about its rules, and its rules as they are declared.
    PrometheusRules = "prometheus_rules",
    /// promptfoo.
    Promptfoo = "promptfoo",
    /// in-toto statements about builds (SLSA provenance) and test results.
    Provenance = "provenance",
    /// Prowler's findings in OCSF.
    Prowler = "prowler",
    /// `PyRIT`: results of attacks.
    Pyrit = "pyrit",
    /// RAGAS: scores of retrieval-augmented generation.
    Ragas = "ragas",
    /// SARIF 2.1.0 of any analyser.
    Sarif = "sarif",
    /// `OpenSSF` Scorecard.
    Scorecard = "scorecard",
    /// semgrep.
    Semgrep = "semgrep",
    /// SPDX 3 in JSON-LD: models, data sets and software; SPDX 2 in JSON: packages.
    Spdx = "spdx",
    /// Our own form of a comparison of costs: an API or models of one's own.
    Tco = "tco",
    /// trivy.
    Trivy = "trivy",
    /// Reports of the trivy operator in Kubernetes.
    TrivyOperator = "trivy_operator",
    /// trufflehog 3.
    Trufflehog = "trufflehog",
    /// vegeta: load tests.
    Vegeta = "vegeta",
    /// Restores of Velero.
    Velero = "velero",
    /// `vllm bench serve` and the like: load tests of model servers.
    VllmBench = "vllm_bench",
}

impl Kind {
    /// Whether a file lists every hit of its run even where it does not say what else was looked at: what the next
    /// one about the same no longer lists is gone, though the file proves nothing clean. A log of some hits (garak's)
    /// is shorter whenever less was tried, and so is none of these.
    pub const fn lists_every_hit(self) -> bool {
        matches!(
            self,
            Self::Cyclonedx
                | Self::DetectSecrets
                | Self::GarakDigest
                | Self::Gitleaks
                | Self::KubeLinter
                | Self::Modelscan
                | Self::Semgrep
                | Self::Trivy
                | Self::Trufflehog
        )
    }

    /// Whether a file names only that in which something was found: what it names changes with every repair, and
    /// can't tell which run follows which.
    pub const fn names_only_hits(self) -> bool {
        matches!(self, Self::Gitleaks | Self::KubeLinter | Self::Trufflehog)
    }
}

/// No kind has this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of evidence file")]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(code: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.code() == code)
            .ok_or(UnknownKind)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_read_back() {
        for kind in Kind::ALL {
            assert_eq!(kind.code().parse(), Ok(*kind));
            let json = serde_json::to_string(kind).unwrap();
            assert_eq!(json, format!("\"{kind}\""));
        }
    }

    #[test]
    fn a_log_of_some_hits_ends_nothing() {
        assert!(Kind::Gitleaks.lists_every_hit() && Kind::GarakDigest.lists_every_hit());
        assert!(!Kind::GarakHitlog.lists_every_hit() && !Kind::Pyrit.lists_every_hit());
        assert!(!Kind::EmptyResult.lists_every_hit());
        // What they name tells no run from another, so that only their lists can end something.
        let by_hits = Kind::ALL.iter().filter(|kind| kind.names_only_hits());
        assert!(by_hits.copied().all(Kind::lists_every_hit));
    }
}
