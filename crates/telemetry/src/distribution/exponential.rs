//! Exponential buckets, as OpenTelemetry and Prometheus' native histograms have them.

use serde::{Deserialize, Serialize};

use super::Sketch;
use crate::cast;

/// Counts between powers of `2^(2^-scale)`: the bucket `i` holds (base^i, base^(i+1)].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Exponential {
    /// How fine the buckets are; −10…20.
    pub scale: i32,
    /// Observations near zero.
    pub zero: u64,
    /// Buckets of positive observations that aren't empty, by ascending index.
    pub positive: Vec<(i32, u64)>,
    /// Buckets of negative observations by the index of their magnitude.
    pub negative: Vec<(i32, u64)>,
}

impl Exponential {
    /// The scales that are taken.
    pub const SCALES: std::ops::RangeInclusive<i32> = -10..=20;

    /// The number of observations.
    pub fn total(&self) -> u64 {
        let sides = self.positive.iter().chain(&self.negative);
        sides.fold(self.zero, |sum, (_, n)| sum.saturating_add(*n))
    }

    /// What was added since an earlier state; `None` where a count fell or the earlier one was coarser.
    /// A sender with too many buckets halves their number, or counts the lowest ones as zero; the earlier one follows.
    pub fn since(&self, earlier: &Self) -> Option<Self> {
        let steps = u32::try_from(earlier.scale.checked_sub(self.scale)?).ok()?;
        let mut zero = earlier.zero;
        let mut follow = |then: &[(i32, u64)], now: &[(i32, u64)]| {
            let (kept, zeroed) = above(coarser(then, steps), now);
            zero = zero.saturating_add(zeroed);
            kept
        };
        let positive = follow(&earlier.positive, &self.positive);
        let negative = follow(&earlier.negative, &self.negative);
        Some(Self {
            scale: self.scale,
            zero: self.zero.checked_sub(zero)?,
            positive: subtract(&self.positive, &positive)?,
            negative: subtract(&self.negative, &negative)?,
        })
    }

    /// As a sketch: every observation at its bucket's geometric middle, so off by at most the square root of
    /// the base (scale 3: 4.4 %, scale 0: 41 %) besides the sketch's own error.
    pub fn sketch(&self) -> Sketch {
        let mut sketch = Sketch::default();
        sketch.add(0.0, self.zero);
        let width = f64::from(-self.scale).exp2();
        let middle = |index: i32| ((f64::from(index) + 0.5) * width).exp2();
        for (index, count) in &self.positive {
            sketch.add(middle(*index).min(f64::MAX), *count);
        }
        for (index, count) in &self.negative {
            sketch.add(-middle(*index).min(f64::MAX), *count);
        }
        sketch
    }

    /// Dense counts from an offset on, as OTLP sends them, without the empty ones.
    pub fn side(offset: i32, counts: impl Iterator<Item = u64>) -> Option<Vec<(i32, u64)>> {
        counts
            .enumerate()
            .filter(|(_, n)| *n > 0)
            .map(|(i, n)| Some((offset.checked_add(i32::try_from(i).ok()?)?, n)))
            .collect()
    }

    /// How many buckets aren't empty.
    pub fn cells(&self) -> usize {
        self.positive.len() + self.negative.len()
    }

    /// Count in a float, for native histograms with float counts.
    pub fn round(x: f64) -> u64 {
        cast::count(x)
    }
}

/// The same counts with each `2^steps` buckets as one.
fn coarser(side: &[(i32, u64)], steps: u32) -> Vec<(i32, u64)> {
    let mut list: Vec<(i32, u64)> = Vec::with_capacity(side.len());
    for (index, count) in side {
        let index = index >> steps.min(31);
        match list.last_mut() {
            Some((same, sum)) if *same == index => *sum = sum.saturating_add(*count),
            _ => list.push((index, *count)),
        }
    }
    list
}

/// The buckets from the lowest of a later state on, and how much lay below them: there, totals don't vanish but into zero.
fn above(then: Vec<(i32, u64)>, now: &[(i32, u64)]) -> (Vec<(i32, u64)>, u64) {
    let lowest = now.first().map(|(index, _)| *index);
    let (kept, below): (Vec<_>, Vec<_>) = then
        .into_iter()
        .partition(|(index, _)| lowest.is_some_and(|lowest| *index >= lowest));
    let zeroed = below
        .iter()
        .fold(0_u64, |sum, (_, n)| sum.saturating_add(*n));
    (kept, zeroed)
}

/// `None` where a bucket fell.
fn subtract(now: &[(i32, u64)], then: &[(i32, u64)]) -> Option<Vec<(i32, u64)>> {
    let mut then = then.iter().copied().peekable();
    let mut list = Vec::with_capacity(now.len());
    for (index, count) in now {
        let before = match then.peek() {
            Some((i, _)) if i < index => return None,
            Some((i, n)) if i == index => *n,
            _ => 0,
        };
        if before > 0 {
            then.next();
        }
        match count.checked_sub(before)? {
            0 => {}
            added => list.push((*index, added)),
        }
    }
    then.next().is_none().then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(scale: i32, positive: &[(i32, u64)]) -> Exponential {
        Exponential {
            scale,
            positive: positive.to_vec(),
            ..Exponential::default()
        }
    }

    #[test]
    fn increase_follows_a_change_of_scale() {
        let earlier = histogram(1, &[(-1, 1), (0, 1), (1, 2)]);
        let now = histogram(0, &[(-1, 1), (0, 5)]);
        assert_eq!(now.since(&earlier), Some(histogram(0, &[(0, 2)])));
        assert_eq!(earlier.since(&now), None);
    }

    #[test]
    fn increase_follows_a_wider_zero() {
        let earlier = Exponential {
            zero: 2,
            negative: vec![(-5, 1)],
            ..histogram(3, &[(-9, 3), (-4, 2), (1, 6)])
        };
        let now = Exponential {
            zero: 9,
            ..histogram(3, &[(-4, 2), (1, 7)])
        };
        let added = Exponential {
            zero: 3,
            ..histogram(3, &[(1, 1)])
        };
        assert_eq!(now.since(&earlier), Some(added));
        // The same buckets without their observations in zero: it began again.
        let again = Exponential { zero: 5, ..now };
        assert_eq!(again.since(&earlier), None);
    }

    #[test]
    fn a_fall_is_no_increase() {
        let earlier = histogram(0, &[(0, 5), (2, 1)]);
        assert_eq!(histogram(0, &[(0, 6)]).since(&earlier), None);
        assert_eq!(histogram(0, &[(0, 4), (2, 1)]).since(&earlier), None);
    }

    #[test]
    fn middles_lie_inside_their_buckets() {
        let sketch = histogram(0, &[(1, 10)]).sketch();
        let q = sketch.quantile(0.5).unwrap();
        assert!((2.0..=4.0).contains(&q), "{q}");
    }
}
