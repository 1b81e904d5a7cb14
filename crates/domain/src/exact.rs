//! Exact numbers: rationals that are rounded only when shown.

use std::{
    collections::BTreeMap,
    fmt,
    ops::{Add, Div, Mul, Sub},
    str::FromStr,
};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::{Deserialize, Serialize};

/// An exact rational number of any size; on the wire it is the text `numerator/denominator`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Exact(BigRational);

impl Exact {
    /// 0.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// 1.
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// A whole number.
    pub fn whole(n: impl Into<i64>) -> Self {
        Self(BigRational::from_integer(BigInt::from(n.into())))
    }

    /// `n / d`; a zero denominator gives zero, as an empty mean does.
    pub fn ratio(n: impl Into<i64>, d: impl Into<i64>) -> Self {
        Self::whole(n) / Self::whole(d)
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is less than 0.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// The decimal with `places` digits after the point, rounded half-even from the exact value.
    pub fn decimal(&self, places: u32) -> String {
        let scale = BigInt::from(10u8).pow(places);
        let scaled = round_half_even(&(&self.0 * BigRational::from_integer(scale.clone())));
        let negative = scaled.is_negative();
        let magnitude = scaled.abs();
        let (whole, part) = (&magnitude / &scale, &magnitude % &scale);
        let sign = if negative { "-" } else { "" };
        if places == 0 {
            return format!("{sign}{whole}");
        }
        let width = usize::try_from(places).unwrap_or(0);
        format!("{sign}{whole}.{part:0>width$}", part = part.to_string())
    }

    /// Six places without trailing zeros: weights and levels.
    pub fn plain(&self) -> String {
        let text = self.decimal(6);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// The nearest whole number, half-even.
    pub fn rounded(&self) -> i64 {
        round_half_even(&self.0).to_i64().unwrap_or(i64::MAX)
    }

    /// For drawing only: the nearest double.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(0.0)
    }

    /// `Σ weight · value / Σ weight`; `None` where the weights add up to nothing.
    pub fn weighted_mean<'a>(terms: impl IntoIterator<Item = (u32, &'a Self)>) -> Option<Self> {
        let mut weights = 0_i64;
        let terms = terms.into_iter();
        let sum = Self::weighted_sum(terms.inspect(|(weight, _)| weights += i64::from(*weight)));
        (weights > 0).then(|| sum / Self::whole(weights))
    }

    /// `Σ weight · value`.
    pub fn weighted_sum<'a>(terms: impl IntoIterator<Item = (u32, &'a Self)>) -> Self {
        // Reducing a fraction costs most, so terms of one denominator are added first.
        let mut sums: BTreeMap<&BigInt, BigInt> = BTreeMap::new();
        for (weight, value) in terms {
            *sums.entry(value.0.denom()).or_default() += value.0.numer() * weight;
        }
        sums.into_iter()
            .map(|(denominator, sum)| Self(BigRational::new(sum, denominator.clone())))
            .fold(Self::zero(), |all, one| all + one)
    }
}

fn round_half_even(value: &BigRational) -> BigInt {
    let floor = value.floor().to_integer();
    let twice = (value - BigRational::from_integer(floor.clone()))
        * BigRational::from_integer(BigInt::from(2));
    let up = match twice.cmp(&BigRational::one()) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => (&floor % BigInt::from(2)) != BigInt::zero(),
        std::cmp::Ordering::Less => false,
    };
    if up { floor + BigInt::one() } else { floor }
}

impl Default for Exact {
    fn default() -> Self {
        Self::zero()
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for Exact {
    /// `numerator/denominator`; pages use [`Exact::decimal`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0.numer(), self.0.denom())
    }
}

/// The text is not `numerator/denominator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an exact number")]
pub struct NotExact;

impl FromStr for Exact {
    type Err = NotExact;
    fn from_str(text: &str) -> Result<Self, NotExact> {
        let (n, d) = text.split_once('/').ok_or(NotExact)?;
        let n: BigInt = n.parse().map_err(|_| NotExact)?;
        let d: BigInt = d.parse().map_err(|_| NotExact)?;
        if d.is_positive() {
            Ok(Self(BigRational::new(n, d)))
        } else {
            Err(NotExact)
        }
    }
}

impl TryFrom<String> for Exact {
    type Error = NotExact;
    fn try_from(text: String) -> Result<Self, NotExact> {
        text.parse()
    }
}

impl From<Exact> for String {
    fn from(value: Exact) -> Self {
        value.to_string()
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $op:tt) => {
        impl $trait for Exact {
            type Output = Self;
            fn $method(self, other: Self) -> Self { Self(self.0 $op other.0) }
        }
    };
}
operator!(Add, add, +);
operator!(Sub, sub, -);
operator!(Mul, mul, *);

impl Div for Exact {
    type Output = Self;
    /// Division by zero gives zero: the mean of nothing weighs nothing.
    fn div(self, other: Self) -> Self {
        if other.is_zero() {
            Self::zero()
        } else {
            Self(self.0 / other.0)
        }
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::zero(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_round_half_even() {
        assert_eq!(Exact::ratio(1, 8).decimal(2), "0.12");
        assert_eq!(Exact::ratio(3, 8).decimal(2), "0.38");
        assert_eq!(Exact::ratio(-1, 8).decimal(2), "-0.12");
        assert_eq!(Exact::ratio(2, 3).decimal(6), "0.666667");
        assert_eq!(Exact::whole(100).decimal(6), "100.000000");
        assert_eq!(Exact::ratio(5, 2).decimal(0), "2");
        assert_eq!(Exact::ratio(7, 2).rounded(), 4);
    }

    #[test]
    fn weights_lose_their_trailing_zeros_only() {
        assert_eq!(Exact::ratio(2, 5).plain(), "0.4");
        assert_eq!(Exact::ratio(2, 3).plain(), "0.666667");
        assert_eq!(Exact::whole(100).plain(), "100");
        assert_eq!(Exact::zero().plain(), "0");
    }

    #[test]
    fn text_goes_both_ways() {
        let value = Exact::ratio(101, 160);
        assert_eq!(value.to_string().parse(), Ok(value));
        for bad in ["1", "1/0", "a/b", "1/-2"] {
            assert!(bad.parse::<Exact>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_empty_mean_is_none() {
        assert_eq!(Exact::weighted_mean([]), None);
        assert_eq!(Exact::weighted_mean([(0, &Exact::one())]), None);
        assert_eq!(
            Exact::weighted_mean([(3, &Exact::one()), (1, &Exact::zero())]),
            Some(Exact::ratio(3, 4))
        );
    }
}
