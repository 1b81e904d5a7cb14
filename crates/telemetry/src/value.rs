//! Points: what was measured when.

use serde::{Deserialize, Serialize};

use crate::{
    distribution::{Buckets, Exponential, Sketch},
    rollup::Sample,
    time::Millis,
};

/// One measurement of one series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The index of its series in the intake.
    pub series: u32,
    /// When it was measured.
    pub at: Millis,
    /// What was measured.
    pub value: Value,
}

/// One measurement of a series that is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPoint {
    /// The id of its series.
    pub id: i64,
    /// When it was measured.
    pub at: Millis,
    /// What was measured.
    pub value: Value,
}

impl KnownPoint {
    /// The point as it is folded.
    pub fn sample(&self) -> Sample<'_> {
        Sample {
            series: self.id,
            at: self.at,
            value: &self.value,
        }
    }
}

/// What was measured. Numbers are finite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A level.
    Gauge(f64),
    /// A total since `start`; `None` where the sender does not say since when.
    Counter {
        /// The total.
        value: f64,
        /// Since when.
        start: Option<Millis>,
    },
    /// What was added since `start`. Without `start` it was added at this instant and repeats nothing:
    /// several such points of one series at one time all count.
    Delta {
        /// The amount.
        value: f64,
        /// Since when.
        start: Option<Millis>,
    },
    /// A distribution, as the sender aggregated it.
    Histogram(Box<Histogram>),
    /// A distribution that was aggregated here, from spans; as a delta without start.
    Sketch(Box<Observed>),
}

/// A distribution, as the sender aggregated it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Since when.
    pub temporality: Temporality,
    /// Number of observations.
    pub count: u64,
    /// Sum of observations, where it is known.
    pub sum: Option<f64>,
    /// The least observation; only of deltas.
    pub min: Option<f64>,
    /// The greatest observation; only of deltas.
    pub max: Option<f64>,
    /// How they are spread.
    pub spread: Spread,
}

/// Observations that were aggregated here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    /// Sum of observations.
    pub sum: f64,
    /// The least observation.
    pub min: Option<f64>,
    /// The greatest observation.
    pub max: Option<f64>,
    /// How they are spread; its count is the number of observations.
    pub sketch: Sketch,
}

impl Observed {
    /// Adds one observation; what is no finite number is passed over.
    pub fn add(&mut self, x: f64) {
        if x.is_finite() {
            self.sum += x;
            self.min = Some(self.min.map_or(x, |m| m.min(x)));
            self.max = Some(self.max.map_or(x, |m| m.max(x)));
            self.sketch.add(x, 1);
        }
    }
}

/// Since when a histogram counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Temporality {
    /// Since `start`, growing from point to point.
    Cumulative {
        /// Since when.
        start: Option<Millis>,
    },
    /// Since `start`, which is the time of the point before.
    Delta {
        /// Since when.
        start: Option<Millis>,
    },
}

/// How the observations of a histogram are spread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Spread {
    /// Only count and sum are known.
    Unknown,
    /// Between bounds that the sender chose.
    Explicit(Buckets),
    /// Between powers of a base.
    Exponential(Exponential),
}
