//! One problem that a tool reported.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Label, Place, Severity, Tag, Title};

/// One problem that a tool reported; never the secret that it found, nor prompt or completion text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// The tool's id of the rule, check or vulnerability.
    pub rule: Label,
    /// What it is about, in the tool's words.
    pub title: Title,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub location: Location,
    /// The same for the same problem in the next run.
    pub fingerprint: Fingerprint,
    /// Whether the tool counts it.
    pub state: FindingState,
    /// Ids in other lists: CWE, CVE, GHSA, OWASP, NIST …; sorted, at most 32.
    pub tags: Vec<Tag>,
    /// The versions that no longer have the problem.
    pub fixed_version: Option<Label>,
    /// Of secrets: whether the tool found the secret to work; `None` where it did not try.
    pub verified: Option<bool>,
}

/// Where a problem is; every part is optional, since tools name different ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Location {
    /// A path.
    pub file: Option<Place>,
    /// The first line in it, from 1.
    pub line: Option<u32>,
    /// A package, resource, tool or Kubernetes object.
    pub object: Option<Place>,
    /// An address, without user, password and query.
    pub url: Option<Place>,
}

/// Whether the tool counts a finding; what passed is not a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FindingState {
    /// It counts.
    Open,
    /// Somebody suppressed or accepted it in the tool or the source.
    Suppressed,
}

/// 64 lower-case hex digits: SHA-256 over tool, rule and location without the line number, or over the
/// tool's own stable id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<[u8; 32]> for Fingerprint {
    fn from(hash: [u8; 32]) -> Self {
        use fmt::Write;
        Self(hash.iter().fold(String::new(), |mut text, byte| {
            // Writing to a String can't fail.
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }
}

/// The text is not 64 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a fingerprint")]
pub struct InvalidFingerprint;

impl TryFrom<String> for Fingerprint {
    type Error = InvalidFingerprint;
    fn try_from(text: String) -> Result<Self, InvalidFingerprint> {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() == 64 && text.bytes().all(hex) {
            Ok(Self(text))
        } else {
            Err(InvalidFingerprint)
        }
    }
}

impl FromStr for Fingerprint {
    type Err = InvalidFingerprint;
    fn from_str(text: &str) -> Result<Self, InvalidFingerprint> {
        Self::try_from(text.to_owned())
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_hashes() {
        let text = Fingerprint::from([0xab; 32]).to_string();
        assert_eq!(text, "ab".repeat(32));
        assert!(text.parse::<Fingerprint>().is_ok());
        assert!(text.to_uppercase().parse::<Fingerprint>().is_err());
        assert!("ab".parse::<Fingerprint>().is_err());
    }
}
