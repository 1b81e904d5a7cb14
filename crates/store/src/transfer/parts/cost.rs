//! What is set about cost: budgets, and factors of carbon.

use std::collections::BTreeMap;

use domain::{TeamId, UserId, cost::Currency};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::super::people::PeopleOf;
use super::{day, wire::Real};

parts! {
    /// An amount a month, of a workload or of a team.
    BudgetPart [set_by] {
        /// Which.
        id: Uuid,
        /// The team whose it is; none where it is a workload's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team_id: Option<TeamId>,
        /// In which currency.
        currency: Currency,
        /// How much, in hundredths.
        hundredths: i64,
        /// Who set it.
        set_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        set_at: OffsetDateTime,
        /// Grows with each change.
        version: i32,
        /// The steps that people were told of.
        marks: Vec<BudgetMark>,
    }

    /// A step of a month's budget that people were told of.
    BudgetMark [] {
        /// The first day of the month.
        #[serde(with = "day")]
        month: Date,
        /// Which step.
        step: String,
    }

    /// What a kilowatt-hour comes to, of a workload or of a team's workloads.
    FactorsPart [set_by] {
        /// Which.
        id: Uuid,
        /// The team whose they are; none where they are a workload's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team_id: Option<TeamId>,
        /// Power usage effectiveness.
        pue: Real,
        /// Grams of CO₂ equivalent for a kilowatt-hour.
        intensity: Real,
        /// Grams of CO₂ equivalent a month.
        embodied: Real,
        /// Where they are from.
        source: String,
        /// Who set them.
        set_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        set_at: OffsetDateTime,
        /// Grows with each change.
        version: i32,
    }

    /// What people assume in a workload's calculators.
    AssumptionPart [set_by] {
        /// Where prices are in this currency; empty where nothing is spent yet.
        currency: String,
        /// Texts by the names of the form's fields.
        given: BTreeMap<String, String>,
        /// Who set them.
        set_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        set_at: OffsetDateTime,
        /// Grows with each change.
        version: i32,
    }
}
