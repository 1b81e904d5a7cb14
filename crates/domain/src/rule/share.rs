//! Shares: part of a whole, against two thresholds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::files::{Files, is_whole, newest_of_each, newest_of_each_value};
use super::scan::whole;
use super::verdict::{Quoted, Verdict};
use super::weigh::{Bounds, Seen, weigh};
use super::{Better, Only, name};
use crate::evidence::{Label, Measure, MeasureName, Reading, Title, Unit};

/// The share that one measure is of another, in the newest file of each series, worst first. A whole without a
/// part of the same labels is not known: it counts against supporting and against contradicting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The part.
    pub part: MeasureName,
    /// The whole.
    pub whole: MeasureName,
    /// Only measures with these labels.
    #[serde(default)]
    pub only: Only,
    /// Whether a low or a high share is good.
    pub better: Better,
    /// A label across which nothing may be added, such as `currency`. Without a rate nobody can say which group
    /// weighs more: to support each must be good, to contradict each must be bad.
    #[serde(default)]
    pub by: Option<MeasureName>,
    /// A label each value of which has a newest file of its own, such as `experiment`.
    #[serde(default)]
    pub each: Option<MeasureName>,
    /// What the verdict calls it.
    #[serde(default = "share")]
    pub called: Quoted,
    /// A bound in percent that is part of what the rule means, in place of its thresholds; never contradicts.
    #[serde(default)]
    pub at: Option<f64>,
    /// Support only: a share beyond the other threshold proves nothing.
    #[serde(default)]
    pub one_sided: bool,
}

const fn share() -> Quoted {
    Quoted::Share
}

pub(super) fn judge(share: &Share, files: &Files<'_>) -> Verdict {
    let pieces = match &share.each {
        Some(label) => newest_of_each_value(files.dated, &share.whole, label),
        None => newest_of_each(files.dated)
            .into_iter()
            .map(|item| (item, None))
            .collect(),
    };
    let pieces = pieces.into_iter().enumerate();
    let fixed = (share.at, share.one_sided);
    let bounds = Bounds::of(share.better, fixed, files.thresholds);
    let of_all = bounds.of_all();
    let seen: Vec<_> = pieces
        .flat_map(|(series, (item, value))| {
            let covers = is_whole(item.reading);
            let seen = share.groups(item.reading, value).into_iter();
            seen.map(move |seen| Seen {
                series,
                whole: covers,
                stays: covers || of_all,
                ..seen
            })
        })
        .collect();
    weigh(&bounds, &seen, share.called, Unit::Ratio)
}

/// What has the same labels.
#[derive(Default)]
struct Pair<'a> {
    part: Option<f64>,
    whole: f64,
    observations: Option<u64>,
    name: Option<&'a Label>,
}

impl Share {
    /// What is seen in one file, by groups that don't add up.
    fn groups(&self, reading: &Reading, value: Option<&Label>) -> Vec<Seen> {
        let mut groups: BTreeMap<Option<&Label>, BTreeMap<_, Pair<'_>>> = BTreeMap::new();
        let fits = |measure: &&Measure| {
            let of_value = |label| measure.labels.get(label) == value;
            self.only.takes(measure) && self.each.as_ref().is_none_or(of_value)
        };
        for measure in reading.measures.iter().filter(fits) {
            let (in_part, in_whole) = (measure.name == self.part, measure.name == self.whole);
            if !in_part && !in_whole {
                continue;
            }
            let group = self.by.as_ref().and_then(|label| measure.labels.get(label));
            let pair = groups.entry(group).or_default();
            let pair = pair.entry(&measure.labels).or_default();
            let amount = measure.value.get();
            if in_whole {
                pair.whole += amount;
                let number = measure.n.unwrap_or_else(|| whole(amount));
                pair.observations = Some(pair.observations.unwrap_or(0).saturating_add(number));
                pair.name = name::of(&measure.labels);
            }
            if in_part {
                pair.part = Some(pair.part.unwrap_or(0.0) + amount);
            }
        }
        let pairs = groups
            .into_values()
            .map(|group| group.into_values().collect());
        pairs
            .filter_map(|pairs: Vec<_>| self.seen(&pairs))
            .collect()
    }

    fn seen(&self, pairs: &[Pair<'_>]) -> Option<Seen> {
        let total: f64 = pairs.iter().map(|pair| pair.whole).sum();
        if total <= 0.0 {
            return None;
        }
        let known: f64 = pairs.iter().filter_map(|pair| pair.part).sum();
        let unknown = pairs.iter().filter(|pair| pair.part.is_none());
        let unknown: f64 = unknown.map(|pair| pair.whole).sum();
        let percent = |part: f64| part / total * 100.0;
        let (worst, best) = match self.better {
            Better::High => (known, known + unknown),
            Better::Low => (known + unknown, known),
        };
        let lacks = |pair: &&Pair<'_>| match (self.better, pair.part) {
            (_, None) => pair.whole > 0.0,
            (Better::High, Some(part)) => part < pair.whole,
            (Better::Low, Some(part)) => part > 0.0,
        };
        let names = pairs.iter().filter(lacks).filter_map(|pair| pair.name);
        Some(Seen {
            series: 0,
            value: percent(known),
            worst: percent(worst),
            best: percent(best),
            observations: pairs
                .iter()
                .filter_map(|pair| pair.observations)
                .reduce(u64::saturating_add),
            whole: false,
            stays: false,
            names: names.map(|name| Title::clip(name.as_str())).collect(),
        })
    }
}
