//! The rules of Hexastyle, pure: no clock, no randomness, no input or output.
//!
//! The same code runs on the server, which stores the numbers, and in the browser, which previews them.

pub mod access;
pub mod aggregate;
mod answer;
mod bounded;
pub mod coverage;
mod day;
pub mod difference;
mod evaluation;
pub mod evidence;
mod exact;
mod form;
pub mod framework;
mod ids;
mod inputs;
mod level;
mod locale;
pub mod plan;
mod profile;
pub mod proof;
mod risk;
pub mod rule;
pub mod scoring;
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
    AssessmentId, AttestationId, CheckId, CriterionId, EvidenceId, FindingId, FrameworkId,
    InvalidId, InvitationId, MilestoneId, PillarId, PrincipleId, ReadingId, RiskId, RuleId,
    SessionHandle, TeamId, TokenId, UserId, WorkloadId,
};
pub use inputs::{Inputs, Mark, SCORE_SPEC};
pub use level::{Cause, Floor, Levels};
pub use locale::{Locale, Text};
pub use plan::{Phase, PlannedAction, what_if};
pub use profile::{Fact, Profile, Tier, applies};
pub use risk::{Band, Residual, RiskScore};
pub use scoring::{CheckScore, Scores, Set, Triple, maturity};
