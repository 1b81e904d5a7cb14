//! Milestones as pages show them.

use domain::{Headline, Triple, views::results::MilestoneView};
use serde::Deserialize;
use store::{StoreError, reviews::Milestone};

use crate::{Error, texts};

/// The part of a stored evaluation that history needs; plans and risks of that day stay unread.
#[derive(Debug, Deserialize)]
pub(super) struct Numbers {
    pub scores: Triple<Headline>,
    levels: Triple<Overall>,
}

#[derive(Debug, Deserialize)]
struct Overall {
    overall: Option<u8>,
}

impl Numbers {
    /// Reads a milestone's numbers.
    pub fn read(milestone: &Milestone) -> Result<Self, Error> {
        let broken = |source| StoreError::Json {
            table: "milestones",
            column: "evaluation",
            source,
        };
        Ok(Self::deserialize(&milestone.evaluation).map_err(broken)?)
    }
}

/// A milestone with its headline numbers.
pub(super) fn view(milestone: &Milestone) -> Result<MilestoneView, Error> {
    let numbers = Numbers::read(milestone)?;
    Ok(MilestoneView {
        id: milestone.id,
        number: milestone.number,
        at: texts::instant(milestone.at),
        by: milestone.by_name.clone(),
        comment: milestone.comment.clone(),
        index: numbers.scores.map(|s| s.index.clone()),
        level: numbers.levels.map(|l| l.overall),
        framework_version: milestone.framework_version.clone(),
        input_hash: milestone.input_hash.clone(),
    })
}
