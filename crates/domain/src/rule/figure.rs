//! Measures as they are, against two thresholds.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::files::{Dated, Files, is_whole, newest_of_each};
use super::verdict::{Quoted, Verdict};
use super::weigh::{Bounds, Seen, weigh};
use super::{Better, Only, Pick, name};
use crate::evidence::{Label, Measure, MeasureName, Title, Unit};

/// Measures as they are, in the newest file of each series: each by itself, the worst first, or added up. Ratios
/// are held against percentages, everything else against its own unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// The measure.
    pub of: MeasureName,
    /// Only those with these labels.
    #[serde(default)]
    pub only: Only,
    /// Whether a low or a high value is good.
    pub better: Better,
    /// What is added up. What no file says is then 0: readers leave out such counts.
    #[serde(default)]
    pub add: Add,
    /// Of sums: count every fresh file, not only the newest of each series. What happened stays true.
    #[serde(default)]
    pub ever: bool,
    /// What the verdict calls it.
    pub called: Quoted,
    /// A bound that is part of what the rule means, in place of its thresholds; never contradicts.
    #[serde(default)]
    pub at: Option<f64>,
    /// Support only.
    #[serde(default)]
    pub one_sided: bool,
}

/// What is added up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Add {
    /// Nothing: each measure counts by itself.
    #[default]
    Nothing,
    /// Everything.
    All,
    /// What has the same value of a label; values that occur with other labels only have a sum of 0.
    By(MeasureName),
}

pub(super) fn judge(figure: &Figures, files: &Files<'_>) -> Verdict {
    let fixed = (figure.at, figure.one_sided);
    let bounds = Bounds::of(figure.better, fixed, files.thresholds);
    let read = if figure.ever {
        files.dated.to_vec()
    } else {
        newest_of_each(files.dated)
    };
    if figure.add == Add::Nothing {
        let (seen, unit) = figure.each(&read);
        return weigh(&bounds, &seen, figure.called, unit);
    }
    let seen: Vec<_> = figure
        .groups(&read)
        .into_iter()
        .enumerate()
        .map(|(series, group)| figure.sum((series, group), &read))
        .collect();
    let mut verdict = weigh(&bounds, &seen, figure.called, Unit::Count);
    let reached = figure.groups(&read).into_iter();
    let since = reached.filter_map(|group| figure.since(group, &bounds, &read));
    let days = Duration::days(files.thresholds.days.into());
    verdict.fresh_until = since.min().map(|day| day.saturating_add(days));
    verdict
}

/// The value of the label that is not added up, where there is one.
type Group<'a> = Option<&'a Label>;

impl Figures {
    fn pick(&self) -> Pick {
        Pick {
            measure: self.of.clone(),
            only: self.only.clone(),
        }
    }

    fn each(&self, read: &[Dated<'_>]) -> (Vec<Seen>, Unit) {
        let pick = self.pick();
        let all: Vec<(&Measure, bool)> = read
            .iter()
            .flat_map(|item| pick.of(item.reading).map(|m| (m, is_whole(item.reading))))
            .collect();
        let unit = all.first().map_or(Unit::Count, |(first, _)| first.unit);
        let scale = if unit == Unit::Ratio { 100.0 } else { 1.0 };
        let seen = |(series, (measure, whole)): (usize, (&Measure, bool))| {
            let value = measure.value.get() * scale;
            let name = name::of(&measure.labels);
            Seen {
                series,
                value,
                worst: value,
                best: value,
                observations: Some(measure.n.unwrap_or(1)),
                whole,
                stays: true,
                names: name.map(|n| Title::clip(n.as_str())).into_iter().collect(),
            }
        };
        (all.into_iter().enumerate().map(seen).collect(), unit)
    }

    fn groups<'a>(&self, read: &[Dated<'a>]) -> BTreeSet<Group<'a>> {
        let Add::By(label) = &self.add else {
            return BTreeSet::from([None]);
        };
        let measures = read.iter().flat_map(|item| &item.reading.measures);
        let of_name = measures.filter(|measure| measure.name == self.of);
        of_name.map(|measure| measure.labels.get(label)).collect()
    }

    fn amount(&self, group: Group<'_>, item: &Dated<'_>) -> f64 {
        let of_group = |measure: &&Measure| match &self.add {
            Add::By(label) => measure.labels.get(label) == group,
            Add::All | Add::Nothing => true,
        };
        let pick = self.pick();
        let found = pick.of(item.reading).filter(of_group);
        found.map(|measure| measure.value.get()).sum()
    }

    fn sum(&self, (series, group): (usize, Group<'_>), read: &[Dated<'_>]) -> Seen {
        let amount = |item: &Dated<'_>| self.amount(group, item);
        let all: f64 = read.iter().map(amount).sum();
        let whole = |item: &&Dated<'_>| is_whole(item.reading);
        let sure: f64 = read.iter().filter(whole).map(amount).sum();
        let (worst, covers) = match self.better {
            // What a cut file holds is there, but only a whole one vouches for it.
            Better::High => (sure, true),
            Better::Low => (all, read.iter().all(|item| whole(&item))),
        };
        let nothing = self.better == Better::High && all <= 0.0;
        Seen {
            series,
            value: all,
            worst,
            best: all,
            observations: nothing.then_some(0),
            whole: covers,
            stays: self.better == Better::Low || read.iter().all(|item| whole(&item)),
            names: group.map(|n| Title::clip(n.as_str())).into_iter().collect(),
        }
    }

    /// The day from which on files add up to enough: the sum lasts as long as that file.
    fn since(&self, group: Group<'_>, bounds: &Bounds, read: &[Dated<'_>]) -> Option<Date> {
        if self.better == Better::Low {
            return None;
        }
        let mut newest: Vec<_> = read
            .iter()
            .filter(|item| is_whole(item.reading))
            .map(|item| (item.day, self.amount(group, item)))
            .filter(|(_, amount)| *amount > 0.0)
            .collect();
        newest.sort_by_key(|(day, _)| Reverse(*day));
        let mut sum = 0.0;
        newest.into_iter().find_map(|(day, amount)| {
            sum += amount;
            bounds.good(sum).then_some(day)
        })
    }
}
