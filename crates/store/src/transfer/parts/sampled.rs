//! How numbers were: of workloads each day, of teams and the organisation; and what got worse.

use domain::{EventId, Exact, TeamId, UserId, alert::Alert, group::ShareRisk, notice::Event};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::super::people::PeopleOf;
use super::{
    cost::{BudgetPart, FactorsPart},
    day,
    settings::TeamPart,
};

/// Rows of one table about teams or the organisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRows {
    /// All teams, those without workloads too.
    Teams(Vec<TeamPart>),
    /// Budgets of teams.
    Budgets(Vec<BudgetPart>),
    /// Factors of carbon of teams.
    Factors(Vec<FactorsPart>),
    /// How their numbers were on each day.
    Samples(Vec<GroupSamplePart>),
}

impl GroupRows {
    /// How many rows there are.
    pub const fn len(&self) -> usize {
        match self {
            Self::Teams(rows) => rows.len(),
            Self::Budgets(rows) => rows.len(),
            Self::Factors(rows) => rows.len(),
            Self::Samples(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl PeopleOf for GroupRows {
    fn people(&mut self, with: &mut dyn FnMut(&mut UserId)) {
        match self {
            Self::Teams(rows) => rows.people(with),
            Self::Budgets(rows) => rows.people(with),
            Self::Factors(rows) => rows.people(with),
            Self::Samples(rows) => rows.people(with),
        }
    }
}

parts! {
    /// A workload's numbers on a day.
    SamplePart [] {
        /// The day.
        #[serde(with = "day")]
        day: Date,
        /// `daily` or `milestone`.
        source: String,
        /// When it was taken.
        #[serde(with = "time::serde::rfc3339")]
        taken_at: OffsetDateTime,
        /// The framework version that was answered.
        framework_version: String,
        /// The version of the scoring specification.
        score_spec: i32,
        /// SHA-256 of what the numbers follow from.
        input_hash: String,
        /// How much it mattered.
        tier: i16,
        /// Whether anything was answered.
        assessed: bool,
        /// Assured index.
        assured: Option<Exact>,
        /// Claimed index.
        claimed: Option<Exact>,
        /// Possible index.
        possible: Option<Exact>,
        /// Assured level.
        level_assured: Option<i16>,
        /// Claimed level.
        level_claimed: Option<i16>,
        /// Possible level.
        level_possible: Option<i16>,
        /// Criteria in scope.
        in_scope: i32,
        /// Answered ones.
        answered: i32,
        /// Met ones.
        met: i32,
        /// Proven ones.
        proven: i32,
        /// Contradicted ones.
        conflicts: i32,
        /// Open risks that are high or critical.
        high: i32,
        /// Open risks that are critical.
        critical: i32,
        /// Claimed criteria whose proof had ended.
        ended: i32,
        /// Open actions.
        open_actions: i32,
        /// Their effort.
        effort_days: i32,
        /// Each risk's residuals; none where the day before had the same.
        risks: Option<Vec<ShareRisk>>,
    }

    /// The numbers of a team or the organisation on a day, by one framework version.
    GroupSamplePart [] {
        /// The team; none for the organisation.
        team_id: Option<TeamId>,
        /// The day.
        #[serde(with = "day")]
        day: Date,
        /// The framework version.
        framework_version: String,
        /// `Σ t` of the assessed workloads.
        weight: i32,
        /// `Σ t·index`, assured.
        assured: Exact,
        /// Claimed.
        claimed: Exact,
        /// Possible.
        possible: Exact,
        /// Assessed workloads.
        assessed: i32,
        /// Those without answers.
        not_assessed: i32,
        /// Met criteria.
        met: i32,
        /// Proven ones.
        proven: i32,
        /// Contradicted ones.
        conflicts: i32,
        /// Open risks that are high or critical.
        high: i32,
        /// Open risks that are critical.
        critical: i32,
        /// Open actions.
        open_actions: i32,
        /// Their effort.
        effort_days: i32,
        /// Milestones of the day.
        milestones: i32,
    }

    /// What got worse on a day.
    AlertPart [] {
        /// The day.
        #[serde(with = "day")]
        day: Date,
        /// What, with its figures.
        details: Alert,
    }

    /// An event that stands among the alerts. Who was told of it does not travel.
    EventPart [] {
        /// Which.
        id: EventId,
        /// What happened.
        content: Event,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    }

    /// Something that was told of once.
    MarkPart [] {
        /// What: `proof:S02.3b`.
        subject: String,
        /// The day that it is about.
        #[serde(with = "day")]
        day: Date,
        /// The step before that day; empty where there is only one.
        step: String,
    }
}
