//! Conversions between numbers that lose precision knowingly.

use num_traits::{AsPrimitive, ToPrimitive};

/// The nearest float: exact up to 2^53, which no count here comes near in practice.
pub fn float(n: u64) -> f64 {
    n.as_()
}

/// The nearest float of a signed number.
pub fn signed(n: i64) -> f64 {
    n.as_()
}

/// The float as a whole number, cut towards zero and to what fits; NaN is 0.
pub fn whole(x: f64) -> i64 {
    x.as_()
}

/// The float as a count: rounded; negative and NaN are 0.
pub fn count(x: f64) -> u64 {
    x.round().as_()
}

/// A length as a count.
pub fn len(n: usize) -> u64 {
    n.to_u64().unwrap_or(u64::MAX)
}

/// Nanoseconds since the epoch as milliseconds; `None` for 0, which OTLP uses for "not known".
pub fn millis(nanos: u64) -> Option<i64> {
    (nanos > 0)
        .then_some(nanos / 1_000_000)
        .and_then(|ms| ms.to_i64())
}
