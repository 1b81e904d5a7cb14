//! Shared services: what a workload inherits, what it offers, who takes it over.

use serde::{Deserialize, Serialize};

use crate::{
    AnswerState, CheckId, CriterionId, PillarId, WorkloadId, proof::Standing,
    views::workloads::WorkloadHead,
};

/// A platform as somebody of a consumer sees it: its name; the rest only where they may read the platform itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformName {
    /// Its name.
    pub name: String,
    /// Its page and its team's name, for those who may read it.
    pub readable: Option<(WorkloadId, String)>,
}

/// What a platform says of a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformSays {
    /// Who.
    pub platform: PlatformName,
    /// Its answer.
    pub state: AnswerState,
    /// Proof of it that stands.
    pub standing: Option<Standing>,
    /// Whether a rule disagrees there.
    pub conflict: bool,
}

/// What a workload takes over, from whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformsPage {
    /// The workload.
    pub head: WorkloadHead,
    /// Platforms that it is subscribed to, the oldest subscription first.
    pub subscriptions: Vec<SubscriptionView>,
    /// Platforms that it could subscribe to; only for those who may.
    pub candidates: Vec<CandidateView>,
    /// How many criteria it offers to others itself.
    pub offers: u32,
    /// How many workloads in use are subscribed to it.
    pub consumers: u32,
}

/// A platform that a workload is subscribed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionView {
    /// The platform.
    pub platform: PlatformName,
    /// For the form that ends the subscription; only for those who may.
    pub id: Option<WorkloadId>,
    /// Since when, RFC 3339.
    pub since: String,
    /// Whether the platform is archived: it says nothing then.
    pub archived: bool,
    /// What it offers.
    pub rows: Vec<OfferedRow>,
}

impl SubscriptionView {
    /// How many answers come from it.
    pub fn inherited(&self) -> usize {
        let inherited = |row: &&OfferedRow| row.taken == Taken::Inherited;
        self.rows.iter().filter(inherited).count()
    }
}

crate::answer::wire_enum! {
    /// What becomes of a criterion that a platform offers.
    Taken {
        /// The platform's answer counts.
        Inherited = "inherited",
        /// The workload answers for itself.
        Own = "own",
        /// Another platform's answer counts, for it is the weaker one.
        Weaker = "weaker",
        /// The platform has no answer that could be taken over.
        Silent = "silent",
        /// The workload's profile leaves the criterion out.
        OutOfScope = "out_of_scope",
    }
}

/// A criterion that a platform offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedRow {
    /// Which.
    pub criterion: CriterionId,
    /// Its check.
    pub check: CheckId,
    /// The statement.
    pub statement: String,
    /// What becomes of it.
    pub taken: Taken,
    /// The platform's answer.
    pub state: Option<AnswerState>,
    /// The platform's proof that stands.
    pub standing: Option<Standing>,
    /// Whether a rule disagrees at the platform.
    pub conflict: bool,
    /// The workload's own answer.
    pub own: Option<AnswerState>,
    /// Why it answers for itself; empty where it did so before anybody offered to.
    pub own_reason: String,
}

/// A platform that a workload could subscribe to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateView {
    /// Which.
    pub id: WorkloadId,
    /// The platform.
    pub platform: PlatformName,
    /// How many criteria it offers.
    pub offers: u32,
    /// Offered criteria in the workload's scope that it has not answered: what it would take over at once.
    pub open: Vec<CriterionId>,
    /// Offered criteria in its scope that it answers itself.
    pub answered: u32,
}

/// What a workload offers, and who takes it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferPage {
    /// The workload.
    pub head: WorkloadHead,
    /// For optimistic writes.
    pub version: i32,
    /// Whether the reader may change it.
    pub writable: bool,
    /// Everything that it could offer.
    pub pillars: Vec<OfferPillar>,
    /// Who takes it over, one page of them.
    pub consumers: Vec<ConsumerRow>,
    /// How many there are in all.
    pub total: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
}

impl OfferPage {
    /// The criteria that are offered.
    pub fn offered(&self) -> impl Iterator<Item = &OfferCriterion> {
        let checks = self.pillars.iter().flat_map(|p| &p.checks);
        checks.flat_map(|c| &c.criteria).filter(|k| k.offered)
    }
}

/// A pillar in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferPillar {
    /// Which.
    pub id: PillarId,
    /// Its name.
    pub name: String,
    /// Checks in the workload's scope.
    pub checks: Vec<OfferCheck>,
}

/// A check in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferCheck {
    /// Which.
    pub id: CheckId,
    /// Its name.
    pub name: String,
    /// Criteria in the workload's scope.
    pub criteria: Vec<OfferCriterion>,
}

/// A criterion in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferCriterion {
    /// Which.
    pub id: CriterionId,
    /// The statement.
    pub statement: String,
    /// Whether it is offered.
    pub offered: bool,
    /// The workload's own answer; what it inherits itself it can't hand on.
    pub state: Option<AnswerState>,
    /// Whether proof of it stands.
    pub proven: bool,
    /// How many workloads take it over.
    pub reach: u32,
}

/// An inherited criterion that is not met: work of the platform, and not of the workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformWork {
    /// Which.
    pub criterion: CriterionId,
    /// Its check.
    pub check: CheckId,
    /// Its pillar.
    pub pillar: PillarId,
    /// The statement.
    pub statement: String,
    /// Who has to meet it.
    pub platform: PlatformName,
    /// Its answer.
    pub state: AnswerState,
    /// The workload's own actions that need it first.
    pub holds_up: Vec<CriterionId>,
}

/// A workload that takes answers over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerRow {
    /// For the form that ends the subscription; only for those who may.
    pub id: Option<WorkloadId>,
    /// Its page, for those who may read it.
    pub link: Option<WorkloadId>,
    /// Its name.
    pub name: String,
    /// Its team's name.
    pub team_name: String,
    /// How many answers it takes over.
    pub inherits: u32,
    /// Offered criteria that it answers itself.
    pub own: u32,
    /// Since when, RFC 3339.
    pub since: String,
}

/// What stands after the `?` of an offer's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferQuery {
    /// Only workloads that take this criterion over.
    pub criterion: String,
    /// From 1.
    pub page: String,
}
