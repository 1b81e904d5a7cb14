//! What calls amount to, by minute and labels.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use crate::{
    dropped::Reason,
    intake::Collector,
    series::{Kind, Labels},
    time::Minute,
    value::{Observed, Value},
};

/// Measures of one minute with one set of labels.
#[derive(Default)]
pub struct Group {
    /// Amounts by name.
    amounts: BTreeMap<&'static str, f64>,
    /// Distributions by name.
    spreads: BTreeMap<&'static str, Observed>,
}

impl Group {
    /// Adds to an amount.
    pub fn add(&mut self, name: &'static str, amount: f64) {
        *self.amounts.entry(name).or_default() += amount;
    }

    /// Adds one where something is so; 0 otherwise, so that a share has both its numbers.
    pub fn count_if(&mut self, name: &'static str, so: bool) {
        self.add(name, f64::from(u8::from(so)));
    }

    /// Adds an observation.
    pub fn observe(&mut self, name: &'static str, x: f64) {
        self.spreads.entry(name).or_default().add(x);
    }
}

/// All groups of a batch.
pub struct Measures {
    groups: HashMap<(u32, Minute), Group, RandomState>,
    labels: Vec<Labels>,
    index: HashMap<Labels, u32, RandomState>,
    most_labels: usize,
    most_groups: usize,
    lost: BTreeMap<Reason, u64>,
}

impl Measures {
    pub fn new(most_labels: usize, most_groups: usize) -> Self {
        Self {
            groups: HashMap::default(),
            labels: Vec::new(),
            index: HashMap::default(),
            most_labels,
            most_groups,
            lost: BTreeMap::new(),
        }
    }

    /// The group of these labels and this minute, unless there are too many.
    pub fn group(&mut self, labels: Result<Labels, Reason>, minute: Minute) -> Option<&mut Group> {
        match labels.and_then(|labels| self.place(labels, minute)) {
            Ok(key) => Some(self.groups.entry(key).or_default()),
            Err(reason) => {
                *self.lost.entry(reason).or_default() += 1;
                None
            }
        }
    }

    fn place(&mut self, labels: Labels, minute: Minute) -> Result<(u32, Minute), Reason> {
        let index = match self.index.get(&labels) {
            Some(index) => *index,
            None if self.labels.len() >= self.most_labels => return Err(Reason::TooManySeries),
            None => {
                let index = u32::try_from(self.labels.len()).map_err(|_| Reason::TooManySeries)?;
                self.labels.push(labels.clone());
                self.index.insert(labels, index);
                index
            }
        };
        let key = (index, minute);
        if self.groups.len() < self.most_groups || self.groups.contains_key(&key) {
            Ok(key)
        } else {
            Err(Reason::TooManyPoints)
        }
    }

    /// Puts a point for each measure into the intake. Deltas without start: each batch adds its own.
    pub fn emit(self, out: &mut Collector<'_>) {
        for (reason, count) in self.lost {
            out.drop_many(reason, count, "derived series");
        }
        let mut groups: Vec<_> = self.groups.into_iter().collect();
        groups.sort_by_key(|(key, _)| *key);
        for ((index, minute), group) in groups {
            let labels = usize::try_from(index).ok().and_then(|i| self.labels.get(i));
            let Some(labels) = labels else { continue };
            for (name, value) in group.amounts {
                let delta = Value::Delta { value, start: None };
                push(out, name, Kind::Counter, labels, minute, delta);
            }
            for (name, observed) in group.spreads {
                let value = Value::Sketch(Box::new(observed));
                push(out, name, Kind::Histogram, labels, minute, value);
            }
        }
    }
}

fn push(
    out: &mut Collector<'_>,
    name: &str,
    kind: Kind,
    labels: &Labels,
    minute: Minute,
    value: Value,
) {
    match out.series(name, unit(name), kind, labels.clone()) {
        Ok(series) => out.point(series, minute.start(), value),
        Err(reason) => out.drop(reason, name),
    }
}

fn unit(name: &str) -> &'static str {
    match name {
        n if n.ends_with("tokens") => "{token}",
        n if n.ends_with("duration") || n.ends_with("first_chunk") => "s",
        _ => "1",
    }
}
