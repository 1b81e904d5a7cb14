//! Facts about a workload that decide what applies to it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::InvalidId;

/// One fact of a profile; the wire names are the framework files' names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Fact {
    /// Runs model weights itself.
    SelfHosted,
    /// Calls a commercial model API.
    CommercialApi,
    /// Answers from retrieved documents.
    Rag,
    /// Lets a model call tools.
    Agents,
    /// Fine-tunes or trains models.
    FineTuning,
    /// Handles images, audio or video.
    Multimodal,
    /// Runs models at the edge or on devices.
    Edge,
    /// Processes personal data.
    PersonalData,
    /// Moves data across borders.
    CrossBorder,
    /// Takes part in decisions about life, property or rights.
    HighRisk,
    /// Is open to the public.
    PublicFacing,
}

impl Fact {
    /// All facts, in the order in which the guided profile asks for them.
    pub const ALL: [Self; 11] = [
        Self::SelfHosted,
        Self::CommercialApi,
        Self::Rag,
        Self::Agents,
        Self::FineTuning,
        Self::Multimodal,
        Self::Edge,
        Self::PersonalData,
        Self::CrossBorder,
        Self::HighRisk,
        Self::PublicFacing,
    ];

    /// The name on the wire: `self_hosted`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SelfHosted => "self_hosted",
            Self::CommercialApi => "commercial_api",
            Self::Rag => "rag",
            Self::Agents => "agents",
            Self::FineTuning => "fine_tuning",
            Self::Multimodal => "multimodal",
            Self::Edge => "edge",
            Self::PersonalData => "personal_data",
            Self::CrossBorder => "cross_border",
            Self::HighRisk => "high_risk",
            Self::PublicFacing => "public_facing",
        }
    }
}

impl std::str::FromStr for Fact {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Self::ALL
            .into_iter()
            .find(|f| f.as_str() == text)
            .ok_or(InvalidId)
    }
}

/// The facts that hold for a workload.
pub type Profile = BTreeSet<Fact>;

/// Whether something that needs any of `facts` applies; no facts means always.
pub fn applies(facts: &[Fact], profile: &Profile) -> bool {
    facts.is_empty() || facts.iter().any(|f| profile.contains(f))
}

/// How much a workload matters: tier 1 the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Tier {
    /// Weight 3, target level 4.
    One,
    /// Weight 2, target level 3.
    Two,
    /// Weight 1, target level 2.
    Three,
}

impl Tier {
    /// All tiers, the most important first.
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::Three];

    /// 1, 2 or 3.
    pub const fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }

    /// The weight in a team's or the organisation's mean: 3, 2, 1.
    pub const fn weight(self) -> u32 {
        match self {
            Self::One => 3,
            Self::Two => 2,
            Self::Three => 1,
        }
    }

    /// The level that each check should reach: 4, 3, 2.
    pub const fn target(self) -> u8 {
        match self {
            Self::One => 4,
            Self::Two => 3,
            Self::Three => 2,
        }
    }
}

impl TryFrom<u8> for Tier {
    type Error = InvalidId;
    fn try_from(n: u8) -> Result<Self, InvalidId> {
        Self::ALL
            .into_iter()
            .find(|t| t.number() == n)
            .ok_or(InvalidId)
    }
}

impl From<Tier> for u8 {
    fn from(tier: Tier) -> Self {
        tier.number()
    }
}
