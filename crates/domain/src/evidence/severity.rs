//! How bad a finding is.

use serde::{Deserialize, Serialize};

/// How bad a finding is, on one scale for all tools; the least comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Severity {
    /// Worth knowing, no problem by itself.
    Info,
    /// A weakness with little effect.
    Low,
    /// A problem to plan for.
    Medium,
    /// A problem to solve soon.
    High,
    /// A problem to solve now.
    Critical,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 5] = [
        Self::Critical,
        Self::High,
        Self::Medium,
        Self::Low,
        Self::Info,
    ];

    /// From a tool's word, in any case; `None` for words such as `unknown`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "critical" | "crit" | "blocker" | "fatal" => Some(Self::Critical),
            "high" | "important" | "error" | "major" => Some(Self::High),
            "medium" | "moderate" | "warning" | "warn" => Some(Self::Medium),
            "low" | "minor" | "note" => Some(Self::Low),
            "info" | "informational" | "information" | "negligible" | "none" | "safe" => {
                Some(Self::Info)
            }
            _ => None,
        }
    }

    /// From a CVSS base score (0–10) by the bands of CVSS 3.1 and 4.0; `None` outside them.
    pub fn from_cvss(score: f64) -> Option<Self> {
        match score {
            s if !(0.0..=10.0).contains(&s) => None,
            s if s >= 9.0 => Some(Self::Critical),
            s if s >= 7.0 => Some(Self::High),
            s if s >= 4.0 => Some(Self::Medium),
            s if s > 0.0 => Some(Self::Low),
            _ => Some(Self::Info),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_scores() {
        assert_eq!(Severity::from_word(" MODERATE "), Some(Severity::Medium));
        assert_eq!(Severity::from_word("unknown"), None);
        assert_eq!(Severity::from_cvss(7.0), Some(Severity::High));
        assert_eq!(Severity::from_cvss(6.9), Some(Severity::Medium));
        assert_eq!(Severity::from_cvss(0.0), Some(Severity::Info));
        assert_eq!(Severity::from_cvss(f64::NAN), None);
        assert!(Severity::Critical > Severity::Info);
    }
}
