//! Risks that a workload has of its own, beside the catalogue's.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{CheckId, PillarId, RiskId};

/// A risk that somebody found in one workload; the same formulas hold for it as for the catalogue's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRisk {
    /// `own-1` …; no framework may use such ids.
    pub id: RiskId,
    /// What it is called; no number follows from it.
    pub title: String,
    /// What happens, and to whom; no number follows from it.
    pub text: String,
    /// The pillar whose level it can cap.
    pub pillar: PillarId,
    /// Inherent likelihood, 1…5.
    pub likelihood: u32,
    /// Impact, 1…5.
    pub impact: u32,
    /// Checks that mitigate it.
    pub checks: BTreeSet<CheckId>,
}
