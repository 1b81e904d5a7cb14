//! Numbers of a team or the organisation: means of its workloads' numbers, weighted by tier.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Exact, Layer, PillarId, Scores, Tier};

/// Means by one set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeanScores {
    /// Mean index.
    pub index: Option<Exact>,
    /// Mean layer index.
    pub layer_index: Option<Exact>,
    /// Mean by pillar, over the workloads it applies to.
    pub pillars: BTreeMap<PillarId, Exact>,
    /// Mean by layer, over the workloads it applies to.
    pub layers: BTreeMap<Layer, Exact>,
}

/// The part of a workload's scores that enters a mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    /// Its index.
    pub index: Option<Exact>,
    /// Its layer index.
    pub layer_index: Option<Exact>,
    /// By pillar.
    pub pillars: BTreeMap<PillarId, Exact>,
    /// By layer.
    pub layers: BTreeMap<Layer, Exact>,
}

impl From<&Scores> for Headline {
    fn from(scores: &Scores) -> Self {
        let Scores {
            index,
            layer_index,
            pillars,
            layers,
            checks: _,
        } = scores;
        Self {
            index: index.clone(),
            layer_index: layer_index.clone(),
            pillars: pillars.clone(),
            layers: layers.clone(),
        }
    }
}

/// The mean of workloads' numbers by tier (tier 1 = 3, tier 2 = 2, tier 3 = 1).
///
/// A workload to which a pillar does not apply leaves that pillar's mean.
pub fn mean<'a>(workloads: impl IntoIterator<Item = (Tier, &'a Headline)> + Clone) -> MeanScores {
    let of = |pick: &dyn Fn(&'a Headline) -> Option<&'a Exact>| {
        Exact::weighted_mean(
            workloads
                .clone()
                .into_iter()
                .filter_map(|(t, s)| Some((t.weight(), pick(s)?))),
        )
    };
    let pillars: std::collections::BTreeSet<_> = workloads
        .clone()
        .into_iter()
        .flat_map(|(_, s)| s.pillars.keys())
        .collect();
    MeanScores {
        index: of(&|s| s.index.as_ref()),
        layer_index: of(&|s| s.layer_index.as_ref()),
        pillars: pillars
            .into_iter()
            .filter_map(|p| Some((p.clone(), of(&|s| s.pillars.get(p))?)))
            .collect(),
        layers: Layer::ALL
            .into_iter()
            .filter_map(|l| Some((l, of(&|s| s.layers.get(&l))?)))
            .collect(),
    }
}
