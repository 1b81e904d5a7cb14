//! People, teams, sessions, invitations. Instants are RFC 3339 in UTC; pages show them in the reader's zone.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::frame::Theme;
use crate::{
    Exact, InvitationId, Locale, OrgRole, PillarId, SessionHandle, TeamId, TeamRole, Triple, UserId,
};

/// One's own account, to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    /// Display name.
    pub name: String,
    /// Address, with which one signs in.
    pub email: String,
    /// Chosen language; none follows the browser.
    pub locale: Option<Locale>,
    /// Chosen theme; none follows the system.
    pub theme: Option<Theme>,
    /// To be sent back with a change.
    pub version: i32,
}

/// A person in the administrators' list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// Who.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Role in the organisation.
    pub org_role: Option<OrgRole>,
    /// Can't sign in.
    pub disabled: bool,
    /// In how many teams.
    pub teams: i64,
    /// Since when.
    pub created_at: String,
    /// To be sent back with a change.
    pub version: i32,
}

/// One page of the administrators' list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserPage {
    /// Up to `size` people, by name.
    pub rows: Vec<UserRow>,
    /// How many there are on all pages.
    pub total: i64,
    /// Which page, from 1.
    pub page: u32,
    /// Rows on a page.
    pub size: u32,
}

/// A place where one is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Names it without opening it.
    pub handle: SessionHandle,
    /// What the browser calls itself.
    pub user_agent: String,
    /// From where.
    pub address: String,
    /// Signed in at.
    pub created_at: String,
    /// Last used, to the minute.
    pub seen_at: String,
    /// The one that asks.
    pub current: bool,
}

/// A team in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// How many people.
    pub members: i64,
    /// How many workloads that are not archived.
    pub workloads: i64,
    /// The reader's role in it.
    pub role: Option<TeamRole>,
    /// Its workloads' numbers together; none where they were not asked for.
    pub figures: Option<TeamFigures>,
}

/// What a team's workloads come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamFigures {
    /// The mean index, weighted by tier.
    pub index: Triple<Option<Exact>>,
    /// The framework version of its numbers where it is not the console's.
    pub version: Option<String>,
    /// Assessed workloads.
    pub assessed: u32,
    /// Workloads nobody has answered for: counted apart, never as zero.
    pub not_assessed: u32,
    /// Risks, not accepted, whose assured residual is high or critical.
    pub high_risks: u32,
    /// Of those, critical.
    pub critical_risks: u32,
}

/// One page of the list of teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamsPage {
    /// The rows.
    pub rows: Vec<TeamRow>,
    /// How many there are in all.
    pub total: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamView {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Person-days a month for the plan.
    pub capacity_days: i32,
    /// Pillar priorities that differ from the organisation's.
    pub priorities: BTreeMap<PillarId, u32>,
    /// To be sent back with a change.
    pub version: i32,
    /// Whether the reader may change it and its members.
    pub may_manage: bool,
}

crate::answer::wire_enum! {
    /// How who decided is tied to who asked: one account goes back to an invitation by the other, at once or through people
    /// whom they invited, so that both may be one person.
    Tie {
        /// The same account asked and decided.
        Same = "same",
        /// Who decided goes back to who asked.
        DeciderInvited = "decider_invited",
        /// Who asked goes back to who decided.
        AskerInvited = "asker_invited",
    }
}

/// A person in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Who.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// Address.
    pub email: String,
    /// The role in the team.
    pub role: TeamRole,
    /// Can't sign in.
    pub disabled: bool,
    /// Since when.
    pub since: String,
}

/// What an invitation makes of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Invited {
    /// A member of a team.
    Team {
        /// Which.
        id: TeamId,
        /// Its name.
        name: String,
        /// The role in it.
        role: TeamRole,
    },
    /// Somebody with a role in the organisation.
    Organisation {
        /// The role.
        role: OrgRole,
    },
}

/// An invitation that nobody accepted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Which.
    pub id: InvitationId,
    /// For whom.
    pub email: String,
    /// To what.
    pub invited: Invited,
    /// Who invites.
    pub invited_by: String,
    /// Until when.
    pub expires_at: String,
}

/// What the holder of an invitation's link is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationOffer {
    /// The organisation's name.
    pub organisation: String,
    /// For whom.
    pub email: String,
    /// To what.
    pub invited: Invited,
    /// Who invites.
    pub invited_by: String,
    /// Until when.
    pub expires_at: String,
}

/// What the holder of a link for a new password is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetOffer {
    /// Whose password.
    pub email: String,
    /// Until when.
    pub expires_at: String,
}

/// The secret part of a link; shown once, and only its hash is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedLink {
    /// 43 characters of `A-Z a-z 0-9 - _`.
    pub token: String,
    /// Until when.
    pub expires_at: String,
}

impl fmt::Debug for IssuedLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedLink")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// What holds for the whole installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationSettings {
    /// Its name.
    pub name: String,
    /// Pillar priorities, all pillars.
    pub priorities: BTreeMap<PillarId, u32>,
    /// To be sent back with a change.
    pub version: i32,
}

/// An instant as pages take it.
pub fn instant(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
