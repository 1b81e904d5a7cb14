//! The rows as they travel. Their field names are those of the export's file format.

use domain::UserId;
use serde::{Deserialize, Serialize};

use super::people::PeopleOf;

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// Writes a row's struct, and where people stand in it.
macro_rules! parts {
    ($(
        $(#[$doc:meta])*
        $part:ident [$($person:ident),*] { $($(#[$attr:meta])* $field:ident: $type:ty,)* }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub struct $part { $($(#[$attr])* pub $field: $type,)* }

        impl PeopleOf for $part {
            fn people(&mut self, _with: &mut dyn FnMut(&mut UserId)) {
                $(self.$person.people(_with);)*
            }
        }
    )*};
}

mod assessing;
mod cost;
mod decisions;
mod history;
mod map;
mod measured;
mod proof;
mod sampled;
mod settings;
mod tools;
mod wire;

pub use assessing::{AnswerPart, AssessmentPart, MilestonePart, NotePart, ReviewPart};
pub use cost::{AssumptionPart, BudgetMark, BudgetPart, FactorsPart};
pub use decisions::{ActionPart, OwnRiskPart, PlatformPart, SubscriptionPart, TreatmentPart};
pub use history::HistoryPart;
pub use map::{MapBearing, MapCall, MapPart, MapPlace};
pub use measured::{CostDayPart, HourPart, Measured, SeriesPart, TelemetryPart, TraceDayPart};
pub use proof::{AttestationPart, EvidencePart};
pub use sampled::{AlertPart, EventPart, GroupRows, GroupSamplePart, MarkPart, SamplePart};
pub use settings::{OrganisationPart, TeamPart, ThresholdPart, WorkloadPart};
pub use tools::{ComponentPart, FindingPart, ReadingPart, VerdictPart};
pub use wire::{Packed, Real};

parts! {
    /// Everything about a workload that has rows of its own.
    Rows [assessments, reviews, answers, notes, evidence, attestations, treatments, actions, readings, findings, verdicts, components, milestones, own_risks, platform, subscriptions, map_parts, map_calls, map_places, map_bearings, budgets, factors, assumptions, history] {
        /// The open assessment and approved ones.
        assessments: Vec<AssessmentPart>,
        /// Their submissions and verdicts.
        reviews: Vec<ReviewPart>,
        /// Answers of the open one.
        answers: Vec<AnswerPart>,
        /// Notes of the open one.
        notes: Vec<NotePart>,
        /// Documents.
        evidence: Vec<EvidencePart>,
        /// Second persons' confirmations.
        attestations: Vec<AttestationPart>,
        /// Decisions about risks.
        treatments: Vec<TreatmentPart>,
        /// Decisions about actions.
        actions: Vec<ActionPart>,
        /// Files of other tools, as they were read.
        readings: Vec<ReadingPart>,
        /// Their findings.
        findings: Vec<FindingPart>,
        /// What rules say.
        verdicts: Vec<VerdictPart>,
        /// What was seen of its parts.
        components: Vec<ComponentPart>,
        /// Snapshots of approved assessments.
        milestones: Vec<MilestonePart>,
        /// Risks of its own.
        #[serde(default)]
        own_risks: Vec<OwnRiskPart>,
        /// What it answers for others; none where it never did.
        #[serde(default)]
        platform: Option<PlatformPart>,
        /// Whose answers it takes over.
        #[serde(default)]
        subscriptions: Vec<SubscriptionPart>,
        /// The parts of its map.
        #[serde(default)]
        map_parts: Vec<MapPart>,
        /// The calls between them.
        #[serde(default)]
        map_calls: Vec<MapCall>,
        /// What of the inventory stands there.
        #[serde(default)]
        map_places: Vec<MapPlace>,
        /// What sits where.
        #[serde(default)]
        map_bearings: Vec<MapBearing>,
        /// What it may cost a month.
        #[serde(default)]
        budgets: Vec<BudgetPart>,
        /// What its energy comes to: one row, or none.
        #[serde(default)]
        factors: Vec<FactorsPart>,
        /// What its calculators assume.
        #[serde(default)]
        assumptions: Vec<AssumptionPart>,
        /// What people did about its risks and actions; earlier exports don't say.
        #[serde(default)]
        history: Vec<HistoryPart>,
    }
}

impl<T: PeopleOf> PeopleOf for Vec<T> {
    fn people(&mut self, with: &mut dyn FnMut(&mut UserId)) {
        for one in self {
            one.people(with);
        }
    }
}
