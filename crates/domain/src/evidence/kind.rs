//! The kinds of files that can be read.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// The kind of a file, recognised by its content.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// checkov.
    Checkov = "checkov",
    /// `CycloneDX` 1.x in JSON: models, data sets and software.
    Cyclonedx = "cyclonedx",
    /// OWASP Dependency-Check.
    DependencyCheck = "dependency_check",
    /// A detect-secrets baseline.
    DetectSecrets = "detect_secrets",
    /// `null` or `[]`: what several scanners write when they found nothing; says neither which nor where.
    EmptyResult = "empty_result",
    /// garak's digest: rates by probe.
    GarakDigest = "garak_digest",
    /// garak's log of the attacks that succeeded.
    GarakHitlog = "garak_hitlog",
    /// garak's report of a run.
    GarakReport = "garak_report",
    /// gitleaks 7 and 8.
    Gitleaks = "gitleaks",
    /// `HiddenLayer`'s model scanner.
    Hiddenlayer = "hiddenlayer",
    /// Cisco mcp-scanner.
    McpScanner = "mcp_scanner",
    /// Definitions of MCP tools.
    McpTools = "mcp_tools",
    /// `OpenSSF` model signing: a sigstore bundle of a model's digests.
    ModelSigning = "model_signing",
    /// `ModelScan`.
    Modelscan = "modelscan",
    /// osv-scanner.
    OsvScanner = "osv_scanner",
    /// pip-audit.
    PipAudit = "pip_audit",
    /// promptfoo.
    Promptfoo = "promptfoo",
    /// SARIF 2.1.0 of any analyser.
    Sarif = "sarif",
    /// semgrep.
    Semgrep = "semgrep",
    /// SPDX 3 in JSON-LD: models, data sets and software.
    Spdx = "spdx",
    /// trivy.
    Trivy = "trivy",
    /// Reports of the trivy operator in Kubernetes.
    TrivyOperator = "trivy_operator",
    /// trufflehog 3.
    Trufflehog = "trufflehog",
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
}
