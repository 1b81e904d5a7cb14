//! Native histograms as the query API writes them: buckets with their bounds, empty ones left out.
//!
//! Two answers of one series leave out different buckets, so bounds as they stand can't be compared. They are powers
//! of a base that follows from any bucket; with it, buckets have the indexes that they had when they were sent.

use std::borrow::Cow;

use serde::{Deserialize, de::IgnoredAny};

use super::{cumulative, native};
use crate::{
    cast,
    distribution::Exponential,
    dropped::Reason,
    value::{Spread, Value},
};

/// `{"count": "8", "sum": "1.5", "buckets": [[0, "0.5", "0.7", "8"]]}`. The first number of a bucket says whether its
/// bounds belong to it, which changes no index.
#[derive(Deserialize)]
pub(super) struct Histogram<'a> {
    #[serde(borrow, default)]
    count: Cow<'a, str>,
    #[serde(borrow, default)]
    sum: Cow<'a, str>,
    #[serde(borrow, default)]
    buckets: Vec<Bucket<'a>>,
}

/// Which bounds belong to it, the lower one, the upper one, and how many it holds.
#[derive(Deserialize)]
struct Bucket<'a>(
    IgnoredAny,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
);

impl Histogram<'_> {
    /// What it says, as a total since an unknown time.
    pub fn value(&self) -> Result<Value, Reason> {
        let count = Exponential::round(float(&self.count)?);
        let sum = float(&self.sum)?;
        let mut sides = Sides::default();
        for Bucket(_, left, right, count) in &self.buckets {
            let count = Exponential::round(float(count)?);
            sides.add(float(left)?, float(right)?, count)?;
        }
        match sides.indexed() {
            Some((scale, positive, negative)) => {
                native(count, sum, (scale, sides.zero), positive, negative)
            }
            // Bounds of the sender's own: which of them are left out can't be known.
            None => Ok(cumulative(count, sum, Spread::Unknown)),
        }
    }
}

/// Buckets by sign, with positive bounds.
#[derive(Default)]
struct Sides {
    zero: u64,
    positive: Vec<(f64, f64, u64)>,
    negative: Vec<(f64, f64, u64)>,
}

/// Index, as Prometheus counts, and count of each bucket.
type Indexed = Vec<(i32, u64)>;

impl Sides {
    fn add(&mut self, left: f64, right: f64, count: u64) -> Result<(), Reason> {
        if left <= 0.0 && right >= 0.0 {
            self.zero = self.zero.saturating_add(count);
        } else if 0.0 < left && left < right {
            self.positive.push((left, right, count));
        } else if left < right && right < 0.0 {
            self.negative.push((-right, -left, count));
        } else {
            return Err(Reason::BadBuckets);
        }
        Ok(())
    }

    /// The scale, and the buckets by index; `None` where the bounds are no powers of one base.
    fn indexed(&self) -> Option<(i32, Indexed, Indexed)> {
        let all = || self.positive.iter().chain(&self.negative);
        let Some((left, right, _)) = all().find(|(_, right, _)| right.is_finite()) else {
            return all().next().is_none().then(|| (0, Vec::new(), Vec::new()));
        };
        let scale = cast::whole((-(right / left).log2().log2()).round());
        let scale = i32::try_from(scale).ok()?;
        if !Exponential::SCALES.contains(&scale) {
            return None;
        }
        let side = |buckets: &[(f64, f64, u64)]| -> Option<Indexed> {
            let mut list = buckets
                .iter()
                .map(|(left, right, count)| Some((index(*left, *right, scale)?, *count)))
                .collect::<Option<Indexed>>()?;
            list.sort_by_key(|(index, _)| *index);
            Some(list)
        };
        Some((scale, side(&self.positive)?, side(&self.negative)?))
    }
}

/// The index of a bucket: its upper bound is that power of the base. The last one has no upper bound.
fn index(left: f64, right: f64, scale: i32) -> Option<i32> {
    let steps = f64::from(scale).exp2();
    let place = |bound: f64| bound.log2() * steps;
    let near = |x: f64| (x - x.round()).abs() < 0.01;
    let upper = if right.is_finite() {
        place(right)
    } else {
        place(left) + 1.0
    };
    let fits = near(upper) && near(place(left)) && (upper - place(left) - 1.0).abs() < 0.01;
    i32::try_from(cast::whole(upper.round()))
        .ok()
        .filter(|_| fits)
}

fn float(text: &str) -> Result<f64, Reason> {
    text.parse().map_err(|_| Reason::NoValue)
}
