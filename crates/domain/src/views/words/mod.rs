//! What codes of files, verdicts and figures are called in each language, the same on pages and in reports.

mod figures;

use crate::{
    Locale,
    evidence::{ComponentKind, Kind},
    rule::Gap,
};

pub use figures::{QUOTED, UNITS, grouped, number, quote, quoted, rough, short, unit};

/// A code with its words in Chinese and English.
pub type Line = (&'static str, &'static str, &'static str);

/// Defines the words for all values of a type: a new one does not compile until it has its line here. `{name}` stands for a
/// value that the pattern binds. The list is for those who check the words.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis $name:ident($ty:ty), $(#[$of:meta])* $list:ident: $($pattern:pat => $zh:literal, $en:literal;)*) => {
        $(#[$doc])*
        $vis fn $name(locale: $crate::Locale, value: &$ty) -> String {
            match (value, locale) {
                $(($pattern, $crate::Locale::Zh) => ::std::format!($zh), ($pattern, $crate::Locale::En) => ::std::format!($en),)*
            }
        }

        #[doc = concat!("The words of `", stringify!($name), "`, for those who check them.")]
        $(#[$of])*
        $vis const $list: &[$crate::views::words::Line] = &[$((stringify!($pattern), $zh, $en)),*];
    };
}
pub(crate) use words;

words! {
    /// A kind of file: the tool's own name.
    pub kind(Kind), KINDS:
    Kind::AgentScan => "snyk agent-scan", "snyk agent-scan";
    Kind::Aiperf => "AIPerf / GenAI-Perf", "AIPerf / GenAI-Perf";
    Kind::AlertmanagerWebhook => "Alertmanager webhook", "Alertmanager webhook";
    Kind::CarbonExport => "云厂商碳排放报告", "cloud carbon report";
    Kind::ChaosMesh => "Chaos Mesh", "Chaos Mesh";
    Kind::Checkov => "Checkov", "Checkov";
    Kind::Codecarbon => "CodeCarbon", "CodeCarbon";
    Kind::Cyclonedx => "CycloneDX", "CycloneDX";
    Kind::Deepeval => "DeepEval", "DeepEval";
    Kind::DependencyCheck => "Dependency-Check", "Dependency-Check";
    Kind::DetectSecrets => "detect-secrets", "detect-secrets";
    Kind::EmptyResult => "空结果", "Empty result";
    Kind::Fairness => "公平性评估", "fairness evaluation";
    Kind::Focus => "FOCUS", "FOCUS";
    Kind::GarakDigest => "garak摘要", "garak digest";
    Kind::GarakHitlog => "garak命中日志", "garak hit log";
    Kind::GarakReport => "garak报告", "garak report";
    Kind::Gitleaks => "gitleaks", "gitleaks";
    Kind::GrafanaDashboard => "Grafana", "Grafana";
    Kind::HelmStats => "HELM", "HELM";
    Kind::HfModelCard => "Hugging Face模型卡", "Hugging Face model card";
    Kind::Hiddenlayer => "HiddenLayer", "HiddenLayer";
    Kind::Incidents => "事件记录", "incident records";
    Kind::InferencePerf => "inference-perf", "inference-perf";
    Kind::InspectLog => "Inspect", "Inspect";
    Kind::Junit => "JUnit", "JUnit";
    Kind::K6 => "k6", "k6";
    Kind::KubeBench => "kube-bench", "kube-bench";
    Kind::KubeLinter => "kube-linter", "kube-linter";
    Kind::Kubernetes => "Kubernetes清单", "Kubernetes manifests";
    Kind::Kubescape => "Kubescape", "Kubescape";
    Kind::Lighteval => "lighteval", "lighteval";
    Kind::LitellmConfig => "LiteLLM配置", "LiteLLM configuration";
    Kind::LitellmSpend => "LiteLLM", "LiteLLM";
    Kind::Litmus => "LitmusChaos", "LitmusChaos";
    Kind::LmEval => "lm-eval", "lm-eval";
    Kind::LmEvalSamples => "lm-eval逐条样本", "lm-eval samples";
    Kind::Locust => "Locust", "Locust";
    Kind::LogStore => "日志存储设置", "log store settings";
    Kind::McpScanner => "Cisco mcp-scanner", "Cisco mcp-scanner";
    Kind::McpTools => "MCP工具定义", "MCP tool definitions";
    Kind::ModelSigning => "OpenSSF模型签名", "OpenSSF model signing";
    Kind::Modelscan => "ModelScan", "ModelScan";
    Kind::Opencost => "OpenCost / Kubecost", "OpenCost / Kubecost";
    Kind::Openreports => "OpenReports", "OpenReports";
    Kind::Openslo => "OpenSLO", "OpenSLO";
    Kind::OsvScanner => "osv-scanner", "osv-scanner";
    Kind::PipAudit => "pip-audit", "pip-audit";
    Kind::PriceList => "models.dev模型价目表", "models.dev price list";
    Kind::PrometheusRules => "Prometheus告警规则", "Prometheus rules";
    Kind::Promptfoo => "promptfoo", "promptfoo";
    Kind::Provenance => "in-toto / SLSA", "in-toto / SLSA";
    Kind::Prowler => "Prowler", "Prowler";
    Kind::Pyrit => "PyRIT", "PyRIT";
    Kind::Ragas => "RAGAS", "RAGAS";
    Kind::Sarif => "SARIF", "SARIF";
    Kind::Scorecard => "OpenSSF Scorecard", "OpenSSF Scorecard";
    Kind::Semgrep => "Semgrep", "Semgrep";
    Kind::Spdx => "SPDX", "SPDX";
    Kind::Tco => "TCO对比", "TCO comparison";
    Kind::Trivy => "Trivy", "Trivy";
    Kind::TrivyOperator => "Trivy Operator", "Trivy Operator";
    Kind::Trufflehog => "TruffleHog", "TruffleHog";
    Kind::Vegeta => "Vegeta", "Vegeta";
    Kind::Velero => "Velero", "Velero";
    Kind::VllmBench => "vLLM / SGLang压测", "vLLM / SGLang bench";
}

words! {
    /// What a component is.
    pub component(ComponentKind), COMPONENTS:
    ComponentKind::Model => "模型", "Model";
    ComponentKind::Dataset => "数据集", "Dataset";
    ComponentKind::Agent => "智能体", "Agent";
    ComponentKind::Tool => "工具", "Tool";
    ComponentKind::McpServer => "MCP服务器", "MCP server";
    ComponentKind::Skill => "技能", "Skill";
    ComponentKind::Service => "服务", "Service";
    ComponentKind::Library => "软件包", "Package";
    ComponentKind::Image => "容器镜像", "Container image";
    ComponentKind::Prompt => "提示词", "Prompt";
}

words! {
    /// Why there is no verdict.
    pub gap(Gap), GAPS:
    Gap::Nothing => "还没有收到数据。", "Nothing has come in yet.";
    Gap::Stale => "收到的数据已经过期，需要重新提交。", "What came in is too old: hand in a newer run.";
    Gap::Partial => "数据只覆盖一部分，或落在两个界限之间，不足以下结论。", "The data covers only a part, or lies between the thresholds.";
    Gap::Inconclusive => "样本太少，不足以下结论。", "Too few observations for a verdict.";
    Gap::Rejected => "收到的运行失败了，数据不能用。", "The run that came in failed, so its data can't be used.";
}

/// A kind of file by its code; what is not known any more keeps its code.
pub fn kind_of(locale: Locale, code: &str) -> String {
    code.parse()
        .map_or_else(|_| code.to_owned(), |known: Kind| kind(locale, &known))
}
