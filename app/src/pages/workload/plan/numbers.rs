//! The numbers of the what-if: the same function as everywhere, on a changed set of answers.

use std::collections::BTreeMap;

use domain::views::assessing::Basis;
use domain::{CriterionId, Exact, PillarId, RiskId, Triple, evaluate, what_if};
use serde::{Deserialize, Serialize};

/// What the panel compares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// The index, by each set.
    pub index: Triple<Option<Exact>>,
    /// The layer index, claimed.
    pub layer_index: Option<Exact>,
    /// The overall level, claimed.
    pub level: Option<u8>,
    /// Pillars, claimed.
    pub pillars: Vec<(PillarId, Exact)>,
    /// Levels of the pillars, claimed.
    pub levels: BTreeMap<PillarId, u8>,
    /// Claimed residual score of each risk.
    pub risks: Vec<(RiskId, Exact)>,
}

impl Numbers {
    /// The numbers of a workload if these criteria were met besides.
    pub fn of(basis: &Basis, met: impl IntoIterator<Item = CriterionId>) -> Self {
        let inputs = what_if(&basis.inputs, met);
        let evaluation = evaluate(&basis.rubric, &inputs);
        let claimed = &evaluation.scores.claimed;
        let pillar =
            |p: &domain::RubricPillar| Some((p.id.clone(), claimed.pillars.get(&p.id)?.clone()));
        Self {
            index: evaluation.scores.map(|scores| scores.index.clone()),
            layer_index: claimed.layer_index.clone(),
            level: evaluation.levels.claimed.overall,
            pillars: basis.rubric.pillars.iter().filter_map(pillar).collect(),
            levels: evaluation.levels.claimed.pillars,
            risks: evaluation
                .risks
                .into_iter()
                .map(|r| (r.id, r.residual.claimed.score))
                .collect(),
        }
    }

    /// A pillar's score.
    pub fn pillar(&self, id: &PillarId) -> Option<&Exact> {
        self.pillars
            .iter()
            .find(|(pillar, _)| pillar == id)
            .map(|(_, score)| score)
    }
}

/// Risks that become smaller: before and after, the greatest fall first, at most so many.
pub fn falling(now: &Numbers, then: &Numbers, most: usize) -> Vec<(RiskId, Exact, Exact)> {
    let pairs = now
        .risks
        .iter()
        .zip(&then.risks)
        .filter(|(a, b)| a.0 == b.0 && b.1 < a.1);
    let mut falling: Vec<_> = pairs
        .map(|(a, b)| (a.0.clone(), a.1.clone(), b.1.clone()))
        .collect();
    // Stable: equal falls stay in the catalog's order.
    falling.sort_by_key(|(_, before, after)| std::cmp::Reverse(before.clone() - after.clone()));
    falling.truncate(most);
    falling
}
