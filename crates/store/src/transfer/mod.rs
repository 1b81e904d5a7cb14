//! Rows as they travel between installations: a whole workload out, and in again.

mod file;
mod history;
mod measured;
mod parts;
mod people;
mod read;
mod rows;
mod saw;
mod write;

pub use file::{Import, NewImport, add, body, discard, done, forget, get, imported, list};
pub use measured::{
    add_alerts, add_cost_days, add_events, add_group_samples, add_hours, add_marks, add_samples,
    add_series, add_telemetry, add_trace_days, alerts, cost_days, events, group_budgets,
    group_factors, group_samples, hours, marks, samples, series, telemetry,
};
pub use parts::{
    ActionPart, AlertPart, AnswerPart, AssessmentPart, AssumptionPart, AttestationPart, BudgetMark,
    BudgetPart, ComponentPart, CostDayPart, EventPart, EvidencePart, FactorsPart, FindingPart,
    GroupRows, GroupSamplePart, HistoryPart, HourPart, MapBearing, MapCall, MapPart, MapPlace,
    MarkPart, Measured, MilestonePart, NotePart, OrganisationPart, OwnRiskPart, Packed,
    PlatformPart, ReadingPart, Real, ReviewPart, Rows, SamplePart, SeriesPart, SubscriptionPart,
    TeamPart, TelemetryPart, ThresholdPart, TraceDayPart, TreatmentPart, VerdictPart, WorkloadPart,
};
pub use people::{Known, PeopleOf, Person, add_person, known, named};
pub use read::{
    file as evidence_file, hold_still, ids, organisation, team, teams, thresholds, workload,
};
pub use rows::rows;
pub use saw::{Here, assessment_there, teams_here, workloads_here};
pub use write::{
    add_budgets, add_factors, add_rows, add_subscriptions, add_team, add_threshold, add_workload,
    set_organisation,
};
