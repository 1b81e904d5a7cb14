//! What a series did in a minute or an hour.

mod fold;
pub mod minutes;
mod sorted;
mod state;
mod step;

use serde::{Deserialize, Serialize};

use crate::{
    distribution::{Distribution, Quantile},
    time::Millis,
};

pub use fold::{Folded, SeriesHour, States, fold, fold_series};
pub use sorted::{Sample, series_of};
pub use state::{State, StateError};

/// What a series did in a span of time. Rollups of parts merge to the rollup of the whole, in any order, up to
/// the rounding of sums.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rollup {
    /// Points.
    pub points: u64,
    /// Of a gauge and counter the points, of a distribution the observations.
    pub count: u64,
    /// Of a gauge the sum of its values (divide by `count` for the mean), of a counter its increase, of a
    /// distribution the sum of observations.
    pub sum: f64,
    /// The least value of a gauge or observation of a distribution, where it is known.
    pub min: Option<f64>,
    /// The greatest value of a gauge or observation of a distribution, where it is known.
    pub max: Option<f64>,
    /// The last point's time and value: a gauge's level, a counter's total.
    pub last: Option<(Millis, f64)>,
    /// How often a total began again.
    pub resets: u32,
    /// How often more than an hour lay between two totals: their increase belongs to the whole time between.
    pub gaps: u32,
    /// How the observations are spread.
    pub distribution: Option<Distribution>,
}

impl Rollup {
    /// Adds the rollup of another part of the time.
    pub fn merge(&mut self, other: &Self) {
        self.points = self.points.saturating_add(other.points);
        self.count = self.count.saturating_add(other.count);
        self.sum += other.sum;
        self.min = least(self.min, other.min);
        self.max = greatest(self.max, other.max);
        self.last = later(self.last, other.last);
        self.resets = self.resets.saturating_add(other.resets);
        self.gaps = self.gaps.saturating_add(other.gaps);
        match (&mut self.distribution, &other.distribution) {
            (Some(mine), Some(others)) => mine.merge(others),
            (None, Some(others)) => self.distribution = Some(others.clone()),
            (_, None) => {}
        }
    }

    /// The mean; `None` where nothing was counted. Of counters it says nothing.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / crate::cast::float(self.count))
    }

    /// A quantile (0–1) of a distribution.
    pub fn quantile(&self, q: f64) -> Option<Quantile> {
        self.distribution.as_ref()?.quantile(q)
    }
}

fn least(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.into_iter().chain(b).reduce(f64::min)
}

fn greatest(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.into_iter().chain(b).reduce(f64::max)
}

/// The later one; of two at one time the greater, so that the order does not matter.
fn later(a: Option<(Millis, f64)>, b: Option<(Millis, f64)>) -> Option<(Millis, f64)> {
    a.into_iter().chain(b).reduce(|a, b| {
        if a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).is_lt() {
            b
        } else {
            a
        }
    })
}
