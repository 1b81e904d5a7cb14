//! What holds for an organisation, a team, an installation; and the workload itself.

use std::collections::BTreeMap;

use domain::{
    CheckId, Description, Name, PillarId, Profile, Remark, RuleId, TeamId, Tier, UserId,
    WorkloadId, rule::Thresholds,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::super::people::PeopleOf;

parts! {
    /// The organisation, as far as numbers follow from it.
    OrganisationPart [] {
        /// Its name.
        name: Name,
        /// Pillar priorities that differ from the framework's.
        priorities: BTreeMap<PillarId, u32>,
    }

    /// A team.
    TeamPart [] {
        /// Which.
        id: TeamId,
        /// Its name.
        name: Name,
        /// Person-days a month.
        capacity_days: u16,
        /// Pillar priorities that differ from the organisation's.
        priorities: BTreeMap<PillarId, u32>,
    }

    /// Numbers of a rule that the installation sets otherwise than the framework.
    ThresholdPart [] {
        /// Of which rule.
        rule: RuleId,
        /// The numbers.
        content: Thresholds,
        /// Why.
        remark: Remark,
    }

    /// A workload.
    WorkloadPart [] {
        /// Which.
        id: WorkloadId,
        /// Its team.
        team_id: TeamId,
        /// Its name.
        name: Name,
        /// What it is.
        description: Description,
        /// How much it matters.
        tier: Tier,
        /// Facts that hold.
        profile: Profile,
        /// Target levels that differ from the tier's.
        targets: BTreeMap<CheckId, u8>,
        /// When it was made.
        #[serde(with = "time::serde::rfc3339")]
        created_at: OffsetDateTime,
        /// The last change.
        #[serde(with = "time::serde::rfc3339")]
        updated_at: OffsetDateTime,
        /// When it was archived.
        #[serde(with = "time::serde::rfc3339::option")]
        archived_at: Option<OffsetDateTime>,
        /// Grows with each change.
        version: i32,
    }
}
