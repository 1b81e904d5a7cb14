//! What a milestone keeps: everything its numbers follow from, as it was when it was approved.

use std::collections::BTreeMap;

use domain::{Answer, CheckId, CriterionId, Inputs, Provenance, Rubric, WorkloadId};
use serde::{Deserialize, Serialize};
use store::{StoreError, answers::Stored, proof::Evidence, reviews::Milestone};
use time::Date;

use crate::{Error, basis::Basis, texts};

/// An approved assessment, immutable: later changes of answers, proof or framework don't reach it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    pub inputs: Inputs,
    /// The framework's structure with the priorities of that day.
    pub rubric: Rubric,
    pub answers: Vec<SnapshotAnswer>,
    pub notes: BTreeMap<CheckId, String>,
    pub evidence: Vec<SnapshotEvidence>,
}

/// An answer with who gave it, when (RFC 3339).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SnapshotAnswer {
    pub criterion: CriterionId,
    pub answer: Answer,
    pub provenance: Provenance,
    /// The platform's name where it is inherited.
    pub by_name: String,
    pub at: String,
    /// The platform that said it, whatever it says later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<WorkloadId>,
    /// Why the workload did not inherit it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_reason: Option<String>,
}

/// A document; its file stays in the store under its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SnapshotEvidence {
    pub title: String,
    pub sha256: String,
    pub criteria: Vec<CriterionId>,
    pub effective: Date,
    pub valid_until: Date,
}

impl Snapshot {
    /// The snapshot of a workload as it stands, with the notes of its checks.
    pub fn of(basis: &Basis, notes: BTreeMap<CheckId, String>) -> Self {
        Self {
            inputs: basis.inputs.clone(),
            rubric: basis.rubric.clone(),
            answers: basis.answers.iter().map(answer).collect(),
            notes,
            evidence: basis.evidence.iter().map(evidence).collect(),
        }
    }

    /// Reads a milestone's snapshot back.
    pub fn read(milestone: &Milestone) -> Result<Self, Error> {
        let broken = |source| StoreError::Json {
            table: "milestones",
            column: "snapshot",
            source,
        };
        Ok(Self::deserialize(&milestone.snapshot).map_err(broken)?)
    }
}

fn answer(stored: &Stored) -> SnapshotAnswer {
    SnapshotAnswer {
        criterion: stored.criterion.clone(),
        answer: stored.answer.clone(),
        provenance: stored.provenance,
        by_name: stored.by_name.clone(),
        at: texts::instant(stored.at),
        inherited_from: stored.source.as_ref().map(|platform| platform.id),
        own_reason: stored.own_reason.clone(),
    }
}

fn evidence(stored: &Evidence) -> SnapshotEvidence {
    SnapshotEvidence {
        title: stored.title.clone(),
        sha256: stored.sha256.clone(),
        criteria: stored.criteria.clone(),
        effective: stored.dates.effective,
        valid_until: stored.dates.valid_until,
    }
}
