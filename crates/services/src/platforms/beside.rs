//! Platforms beside answers: what they say of a criterion, and how many inherit what is said here.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CriterionId, Viewer, platform::inherit, views::platforms::PlatformSays};

use super::{Reach, name_of};
use crate::{
    Services,
    basis::{Basis, in_scope},
};

/// What platforms have to do with the answers of a workload.
pub(crate) struct BesidePlatforms {
    says: BTreeMap<CriterionId, PlatformSays>,
    reach: BTreeMap<CriterionId, u32>,
}

impl BesidePlatforms {
    /// For somebody who may read the workload.
    pub fn of(services: &Services, viewer: &Viewer, basis: &Basis, reach: &Reach) -> Self {
        // As if it answered nothing itself: an own answer stands beside what it would inherit.
        let said = inherit(&BTreeSet::new(), &basis.offerings).into_iter();
        let in_scope = |id: &CriterionId| in_scope(services.framework, &basis.workload.profile, id);
        let says = said.filter(|(id, _)| in_scope(id)).map(|(id, from)| {
            let says = PlatformSays {
                // The team is named on the platform's own page.
                platform: name_of(viewer, &from.from.platform, ""),
                state: from.said.answer.state(),
                standing: from.said.standing,
                conflict: from.said.conflict,
            };
            (id.clone(), says)
        });
        Self {
            says: says.collect(),
            reach: reach.counts(services),
        }
    }

    /// What a platform says of a criterion.
    pub fn says(&self, criterion: &CriterionId) -> Option<PlatformSays> {
        self.says.get(criterion).cloned()
    }

    /// How many workloads inherit the answer; none where it is not offered.
    pub fn reach(&self, criterion: &CriterionId) -> Option<u32> {
        self.reach.get(criterion).copied()
    }
}
