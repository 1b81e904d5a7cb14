//! The form of the shared services; `demo/platforms.toml` explains it.

use domain::CriterionId;
use serde::Deserialize;

/// The file of the shared services.
pub const PLATFORMS: &str = "platforms.toml";

/// Shared services.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platforms {
    /// Each of them.
    pub platforms: Vec<Platform>,
}

/// A workload that answers for others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// Its name.
    pub workload: String,
    /// The criteria that it answers.
    pub offers: Vec<CriterionId>,
    /// Who takes that over.
    pub consumers: Vec<Consumer>,
}

/// A workload that takes answers over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consumer {
    /// Its name.
    pub workload: String,
    /// What it answers itself all the same.
    #[serde(default)]
    pub own: Vec<Own>,
}

/// An answer that is not taken over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// To which criterion.
    pub criterion: CriterionId,
    /// The own answer.
    pub state: String,
    /// Why.
    pub reason: String,
}
