//! What changed between two snapshots of answers, row by row.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{CriterionId, Mark};

/// One criterion whose answer or proof changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Which criterion.
    pub criterion: CriterionId,
    /// Before; `None` where it had no answer.
    pub before: Option<Mark>,
    /// After; `None` where it has no answer.
    pub after: Option<Mark>,
}

/// The rows that differ, in order of the criterion.
pub fn difference(
    before: &BTreeMap<CriterionId, Mark>,
    after: &BTreeMap<CriterionId, Mark>,
) -> Vec<Changed> {
    let ids: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    ids.into_iter()
        .map(|id| Changed {
            criterion: id.clone(),
            before: before.get(id).copied(),
            after: after.get(id).copied(),
        })
        .filter(|row| row.before != row.after)
        .collect()
}
