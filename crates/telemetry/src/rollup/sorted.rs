//! Points by series.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use crate::{time::Millis, value::Value};

/// A point with the id of its series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample<'a> {
    /// The id of its series.
    pub series: i64,
    /// When it was measured.
    pub at: Millis,
    /// What was measured.
    pub value: &'a Value,
}

/// The series of some samples, each once, in ascending order.
pub fn series_of<'a>(samples: impl IntoIterator<Item = Sample<'a>>) -> Vec<i64> {
    let ids = samples.into_iter().map(|sample| sample.series);
    let ids: HashSet<i64, RandomState> = ids.collect();
    let mut ids: Vec<_> = ids.into_iter().collect();
    ids.sort_unstable();
    ids
}

/// A point as it is sorted.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub at: Millis,
    pub value: Brief<'a>,
}

/// What was measured. Most points are plain numbers: those are copied, so that folding a series reads memory from one end
/// to the other instead of one place in each batch.
#[derive(Clone, Copy)]
pub(super) enum Brief<'a> {
    Level(f64),
    /// Of a counter, where its start is not known.
    Total(f64),
    Other(&'a Value),
}

impl<'a> From<&'a Value> for Brief<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Gauge(x) => Self::Level(*x),
            Value::Counter { value, start: None } => Self::Total(*value),
            other => Self::Other(other),
        }
    }
}

/// The points by series, those of a series in the order of the samples; and for each series how many. Batches bring the
/// same series in the same order again and again: sharing them out and sorting each series' few is quicker than sorting
/// all.
pub(super) fn by_series<'a>(
    samples: impl Iterator<Item = Sample<'a>> + Clone,
) -> (Vec<Placed<'a>>, Vec<(i64, usize)>) {
    let mut counts: HashMap<i64, usize, RandomState> = HashMap::default();
    samples.clone().for_each(|sample| {
        *counts.entry(sample.series).or_default() += 1;
    });
    let mut series: Vec<_> = counts.iter().map(|(id, count)| (*id, *count)).collect();
    series.sort_unstable();
    let mut next = 0;
    // From here on where the next sample of each series goes.
    let mut places = counts;
    for (id, count) in &series {
        places.insert(*id, next);
        next += count;
    }
    let nothing = Placed {
        at: 0,
        value: Brief::Level(0.0),
    };
    let mut points = vec![nothing; next];
    samples.for_each(|sample| {
        if let Some(place) = places.get_mut(&sample.series) {
            if let Some(slot) = points.get_mut(*place) {
                *slot = Placed {
                    at: sample.at,
                    value: sample.value.into(),
                };
            }
            *place += 1;
        }
    });
    (points, series)
}
