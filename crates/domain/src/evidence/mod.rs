//! What other tools' files say, in one form: findings, measures, components, and how far they reach.
//!
//! The `evidence` crate makes a [`Reading`] from a file; rules judge readings. Texts are cut to size and
//! hold no secret, prompt or completion; codes instead of sentences, so that pages can say them in zh and en.

mod component;
mod finding;
mod kind;
mod measure;
mod notice;
mod reading;
mod severity;
mod unusable;

pub use component::{Component, ComponentKind, Digest, Scope, ScopeKind, names, several};
pub use finding::{Finding, FindingState, Fingerprint, InvalidFingerprint, Location};
pub use kind::{Kind, UnknownKind};
pub use measure::{Figure, Measure, MeasureName, NotAMeasure, Unit};
pub use notice::{Ignored, IgnoredWhat, IgnoredWhy, Reason, Warning};
pub use reading::{BySeverity, Completeness, Reading, Tally, Tool};
pub use severity::Severity;
pub use unusable::{BinaryForm, Flaw, Syntax, TelemetryFlaw, Unusable};

/// A name or id that a tool wrote: at most 200 characters.
pub type Label = crate::Bounded<0, 200>;
/// A path, object or address that a tool wrote: at most 500 characters.
pub type Place = crate::Bounded<0, 500>;
/// A title that a tool wrote: at most 300 characters.
pub type Title = crate::Bounded<0, 300>;
/// A tag such as `CWE-79`: at most 80 characters.
pub type Tag = crate::Bounded<0, 80>;
