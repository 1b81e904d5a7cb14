//! Explicit buckets.

use serde::{Deserialize, Serialize};

use super::Quantile;
use crate::cast;

/// Counts between bounds: one more count than bounds; the last lies above all bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Buckets {
    bounds: Vec<f64>,
    counts: Vec<u64>,
}

/// Buckets before they were checked.
#[derive(Serialize, Deserialize)]
struct Parts {
    bounds: Vec<f64>,
    counts: Vec<u64>,
}

/// Bounds that don't ascend, are infinite or don't fit the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("bounds not ascending, or counts do not fit the bounds")]
pub struct BadBuckets;

impl TryFrom<Parts> for Buckets {
    type Error = BadBuckets;
    fn try_from(parts: Parts) -> Result<Self, BadBuckets> {
        Self::new(parts.bounds, parts.counts)
    }
}

impl From<Buckets> for Parts {
    fn from(b: Buckets) -> Self {
        Self {
            bounds: b.bounds,
            counts: b.counts,
        }
    }
}

impl Buckets {
    /// Finite, ascending upper bounds, and the number of observations at or below each and above the one
    /// before; the last count has no upper bound. A last bound of +∞ is left out.
    ///
    /// # Errors
    /// When they don't fit.
    pub fn new(mut bounds: Vec<f64>, counts: Vec<u64>) -> Result<Self, BadBuckets> {
        if bounds.len() == counts.len() && bounds.last() == Some(&f64::INFINITY) {
            bounds.pop();
        }
        let ascending = bounds.iter().zip(bounds.iter().skip(1)).all(|(a, b)| a < b);
        let finite = bounds.iter().all(|b| b.is_finite());
        if !ascending || !finite || counts.len() != bounds.len() + 1 {
            return Err(BadBuckets);
        }
        Ok(Self { bounds, counts })
    }

    /// The upper bounds.
    pub fn bounds(&self) -> &[f64] {
        &self.bounds
    }

    /// The counts.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The number of observations.
    pub fn total(&self) -> u64 {
        self.counts.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// Adds the counts of buckets with equal bounds. Others are refused with `false`: how their
    /// observations lie between these bounds is not known.
    #[must_use]
    pub fn merge(&mut self, other: &Self) -> bool {
        if self.bounds != other.bounds {
            return false;
        }
        let pairs = self.counts.iter_mut().zip(&other.counts);
        pairs.for_each(|(a, b)| *a = a.saturating_add(*b));
        true
    }

    /// What was added since an earlier state; `None` where bounds differ or a count fell.
    pub fn since(&self, earlier: &Self) -> Option<Self> {
        if self.bounds != earlier.bounds {
            return None;
        }
        let pairs = self.counts.iter().zip(&earlier.counts);
        let counts: Option<Vec<u64>> = pairs.map(|(now, then)| now.checked_sub(*then)).collect();
        counts.map(|counts| Self {
            bounds: self.bounds.clone(),
            counts,
        })
    }

    /// The share `q` (0–1) by linear interpolation within its bucket, as Prometheus does: the first bucket
    /// begins at 0 where its bound is positive.
    pub fn quantile(&self, q: f64) -> Option<Quantile> {
        let total = self.total();
        let highest = *self.bounds.last()?;
        if total == 0 || q.is_nan() {
            return None;
        }
        let rank = q.clamp(0.0, 1.0) * cast::float(total);
        let mut below = 0.0;
        let mut lower = self.bounds.first().map_or(0.0, |b| b.min(0.0));
        for (upper, count) in self.bounds.iter().zip(&self.counts) {
            let count = cast::float(*count);
            if count > 0.0 && below + count >= rank {
                let inside = ((rank - below) / count).clamp(0.0, 1.0);
                return Some(Quantile::At(lower + (upper - lower) * inside));
            }
            below += count;
            lower = *upper;
        }
        Some(Quantile::AtLeast(highest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buckets(bounds: &[f64], counts: &[u64]) -> Buckets {
        Buckets::new(bounds.to_vec(), counts.to_vec()).unwrap()
    }

    #[test]
    fn quantiles_interpolate_and_admit_what_they_do_not_know() {
        let b = buckets(&[1.0, 2.0], &[10, 10, 0]);
        assert_eq!(b.quantile(0.25), Some(Quantile::At(0.5)));
        assert_eq!(b.quantile(0.75), Some(Quantile::At(1.5)));
        let loaded = buckets(&[1.0, 2.0], &[1, 1, 98]);
        assert_eq!(loaded.quantile(0.99), Some(Quantile::AtLeast(2.0)));
        assert_eq!(buckets(&[1.0], &[0, 0]).quantile(0.5), None);
        assert_eq!(buckets(&[], &[7]).quantile(0.5), None);
    }

    #[test]
    fn only_equal_bounds_merge() {
        let mut a = buckets(&[1.0], &[1, 2]);
        assert!(a.merge(&buckets(&[1.0], &[3, 4])));
        assert_eq!(a.counts(), [4, 6]);
        assert!(!a.merge(&buckets(&[2.0], &[3, 4])));
    }

    #[test]
    fn contradictions_are_refused() {
        for (bounds, counts) in [
            (vec![2.0, 1.0], vec![0; 3]),
            (vec![1.0], vec![0]),
            (vec![f64::NAN], vec![0; 2]),
        ] {
            assert_eq!(Buckets::new(bounds, counts), Err(BadBuckets));
        }
        assert!(Buckets::new(vec![1.0, f64::INFINITY], vec![1, 2]).is_ok());
    }
}
