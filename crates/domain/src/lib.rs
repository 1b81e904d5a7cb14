//! The rules of Hexastyle, pure: no clock, no randomness, no input or output.
//!
//! The same code runs on the server, which stores the numbers, and in the browser, which previews them.

pub mod access;
pub mod aggregate;
pub mod alert;
mod answer;
mod bounded;
pub mod cost;
pub mod coverage;
mod day;
pub mod difference;
mod evaluation;
pub mod evidence;
mod exact;
mod form;
pub mod framework;
pub mod group;
mod ids;
mod inputs;
mod level;
mod locale;
pub mod map;
pub mod notice;
mod own_risk;
pub mod plan;
pub mod platform;
mod profile;
pub mod proof;
pub mod rhythm;
mod risk;
pub mod rule;
#[cfg(feature = "openapi")]
mod schemas;
pub mod scoring;
pub mod secrets;
pub mod treatment;
pub mod views;

pub use access::{Administer, Denied, OrgRole, Permit, Readable, TeamRole, Viewer};
pub use aggregate::{Headline, MeanScores};
pub use answer::{Answer, AnswerState, AssessmentState, Provenance, Reason, Transition};
pub use bounded::{
    Bounded, Comment, Description, Email, Name, NewPassword, Note, Remark, TextError, WebLink,
};
pub use coverage::{Counts, Coverage};
pub use evaluation::{Evaluation, Issue, evaluate};
pub use exact::{Exact, NotExact};
pub use form::{FieldErrors, Problem};
pub use framework::{
    Check, Criterion, Effort, Framework, Layer, Pillar, ProofKind, Rubric, RubricCheck,
    RubricCriterion, RubricPillar, RubricRisk,
};
pub use ids::{
    AssessmentId, AttestationId, CallId, CheckId, ComponentId, CriterionId, DeliveryId, EventId,
    EvidenceId, FindingId, FrameworkId, ImportId, InvalidId, InvitationId, KeptReportId,
    MilestoneId, PartId, PillarId, PrincipleId, ReadingId, RiskId, RuleId, RunId, ScheduleId,
    SessionHandle, ShareId, TeamId, TokenId, UserId, WebhookId, WorkloadId,
};
pub use inputs::{Inputs, Mark, SCORE_SPEC};
pub use level::{Cause, Floor, Levels};
pub use locale::{Locale, Text, agreed};
pub use own_risk::OwnRisk;
pub use plan::{Phase, PlannedAction, what_if};
pub use profile::{Fact, Profile, Tier, applies};
pub use risk::{Band, Residual, RiskScore};
pub use scoring::{CheckScore, Scores, Set, Triple, maturity};
