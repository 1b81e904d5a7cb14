//! A mergeable sketch of quantiles with a relative error of 1 % (`DDSketch`, Masson, Rim and Lee, VLDB 2019).

use serde::{Deserialize, Serialize};

use crate::cast;

/// Base of the bins: (1 + 0.01) / (1 − 0.01).
const GAMMA: f64 = 1.01 / 0.99;
/// The widest range of bins of one sign: the greatest value over the least is 6 × 10^17 before the least
/// ones fall together.
const BINS: i32 = 2_048;
/// Magnitudes below this are counted as zero: 2^-1000, far from numbers that lose digits.
const LEAST: f64 = 9.332_636_185_032_189e-302;

/// Counts of observations in bins that grow by 2 %.
///
/// A quantile is within 1 % of an observation of that rank. Where positive (or negative) values span more
/// than 2,048 bins, the ones of least magnitude share a bin and lose that promise; the great ones keep it.
/// Merging is associative and commutative, exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct Sketch {
    zero: u64,
    positive: Side,
    negative: Side,
}

/// Bins of one sign by ascending index.
type Side = Vec<(i32, u64)>;

impl Sketch {
    /// Adds `count` observations of a value; what is no finite number is passed over.
    pub fn add(&mut self, x: f64, count: u64) {
        if count == 0 || !x.is_finite() {
            return;
        }
        if x.abs() < LEAST {
            self.zero = self.zero.saturating_add(count);
        } else if x > 0.0 {
            insert(&mut self.positive, index(x), count);
        } else {
            insert(&mut self.negative, index(-x), count);
        }
    }

    /// Adds another sketch.
    pub fn merge(&mut self, other: &Self) {
        self.zero = self.zero.saturating_add(other.zero);
        merge(&mut self.positive, &other.positive);
        merge(&mut self.negative, &other.negative);
    }

    /// The number of observations.
    pub fn count(&self) -> u64 {
        let sides = self.positive.iter().chain(&self.negative);
        sides.fold(self.zero, |sum, (_, n)| sum.saturating_add(*n))
    }

    /// The value that the share `q` (0–1) of all observations does not exceed; `None` where there are none.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let total = self.count();
        if total == 0 || q.is_nan() {
            return None;
        }
        // The rank from 0: the lower of the two in the middle where the number is even.
        let rank = (q.clamp(0.0, 1.0) * cast::float(total - 1)).floor();
        let negative = self.negative.iter().rev().map(|(i, n)| (-value(*i), *n));
        let positive = self.positive.iter().map(|(i, n)| (value(*i), *n));
        let zero = std::iter::once((0.0, self.zero));
        let mut below = 0.0;
        let mut last = 0.0;
        for (x, n) in negative.chain(zero).chain(positive) {
            if n == 0 {
                continue;
            }
            below += cast::float(n);
            last = x;
            if below > rank {
                break;
            }
        }
        Some(last)
    }

    /// Its bytes: the count of zeros, then each side as its length and pairs of difference of index and
    /// count, all as variable-length integers.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(4 + 3 * (self.positive.len() + self.negative.len()));
        put(&mut out, self.zero);
        for side in [&self.positive, &self.negative] {
            put(&mut out, cast::len(side.len()));
            let mut before = 0_i64;
            for (index, count) in side {
                put(&mut out, zigzag(i64::from(*index) - before));
                put(&mut out, *count);
                before = i64::from(*index);
            }
        }
        out
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no sketch.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, SketchError> {
        let zero = take(&mut bytes)?;
        let positive = take_side(&mut bytes)?;
        let negative = take_side(&mut bytes)?;
        if !bytes.is_empty() {
            return Err(SketchError);
        }
        Ok(Self {
            zero,
            positive,
            negative,
        })
    }
}

/// Bytes that are no sketch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a sketch")]
pub struct SketchError;

impl TryFrom<Vec<u8>> for Sketch {
    type Error = SketchError;
    fn try_from(bytes: Vec<u8>) -> Result<Self, SketchError> {
        Self::from_bytes(&bytes)
    }
}

impl From<Sketch> for Vec<u8> {
    fn from(sketch: Sketch) -> Self {
        sketch.to_bytes()
    }
}

/// The bin of a magnitude: (γ^(i−1), γ^i].
fn index(x: f64) -> i32 {
    // At most 2 × 10^5 for any finite number.
    i32::try_from(cast::whole((x.ln() / GAMMA.ln()).ceil())).unwrap_or(i32::MAX)
}

/// The value that is within 1 % of all of a bin.
fn value(index: i32) -> f64 {
    2.0 * (f64::from(index) * GAMMA.ln()).exp() / (GAMMA + 1.0)
}

fn insert(side: &mut Side, index: i32, count: u64) {
    let highest = side.last().map_or(index, |(i, _)| (*i).max(index));
    let index = index.max(highest.saturating_sub(BINS - 1));
    match side.binary_search_by_key(&index, |(i, _)| *i) {
        Ok(at) => {
            if let Some((_, n)) = side.get_mut(at) {
                *n = n.saturating_add(count);
            }
        }
        Err(at) => side.insert(at, (index, count)),
    }
    collapse(side);
}

fn merge(side: &mut Side, other: &[(i32, u64)]) {
    let mut all: Side = Vec::with_capacity(side.len() + other.len());
    all.extend(side.iter().chain(other));
    all.sort_by_key(|(i, _)| *i);
    all.dedup_by(|(later, n), (kept, sum)| {
        let same = later == kept;
        if same {
            *sum = sum.saturating_add(*n);
        }
        same
    });
    *side = all;
    collapse(side);
}

/// Puts what lies more than the range below the highest bin into the lowest bin of the range.
fn collapse(side: &mut Side) {
    let Some((highest, _)) = side.last() else {
        return;
    };
    let lowest = highest.saturating_sub(BINS - 1);
    let below = side.partition_point(|(i, _)| *i < lowest);
    if below == 0 {
        return;
    }
    let lost = side
        .drain(..below)
        .fold(0_u64, |sum, (_, n)| sum.saturating_add(n));
    match side.first_mut() {
        Some((first, n)) if *first == lowest => *n = n.saturating_add(lost),
        _ => side.insert(0, (lowest, lost)),
    }
}

fn zigzag(n: i64) -> u64 {
    (n << 1 ^ n >> 63).cast_unsigned()
}

fn put(out: &mut Vec<u8>, mut n: u64) {
    while n > 0x7f {
        out.push(n.to_le_bytes()[0] | 0x80);
        n >>= 7;
    }
    out.push(n.to_le_bytes()[0]);
}

fn take(bytes: &mut &[u8]) -> Result<u64, SketchError> {
    let mut n = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(SketchError)?;
        *bytes = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(n);
        }
    }
    Err(SketchError)
}

fn take_side(bytes: &mut &[u8]) -> Result<Side, SketchError> {
    let length = take(bytes)?;
    let mut side = Side::new();
    let mut before = 0_i64;
    for _ in 0..length {
        let step = take(bytes)?;
        let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
        let index = before.checked_add(step).ok_or(SketchError)?;
        let count = take(bytes)?;
        if !side.is_empty() && index <= before {
            return Err(SketchError);
        }
        side.push((i32::try_from(index).map_err(|_| SketchError)?, count));
        before = index;
    }
    collapse(&mut side);
    Ok(side)
}
