//! What people decided about risks, actions and shared services.

use domain::{
    CheckId, CriterionId, Description, Name, PillarId, Remark, RiskId, RuleId, UserId, WorkloadId,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::super::people::PeopleOf;
use super::day;

parts! {
    /// What people decided about a risk.
    TreatmentPart [owner_id, asked_by, approved_by, rejected_by] {
        /// Which risk.
        risk: RiskId,
        /// `mitigate`, `accept`, `transfer`, `avoid`; empty where only an owner is named.
        treatment: String,
        /// The owner.
        owner_id: Option<UserId>,
        /// Why.
        note: Remark,
        /// Who asked for the acceptance.
        asked_by: Option<UserId>,
        /// When.
        #[serde(with = "time::serde::rfc3339::option")]
        asked_at: Option<OffsetDateTime>,
        /// The last day of the acceptance.
        #[serde(with = "day::option")]
        expires_on: Option<Date>,
        /// Who approved it.
        approved_by: Option<UserId>,
        /// When.
        #[serde(with = "time::serde::rfc3339::option")]
        approved_at: Option<OffsetDateTime>,
        /// Who refused it.
        #[serde(default)]
        rejected_by: Option<UserId>,
        /// When.
        #[serde(default, with = "time::serde::rfc3339::option")]
        rejected_at: Option<OffsetDateTime>,
        /// Why.
        #[serde(default)]
        rejection: Remark,
        /// The last change.
        #[serde(with = "time::serde::rfc3339")]
        updated_at: OffsetDateTime,
        /// Grows with each change.
        version: i32,
    }

    /// What people decided about an action of the plan.
    ActionPart [owner_id] {
        /// Of which criterion.
        criterion: CriterionId,
        /// `open`, `in_progress`, `done`, `dropped`.
        state: String,
        /// The owner.
        owner_id: Option<UserId>,
        /// When it is due.
        #[serde(with = "day::option")]
        due_on: Option<Date>,
        /// Remarks.
        note: Remark,
        /// Person-days instead of the framework's.
        #[serde(default)]
        effort_days: Option<i32>,
        /// Why.
        #[serde(default)]
        effort_reason: Remark,
        /// What comes first by somebody's decision.
        #[serde(default)]
        requires: Vec<CriterionId>,
        /// The rule whose verdict closed it.
        #[serde(default)]
        closed_by: Option<RuleId>,
        /// When.
        #[serde(default, with = "time::serde::rfc3339::option")]
        closed_at: Option<OffsetDateTime>,
        /// When a regression opened it again.
        #[serde(default, with = "time::serde::rfc3339::option")]
        reopened_at: Option<OffsetDateTime>,
        /// The last change.
        #[serde(with = "time::serde::rfc3339")]
        updated_at: OffsetDateTime,
        /// Grows with each change.
        version: i32,
    }

    /// A risk of the workload's own.
    OwnRiskPart [created_by, closed_by] {
        /// From 1; its id is `own-1`.
        number: i32,
        /// What it is called.
        title: Name,
        /// What it is.
        description: Description,
        /// Its pillar.
        pillar: PillarId,
        /// From 1 to 5.
        likelihood: i16,
        /// From 1 to 5.
        impact: i16,
        /// Checks that make it smaller.
        checks: Vec<CheckId>,
        /// Who found it.
        created_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        created_at: OffsetDateTime,
        /// Who closed it.
        closed_by: Option<UserId>,
        /// When.
        #[serde(with = "time::serde::rfc3339::option")]
        closed_at: Option<OffsetDateTime>,
        /// Why.
        closing_reason: Remark,
        /// The last change.
        #[serde(with = "time::serde::rfc3339")]
        updated_at: OffsetDateTime,
        /// Grows with each change.
        version: i32,
    }

    /// What a workload answers for others.
    PlatformPart [updated_by] {
        /// The criteria.
        offers: Vec<CriterionId>,
        /// Who changed it last.
        updated_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        updated_at: OffsetDateTime,
        /// Grows with each change.
        version: i32,
    }

    /// A workload whose answers are taken over.
    SubscriptionPart [subscribed_by] {
        /// Which.
        platform_id: WorkloadId,
        /// Its name.
        platform_name: Name,
        /// Since when.
        #[serde(with = "time::serde::rfc3339")]
        since: OffsetDateTime,
        /// Who decided it.
        subscribed_by: UserId,
    }
}
