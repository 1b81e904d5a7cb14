//! Workloads in lists and at the head of their pages.

use serde::{Deserialize, Serialize};

use crate::{
    AssessmentId, AssessmentState, Counts, Exact, Fact, PillarId, TeamId, Tier, Triple, UserId,
    WorkloadId,
};

/// What the reader may do with a workload; the server decides again on each write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one permission")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Abilities {
    /// Change, archive, restore.
    pub edit: bool,
    /// Answer, note, attach, submit.
    pub assess: bool,
    /// Confirm as a second person.
    pub attest: bool,
    /// Approve or send back.
    pub review: bool,
    /// Treat risks, maintain the plan.
    pub treat: bool,
    /// Approve the acceptance of a risk.
    pub accept: bool,
    /// Offer answers to other workloads.
    pub offer: bool,
}

/// What stands at the head of each page of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkloadHead {
    /// Which.
    pub id: WorkloadId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Its team.
    pub team: TeamId,
    /// Its team's name.
    pub team_name: String,
    /// How much it matters.
    pub tier: Tier,
    /// Facts that hold, in the profile's order.
    pub profile: Vec<Fact>,
    /// Whether it was archived: it is read-only then.
    pub archived: bool,
    /// For optimistic writes.
    pub version: i32,
    /// The assessment people work on.
    pub assessment: AssessmentHead,
    /// What the reader may do.
    pub abilities: Abilities,
    /// Verdicts that wait for somebody: conflicts and proposals.
    pub to_decide: u32,
}

/// The assessment people work on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssessmentHead {
    /// Which.
    pub id: AssessmentId,
    /// The how-manieth of the workload, from 1.
    pub number: i32,
    /// Where it stands.
    pub state: AssessmentState,
    /// The framework version it answers.
    pub framework_version: String,
    /// Who submitted it.
    pub submitted_by: Option<String>,
    /// When, RFC 3339.
    pub submitted_at: Option<String>,
}

/// A row of a list of workloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkloadRow {
    /// Which.
    pub id: WorkloadId,
    /// Its name.
    pub name: String,
    /// Its team.
    pub team: TeamId,
    /// Its team's name.
    pub team_name: String,
    /// How much it matters.
    pub tier: Tier,
    /// Facts that hold.
    pub profile: Vec<Fact>,
    /// Whether it was archived.
    pub archived: bool,
    /// Where its open assessment stands.
    pub state: AssessmentState,
    /// Whether anything was answered; else its numbers say nothing.
    pub assessed: bool,
    /// The framework version of its numbers where it is not the one of the others.
    pub version: Option<String>,
    /// Its index.
    pub index: Triple<Option<Exact>>,
    /// Its level.
    pub level: Triple<Option<u8>>,
    /// By pillar.
    pub pillars: Vec<(PillarId, Triple<Option<Exact>>)>,
    /// What has been answered.
    pub counts: Counts,
    /// How many of the answers are inherited from platforms.
    pub inherited: u32,
    /// Open risks by band of the assured residual: high and critical.
    pub high_risks: u32,
    /// Of those, critical.
    pub critical_risks: u32,
    /// Day of the last change, `2026-11-22`.
    pub updated_on: String,
}

/// What a list shows and in which order; comes from the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkloadQuery {
    /// Part of the name or description.
    pub q: String,
    /// Only this team.
    pub team: String,
    /// Only this tier: `1`, `2`, `3`.
    pub tier: String,
    /// Only with this fact.
    pub fact: String,
    /// Only in this state of the open assessment.
    pub state: String,
    /// `archived` shows the archive.
    pub show: String,
    /// Only with something: `overdue` actions, proof `ending-7`, `ending-30`, `ending-90` or `ended`, proof of an age (`age-30`,
    /// `age-90`, `age-180`, `age-older`), `conflicts`, `critical` risks, `acceptance-ended`, `acceptance-asked`, a milestone of
    /// some days (`milestone.2026-11-20.2026-11-22`).
    pub has: String,
    /// Column: `name`, `team`, `tier`, `claimed`, `assured`, `gap`, `answered`, `conflicts`, `risks`, `updated` or a pillar id;
    /// a leading `-` turns the order round.
    pub sort: String,
    /// From 1.
    pub page: String,
    /// Page of the heat map, from 1.
    pub heat: String,
    /// Days that trends look back: `30`, `90`, `180`, `365`.
    pub span: String,
}

/// One page of a list of workloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkloadPage {
    /// The rows.
    pub rows: Vec<WorkloadRow>,
    /// How many there are in all.
    pub total: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// Teams to filter by.
    pub teams: Vec<(TeamId, String)>,
    /// Teams in which the reader may create a workload.
    pub creatable: Vec<(TeamId, String)>,
}

/// Somebody who can own something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Name.
    pub name: String,
}

/// What the guided profile form shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileForm {
    /// The questions of the profile.
    pub facts: Vec<ProfileFact>,
    /// Teams to choose from.
    pub teams: Vec<(TeamId, String)>,
    /// The workload being edited.
    pub workload: Option<WorkloadHead>,
}

/// One question of the profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileFact {
    /// Which fact.
    pub id: Fact,
    /// Its name.
    pub name: String,
    /// When to tick it.
    pub hint: String,
    /// Checks that apply only with facts like this: id and name.
    pub switches_on: Vec<(String, String)>,
    /// Risks that apply only with facts like this, or grow with it.
    pub risks: Vec<(String, String)>,
}
