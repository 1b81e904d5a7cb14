//! Ids as types: rows have UUIDs, parts of a framework have the short ids of its files.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! row_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }
    )*};
}

row_ids! {
    /// A person with an account.
    UserId,
    /// A team.
    TeamId,
    /// A workload.
    WorkloadId,
    /// One workload answered against one framework version.
    AssessmentId,
    /// A document that proves criteria.
    EvidenceId,
    /// A confirmation by a second person.
    AttestationId,
    /// An immutable snapshot of an approved assessment.
    MilestoneId,
    /// A link that lets somebody join.
    InvitationId,
    /// What was read from another tool's file.
    ReadingId,
    /// A part of a workload, as telemetry or a file names it.
    ComponentId,
    /// A part of a workload, as its map shows it.
    PartId,
    /// A call between two parts of a map.
    CallId,
    /// A problem that another tool reported, as it stands in a workload.
    FindingId,
    /// A machine's leave to send something for a workload.
    TokenId,
    /// Something that people are told of.
    EventId,
    /// Another system that is told of events.
    WebhookId,
    /// A mail or a call of a webhook.
    DeliveryId,
    /// An export that was handed in to be read.
    ImportId,
    /// A link with which anybody reads one report.
    ShareId,
    /// A report that is made again and again.
    ScheduleId,
    /// One time that such a report was due.
    RunId,
    /// A report as it was made for somebody.
    KeptReportId,
    /// A session's public handle, for listing and revoking; not the cookie's secret.
    SessionHandle,
}

macro_rules! framework_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                if is_framework_id(&text) { Ok(Self(text)) } else { Err(InvalidId) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self { id.0 }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> { Self::try_from(text.to_owned()) }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str { &self.0 }
        }
    )*};
}

framework_ids! {
    /// `genai-wa`.
    FrameworkId,
    /// `security` … `sustainability`.
    PillarId,
    /// `S01` … `U07`.
    CheckId,
    /// `S02.3b` = check S02, level 3, second criterion.
    CriterionId,
    /// `S-C1`, `S-D1`.
    PrincipleId,
    /// `K-S1`.
    RiskId,
    /// `C04.gpu_util`.
    RuleId,
}

/// The text is not an id of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct InvalidId;

/// 1–48 of `A-Z a-z 0-9 . _ -`, starting with a letter or digit.
fn is_framework_id(text: &str) -> bool {
    (1..=48).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

impl RiskId {
    /// Ids of the risks that workloads have of their own begin so; the lint keeps them out of frameworks.
    const OWN: &str = "own-";

    /// The id of a workload's own risk with that number.
    pub fn own(number: u32) -> Self {
        Self(format!("{}{number}", Self::OWN))
    }

    /// Whether it is the id of a workload's own risk.
    pub fn is_own(&self) -> bool {
        self.0.starts_with(Self::OWN)
    }

    /// The number of a workload's own risk, as its id says it.
    pub fn own_number(&self) -> Option<u32> {
        let number = self.0.strip_prefix(Self::OWN)?.parse().ok()?;
        (Self::own(number) == *self).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn framework_ids_have_bounds() {
        assert!("S02.3b".parse::<CriterionId>().is_ok());
        assert!("K-S1".parse::<RiskId>().is_ok());
        for bad in ["", " S01", "S01<script>", "-S", "表", &"x".repeat(49)] {
            assert!(bad.parse::<CheckId>().is_err(), "{bad:?}");
        }
        assert!(serde_json::from_str::<CheckId>("\"a b\"").is_err());
    }

    #[test]
    fn row_ids_read_only_uuids() {
        assert!("0190-nope".parse::<TeamId>().is_err());
        let id = TeamId(Uuid::nil());
        assert_eq!(id.to_string().parse::<TeamId>(), Ok(id));
    }
}
