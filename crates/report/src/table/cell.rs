//! A cell that knows what it holds.

use std::borrow::Cow;

use domain::Exact;
use time::{Date, OffsetDateTime};

use crate::dates;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing; never zero.
    Empty,
    /// A text, of us or of anybody.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// An exact number: as files write it, and for calculating with.
    Number {
        /// Six decimals, rounded half-even.
        six: String,
        /// The nearest binary number.
        value: f64,
    },
    /// A measurement.
    Float(f64),
    /// A day.
    Day(Date),
    /// An instant.
    At(OffsetDateTime),
}

impl Cell {
    /// As plain text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) | Self::Number { six: text, .. } => text.as_str().into(),
            Self::Whole(number) => number.to_string().into(),
            Self::Float(value) => value.to_string().into(),
            Self::Day(day) => dates::iso(*day).into(),
            Self::At(at) => dates::instant(*at).into(),
        }
    }
}

impl From<&Exact> for Cell {
    fn from(value: &Exact) -> Self {
        Self::Number {
            six: value.decimal(6),
            value: value.to_f64(),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<OffsetDateTime> for Cell {
    fn from(at: OffsetDateTime) -> Self {
        Self::At(at)
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

macro_rules! small {
    ($($ty:ty),*) => {$(impl From<$ty> for Cell {
        fn from(number: $ty) -> Self {
            Self::Whole(i64::from(number))
        }
    })*};
}
small!(u8, u32, i32);

macro_rules! large {
    ($($ty:ty),*) => {$(impl From<$ty> for Cell {
        fn from(number: $ty) -> Self {
            i64::try_from(number).map_or_else(|_| Self::Text(number.to_string()), Self::Whole)
        }
    })*};
}
large!(u64, usize);

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn cells_say_what_csv_always_said() {
        let third = Exact::ratio(1, 3);
        let cells: [(Cell, &str); 7] = [
            ((&third).into(), "0.333333"),
            (Cell::from(None::<&str>), ""),
            (3_u32.into(), "3"),
            (date!(2026 - 11 - 22).into(), "2026-11-22"),
            (
                datetime!(2026-11-22 14:05:00 +08:00).into(),
                "2026-11-22T14:05:00+08:00",
            ),
            (0.5.into(), "0.5"),
            ("=1".into(), "=1"),
        ];
        for (cell, text) in cells {
            assert_eq!(cell.text(), text);
        }
    }
}
