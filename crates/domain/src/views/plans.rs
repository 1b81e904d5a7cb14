//! Plans over many workloads: lists, boards, time lines, and when the target levels are reached.

use serde::{Deserialize, Serialize};

use super::{results::Names, workloads::Person};
use crate::{CheckId, CriterionId, Exact, PillarId, RuleId, TeamId, Tier, UserId, WorkloadId};

crate::answer::wire_enum! {
    /// Where an action stands.
    ActionState {
        /// Nobody has begun.
        Open = "open",
        /// Somebody works on it.
        InProgress = "in_progress",
        /// Done; the criterion may still wait for its answer.
        Done = "done",
        /// Nobody will do it.
        Dropped = "dropped",
    }
}

crate::answer::wire_enum! {
    /// How an action's criterion stands.
    ActionStanding {
        /// Not answered as met.
        Unmet = "unmet",
        /// Answered as met.
        Met = "met",
        /// Answered as met, against a rule.
        Contradicted = "contradicted",
    }
}

crate::answer::wire_enum! {
    /// How a plan is shown.
    PlanView {
        /// A table.
        List = "list",
        /// A column for each state.
        Board = "board",
        /// Bars over days.
        Timeline = "timeline",
    }
}

/// What plans are asked for, as the address says it; what makes no sense is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanQuery {
    /// `list`, `board`, `timeline`.
    pub view: String,
    /// Part of a workload's name, or of a criterion's id.
    pub q: String,
    /// Only this team.
    pub team: String,
    /// Only this workload.
    pub workload: String,
    /// `mine`, `none`, or a person's id.
    pub owner: String,
    /// `open`, `in_progress`, `done`, `dropped`, `all`; else those that are not done or dropped.
    pub state: String,
    /// `overdue`, `7`, `30`, `none`.
    pub due: String,
    /// Only this pillar.
    pub pillar: String,
    /// `30`, `90`, `180`, `later`; `to.84` for all that is done within 84 days.
    pub phase: String,
    /// Column: `planned`, `due`, `workload`, `team`, `owner`, `gain`, `effort`, `state`; a leading `-` turns the order round.
    pub sort: String,
    /// From 1.
    pub page: String,
    /// What if the team had so many person-days a month; only where it is about one team.
    pub capacity: String,
}

/// One page of the actions of many workloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlansPage {
    /// The team that it is about, if it is about one.
    pub team: Option<(TeamId, String)>,
    /// This page's rows; on a board the first of each column.
    pub rows: Vec<PlansRow>,
    /// How many there are in all.
    pub total: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// How many stand where, and how many person-days are left.
    pub counts: PlanCounts,
    /// When target levels are reached, by team.
    pub teams: Vec<TeamReach>,
    /// The same by workload, where it is about one team.
    pub workloads: Vec<WorkloadReach>,
    /// Teams to filter by.
    pub choices: Vec<(TeamId, String)>,
    /// Owners to filter by.
    pub owners: Vec<Person>,
    /// Who can be given something, where it is about one team in which the reader maintains the plan.
    pub people: Vec<Person>,
    /// Whether the reader maintains the plan of the team that it is about.
    pub may_treat: bool,
    /// Names.
    pub names: Names,
    /// Today, `2026-11-22`.
    pub today: String,
    /// Whether much changed at once, and some of it is as it was before.
    pub catching_up: bool,
}

/// How many actions stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCounts {
    /// Nobody has begun.
    pub open: u32,
    /// Somebody works on them.
    pub in_progress: u32,
    /// Done.
    pub done: u32,
    /// Nobody will do them.
    pub dropped: u32,
    /// Open or in progress, past their due date.
    pub overdue: u32,
    /// Open or in progress, with nobody to do them.
    pub unowned: u32,
    /// Person-days of those that are open or in progress.
    pub effort_days: u64,
}

impl PlanCounts {
    /// How many stand in a state.
    pub const fn of(&self, state: ActionState) -> u32 {
        match state {
            ActionState::Open => self.open,
            ActionState::InProgress => self.in_progress,
            ActionState::Done => self.done,
            ActionState::Dropped => self.dropped,
        }
    }
}

/// One action among many workloads.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each shown by itself"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlansRow {
    /// Whose.
    pub workload: WorkloadId,
    /// Its name.
    pub workload_name: String,
    /// Its team.
    pub team: TeamId,
    /// Its team's name.
    pub team_name: String,
    /// How much it matters.
    pub tier: Tier,
    /// The criterion to meet.
    pub criterion: CriterionId,
    /// Its check.
    pub check: CheckId,
    /// Its pillar.
    pub pillar: PillarId,
    /// Its level.
    pub level: u8,
    /// What is to become true.
    pub statement: String,
    /// Where it stands.
    pub state: ActionState,
    /// How its criterion stands.
    pub standing: ActionStanding,
    /// Person-days.
    pub effort_days: u32,
    /// Whether somebody set the effort.
    pub own_effort: bool,
    /// Unmet criteria that must come first.
    pub requires: Vec<CriterionId>,
    /// Change of the claimed index, to a millionth.
    pub index_gain: Exact,
    /// Fall of the claimed residual scores, to a millionth.
    pub risk_gain: Exact,
    /// Whether the workload's level reaches its target with it.
    pub reaches: bool,
    /// Its owner.
    pub owner: Option<UserId>,
    /// Its owner's name.
    pub owner_name: String,
    /// `2026-11-22`, or empty.
    pub due_on: String,
    /// For optimistic writes; 0 where there is none yet.
    pub version: i32,
    /// The day from today on which it begins with the shared capacity.
    pub from_day: Option<u32>,
    /// The day from today by which it is done with it.
    pub until_day: Option<u32>,
    /// The rule whose verdict closed it.
    pub closed_by: Option<RuleId>,
    /// When, `2026-11-22`.
    pub closed_on: String,
    /// The verdict that closed it says nothing any more.
    pub proof_ended: bool,
    /// When a regression opened it again, `2026-11-22`, or empty.
    pub reopened_on: String,
    /// Whether the reader may change it.
    pub may_treat: bool,
}

impl PlansRow {
    /// Whether somebody must still do it.
    pub const fn is_active(&self) -> bool {
        matches!(self.state, ActionState::Open | ActionState::InProgress)
    }

    /// Whether it should have been done before today.
    pub fn is_overdue(&self, today: &str) -> bool {
        // Dates of this form sort as texts.
        self.is_active() && !self.due_on.is_empty() && self.due_on.as_str() < today
    }
}

/// When something reaches its target level, with the capacity there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// It is there.
    Reached,
    /// By this day from today, within 180 days.
    By(u32),
    /// Not within 180 days; by this day from today if all goes on like this.
    Late(u32),
    /// Never with what is planned: too much was dropped, or a floor holds the level down.
    Never,
    /// Never, for there is no capacity.
    NoCapacity,
    /// Nobody has assessed it.
    NotAssessed,
}

/// When a workload reaches its target level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkloadReach {
    /// Which.
    pub id: WorkloadId,
    /// Its name.
    pub name: String,
    /// How much it matters.
    pub tier: Tier,
    /// The claimed level today.
    pub level: Option<u8>,
    /// The level that it should have.
    pub target: u8,
    /// When.
    pub reach: Reach,
    /// The date of it, `2026-11-22`, or empty.
    pub on: String,
}

/// When a team's workloads reach their target levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamReach {
    /// Which.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// Person-days a month that the dates are made with.
    pub capacity: u32,
    /// Person-days a month that the team has.
    pub own_capacity: u32,
    /// Person-days that are left to do.
    pub effort_days: u32,
    /// Workloads that are there.
    pub reached: u32,
    /// That will be within 180 days.
    pub in_time: u32,
    /// Later.
    pub late: u32,
    /// Never.
    pub never: u32,
    /// Not assessed; they enter no date.
    pub not_assessed: u32,
    /// When the last of the assessed ones is there.
    pub reach: Reach,
    /// The date of it, `2026-11-22`, or empty.
    pub on: String,
}

impl TeamReach {
    /// Workloads that count.
    pub const fn assessed(&self) -> u32 {
        self.reached + self.in_time + self.late + self.never
    }
}
