//! Rows as they travel between installations: a whole workload out, and in again.

mod file;
mod parts;
mod people;
mod read;
mod rows;
mod saw;
mod write;

pub use file::{Import, NewImport, add, body, discard, done, forget, get, imported, list};
pub use parts::{
    ActionPart, AnswerPart, AssessmentPart, AttestationPart, ComponentPart, EvidencePart,
    FindingPart, MapBearing, MapCall, MapPart, MapPlace, MilestonePart, NotePart, OrganisationPart,
    OwnRiskPart, PlatformPart, ReadingPart, ReviewPart, Rows, SubscriptionPart, TeamPart,
    ThresholdPart, TreatmentPart, VerdictPart, WorkloadPart,
};
pub use people::{Known, PeopleOf, Person, add_person, known, named};
pub use read::{file as evidence_file, hold_still, ids, organisation, team, thresholds, workload};
pub use rows::rows;
pub use saw::{Here, assessment_there, teams_here, workloads_here};
pub use write::{
    add_rows, add_subscriptions, add_team, add_threshold, add_workload, set_organisation,
};
