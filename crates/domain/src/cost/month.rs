//! A month of the calendar.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month as Name};

use crate::InvalidId;

/// A month: `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    first: Date,
}

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self {
            first: day.replace_day(1).unwrap_or(day),
        }
    }

    /// Its first day.
    pub const fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.next().first.saturating_sub(Duration::days(1))
    }

    /// How much of it is over on a day, that day included: from 0, before it, to 1.
    pub fn elapsed(self, today: Date) -> f64 {
        let days = |until: Date| {
            let days = (until - self.first).whole_days() + 1;
            u8::try_from(days.clamp(0, 31)).map_or(0.0, f64::from)
        };
        days(today.min(self.last())) / days(self.last()).max(1.0)
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.first.saturating_add(Duration::days(31)))
    }

    /// The one before it.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::of(self.first.saturating_sub(Duration::days(1)))
    }

    /// So many months earlier.
    #[must_use]
    pub fn back(self, months: u8) -> Self {
        (0..months).fold(self, |month, _| month.previous())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}",
            self.first.year(),
            u8::from(self.first.month())
        )
    }
}

impl FromStr for Month {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (year, month) = text.split_once('-').ok_or(InvalidId)?;
        let digits =
            |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(InvalidId);
        }
        let year: i32 = year.parse().map_err(|_| InvalidId)?;
        let month: u8 = month.parse().map_err(|_| InvalidId)?;
        // Nobody keeps figures of other centuries, and arithmetic stays inside the calendar.
        if !(1970..=9000).contains(&year) {
            return Err(InvalidId);
        }
        let name = Name::try_from(month).map_err(|_| InvalidId)?;
        let first = Date::from_calendar_date(year, name, 1).map_err(|_| InvalidId)?;
        Ok(Self { first })
    }
}

impl TryFrom<String> for Month {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn months_follow_each_other() {
        let month: Month = "2026-12".parse().unwrap();
        assert_eq!(month.next().to_string(), "2027-01");
        assert_eq!(month.back(12).to_string(), "2025-12");
        assert_eq!(month.last(), date!(2026 - 12 - 31));
        assert_eq!(
            Month::of(date!(2024 - 02 - 29)).last(),
            date!(2024 - 02 - 29)
        );
        let november: Month = "2026-11".parse().unwrap();
        let elapsed = [
            date!(2026 - 10 - 31),
            date!(2026 - 11 - 03),
            date!(2026 - 11 - 30),
            date!(2027 - 03 - 01),
        ]
        .map(|day| format!("{:.3}", november.elapsed(day)));
        assert_eq!(elapsed, ["0.000", "0.100", "1.000", "1.000"]);
        for bad in [
            "", "2026", "2026-13", "2026-1", "26-01", "2026-00", "+026-01", "0001-01",
        ] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }
}
