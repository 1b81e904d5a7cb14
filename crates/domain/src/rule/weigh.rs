//! Values against two bounds.

use std::cmp::Ordering;

use super::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};
use super::{Better, Thresholds};
use crate::evidence::{Figure, Title, Unit};

/// How many things a verdict names.
const NAMED: usize = 10;
/// Shares are worked out in floating point: 7 of 100 must not be more than 7 percent.
const NEAR: f64 = 1e-9;

/// What values are held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub better: Better,
    supports: Option<f64>,
    contradicts: Option<f64>,
    min: u64,
    against: u64,
}

impl Bounds {
    /// The rule's own numbers, or one that is part of what the rule means and never contradicts.
    pub(super) fn of(
        better: Better,
        (at, one_sided): (Option<f64>, bool),
        thresholds: &Thresholds,
    ) -> Self {
        let never = one_sided || at.is_some();
        Self {
            better,
            supports: at.or(thresholds.supports),
            contradicts: thresholds.contradicts.filter(|_| !never),
            min: thresholds.min,
            against: thresholds.against.unwrap_or(thresholds.min),
        }
    }

    /// The worse one first.
    fn order(&self, a: f64, b: f64) -> Ordering {
        match self.better {
            Better::Low => b.total_cmp(&a),
            Better::High => a.total_cmp(&b),
        }
    }

    fn beyond(&self, value: f64, bound: f64) -> bool {
        match self.better {
            Better::Low => value > bound + NEAR,
            Better::High => value < bound - NEAR,
        }
    }

    pub(super) fn good(&self, value: f64) -> bool {
        self.supports
            .is_some_and(|bound| !self.beyond(value, bound))
    }

    /// Whether, of a share in percent, nothing that nobody saw could make up for what was seen: one of all.
    pub(super) fn of_all(&self) -> bool {
        self.contradicts.is_some_and(|bound| match self.better {
            Better::Low => bound <= 0.0,
            Better::High => bound >= 100.0,
        })
    }

    fn bad(&self, seen: &Seen) -> bool {
        let enough = seen.observations.is_none_or(|n| n >= self.against);
        let bound = self.contradicts;
        seen.stays && enough && bound.is_some_and(|bound| self.beyond(seen.best, bound))
    }

    fn enough(&self, seen: &Seen) -> bool {
        seen.observations.is_none_or(|n| n >= self.min)
    }
}

/// What was seen of one thing: a file, a group in it, an object.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Values of one series that can't be weighed against each other contradict only together.
    pub series: usize,
    /// As it is quoted; shares in percent.
    pub value: f64,
    /// The same if everything that is not known is bad.
    pub worst: f64,
    /// The same if everything that is not known is good.
    pub best: f64,
    /// How many observations it rests on; `None` where their number is the value.
    pub observations: Option<u64>,
    /// Whether it comes from a file that covers what it is about: else it supports nothing.
    pub whole: bool,
    /// Whether it would be as bad if more had been seen: else it contradicts nothing.
    pub stays: bool,
    /// What it is of, or which parts of it are not as they must be.
    pub names: Vec<Title>,
}

/// The worst decides: what is good elsewhere excuses nothing.
pub(super) fn weigh(bounds: &Bounds, seen: &[Seen], what: Quoted, unit: Unit) -> Verdict {
    let together = |one: &Seen| {
        let mut same = seen.iter().filter(|other| other.series == one.series);
        same.all(|other| bounds.bad(other))
    };
    let worst = |list: &mut dyn Iterator<Item = &Seen>, by: fn(&Seen) -> f64| {
        list.min_by(|a, b| bounds.order(by(a), by(b))).cloned()
    };
    let against = worst(&mut seen.iter().filter(|one| together(one)), |s| s.best);
    let enough = seen.iter().any(|one| bounds.enough(one));
    let good = |one: &Seen| one.whole && bounds.good(one.worst);
    let outcome = if against.is_some() {
        Outcome::Contradicts
    } else if !enough {
        Outcome::NoData(Gap::Inconclusive)
    } else if seen.iter().all(good) {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let deciding = against.or_else(|| worst(&mut seen.iter(), |s| s.worst));
    Verdict {
        outcome,
        quotes: quotes(bounds, deciding.as_ref(), what, unit),
        names: seen
            .iter()
            .filter(|one| !bounds.good(one.worst))
            .flat_map(|one| one.names.iter().cloned())
            .take(NAMED)
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

fn quotes(bounds: &Bounds, deciding: Option<&Seen>, what: Quoted, unit: Unit) -> Vec<Quote> {
    let scale = if unit == Unit::Ratio { 100.0 } else { 1.0 };
    let value = deciding.and_then(|seen| Figure::new(seen.value / scale));
    let value = value.map(|value| Quote {
        what,
        value,
        unit,
        bound: bounds.supports.and_then(|bound| Figure::new(bound / scale)),
    });
    let observations = match deciding {
        Some(seen) => seen.observations,
        None => Some(0),
    };
    let observations = observations.and_then(|n| count(Quoted::Observations, n, Some(bounds.min)));
    value.into_iter().chain(observations).collect()
}
