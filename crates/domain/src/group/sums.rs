//! Weighted sums: they add up exactly, whichever way they are cut.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Exact, Headline, Layer, MeanScores, PillarId};

/// `Σ t·x` with `Σ t`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// `Σ t`.
    pub weight: u32,
    /// `Σ t·x`.
    pub total: Exact,
}

impl Sum {
    /// The sum of terms.
    pub fn of<'a>(terms: impl IntoIterator<Item = (u32, &'a Exact)>) -> Self {
        let mut weight = 0;
        let terms = terms.into_iter().inspect(|(t, _)| weight += t);
        let total = Exact::weighted_sum(terms);
        Self { weight, total }
    }

    /// The sum of sums.
    pub fn merged<'a>(sums: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut weight = 0;
        let sums = sums.into_iter().inspect(|sum| weight += sum.weight);
        let total = Exact::weighted_sum(sums.map(|sum| (1, &sum.total)));
        Self { weight, total }
    }

    /// The mean; none of nothing.
    pub fn mean(&self) -> Option<Exact> {
        (self.weight > 0).then(|| self.total.clone() / Exact::whole(self.weight))
    }
}

/// Sums of all numbers by one set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Of the index.
    pub index: Sum,
    /// Of the layer index.
    pub layer_index: Sum,
    /// By pillar, over the workloads it applies to.
    pub pillars: BTreeMap<PillarId, Sum>,
    /// By layer, over the workloads it applies to.
    pub layers: BTreeMap<Layer, Sum>,
}

impl Sums {
    /// The sums over workloads, each with its tier's weight.
    pub fn of(all: &[(u32, &Headline)]) -> Self {
        let sum = |pick: &dyn Fn(&Headline) -> Option<&Exact>| {
            Sum::of(all.iter().filter_map(|(t, h)| Some((*t, pick(h)?))))
        };
        let pillars: BTreeSet<_> = all.iter().flat_map(|(_, h)| h.pillars.keys()).collect();
        let layers: BTreeSet<_> = all.iter().flat_map(|(_, h)| h.layers.keys()).collect();
        Self {
            index: sum(&|h| h.index.as_ref()),
            layer_index: sum(&|h| h.layer_index.as_ref()),
            pillars: pillars
                .into_iter()
                .map(|id| (id.clone(), sum(&|h| h.pillars.get(id))))
                .collect(),
            layers: layers
                .into_iter()
                .map(|layer| (*layer, sum(&|h| h.layers.get(layer))))
                .collect(),
        }
    }

    /// The sums of several groups together.
    pub fn merged(all: &[&Self]) -> Self {
        let pillars: BTreeSet<_> = all.iter().flat_map(|s| s.pillars.keys()).collect();
        let layers: BTreeSet<_> = all.iter().flat_map(|s| s.layers.keys()).collect();
        Self {
            index: Sum::merged(all.iter().map(|s| &s.index)),
            layer_index: Sum::merged(all.iter().map(|s| &s.layer_index)),
            pillars: pillars
                .into_iter()
                .map(|id| {
                    (
                        id.clone(),
                        Sum::merged(all.iter().filter_map(|s| s.pillars.get(id))),
                    )
                })
                .collect(),
            layers: layers
                .into_iter()
                .map(|layer| {
                    (
                        *layer,
                        Sum::merged(all.iter().filter_map(|s| s.layers.get(layer))),
                    )
                })
                .collect(),
        }
    }

    /// The means.
    pub fn means(&self) -> MeanScores {
        MeanScores {
            index: self.index.mean(),
            layer_index: self.layer_index.mean(),
            pillars: self
                .pillars
                .iter()
                .filter_map(|(id, sum)| Some((id.clone(), sum.mean()?)))
                .collect(),
            layers: self
                .layers
                .iter()
                .filter_map(|(layer, sum)| Some((*layer, sum.mean()?)))
                .collect(),
        }
    }
}
