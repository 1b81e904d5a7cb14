//! What must be remembered of a series between two batches.

use serde::{Deserialize, Serialize};

use super::Rollup;
use crate::{
    distribution::{Distribution, Exponential},
    time::Millis,
    value::{Histogram, Spread},
};

/// Between totals further apart than this, an increase is counted as a gap; and a series' first total counts
/// as its increase only if the total began within this time.
pub const GAP: Millis = 3_600_000;
/// How many times of delta points are remembered to recognise repetitions.
pub(super) const DELTAS: usize = 64;
/// The same of gauges: senders with several connections deliver a little out of order.
pub(super) const LEVELS: usize = 16;

/// What is remembered of a series: its latest point. Small: a few dozen bytes, a histogram's counts besides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    pub(super) last_at: Millis,
    pub(super) last: Last,
}

/// The latest value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Last {
    /// A counter's total.
    Total(f64),
    /// A cumulative histogram.
    Histogram {
        count: u64,
        sum: Option<f64>,
        spread: Spread,
    },
    /// Gauges and deltas: the latest times, ascending.
    Times(Vec<Millis>),
}

/// Bytes that are no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// Written by another version.
    #[error("state of an unknown version")]
    Version,
    /// Damaged.
    #[error("damaged state")]
    Damaged(#[from] postcard::Error),
}

const VERSION: u8 = 1;

impl State {
    /// When the latest point was measured.
    pub fn last_at(&self) -> Millis {
        self.last_at
    }

    /// Its bytes, for a database.
    ///
    /// # Errors
    /// None in practice; the encoder's.
    pub fn to_bytes(&self) -> Result<Vec<u8>, StateError> {
        Ok(postcard::to_extend(self, vec![VERSION])?)
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no state.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StateError> {
        match bytes.split_first() {
            Some((&VERSION, rest)) => Ok(postcard::from_bytes(rest)?),
            _ => Err(StateError::Version),
        }
    }
}

/// Notes the time of a delta; `false` where it was seen before or is older than all that are remembered.
pub(super) fn note(times: &mut Vec<Millis>, at: Millis, most: usize) -> bool {
    match times.binary_search(&at) {
        Ok(_) => false,
        Err(0) if times.len() >= most => false,
        Err(place) => {
            times.insert(place, at);
            if times.len() > most {
                times.remove(0);
            }
            true
        }
    }
}

/// What a histogram adds to a rollup: all of it.
pub(super) fn add(rollup: &mut Rollup, h: &Histogram) {
    add_parts(rollup, h.count, h.sum, Some(&h.spread));
    rollup.min = super::least(rollup.min, h.min);
    rollup.max = super::greatest(rollup.max, h.max);
}

/// What a cumulative histogram adds since an earlier state; `None` where it began again.
pub(super) fn increase(
    h: &Histogram,
    count: u64,
    sum: Option<f64>,
    spread: &Spread,
) -> Option<Histogram> {
    let spread = match (&h.spread, spread) {
        (Spread::Unknown, Spread::Unknown) => Spread::Unknown,
        (Spread::Explicit(now), Spread::Explicit(then)) => Spread::Explicit(now.since(then)?),
        (Spread::Exponential(now), Spread::Exponential(then)) => {
            Spread::Exponential(now.since(then)?)
        }
        _ => return None,
    };
    Some(Histogram {
        temporality: h.temporality,
        count: h.count.checked_sub(count)?,
        sum: h.sum.zip(sum).map(|(now, then)| now - then),
        min: None,
        max: None,
        spread,
    })
}

fn add_parts(rollup: &mut Rollup, count: u64, sum: Option<f64>, spread: Option<&Spread>) {
    rollup.count = rollup.count.saturating_add(count);
    rollup.sum += sum.unwrap_or_default();
    let distribution = match spread {
        Some(Spread::Explicit(b)) => Some(Distribution::Buckets(b.clone())),
        Some(Spread::Exponential(e)) => Some(Distribution::Sketch(Exponential::sketch(e))),
        Some(Spread::Unknown) | None => None,
    };
    spread_into(rollup, distribution);
}

/// Adds a distribution to a rollup.
pub(super) fn spread_into(rollup: &mut Rollup, other: Option<Distribution>) {
    match (&mut rollup.distribution, other) {
        (Some(mine), Some(other)) => mine.merge(&other),
        (None, other) => rollup.distribution = other,
        (Some(_), None) => {}
    }
}
