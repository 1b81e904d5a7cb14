//! How many of something fall on which day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

/// Counts by day. What they mean on a day is asked when they are read, so they stay true while days pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Days(BTreeMap<i32, u32>);

impl Days {
    /// One more on a day.
    pub fn add(&mut self, day: Date) {
        *self.0.entry(day.to_julian_day()).or_default() += 1;
    }

    /// Those of another besides.
    pub fn merge(&mut self, other: &Self) {
        for (day, count) in &other.0 {
            *self.0.entry(*day).or_default() += count;
        }
    }

    /// All.
    pub fn total(&self) -> u32 {
        self.0.values().sum()
    }

    /// Those before a day.
    pub fn before(&self, day: Date) -> u32 {
        self.0.range(..day.to_julian_day()).map(|(_, n)| n).sum()
    }

    /// Those from one day to another, both included.
    pub fn within(&self, from: Date, to: Date) -> u32 {
        let (from, to) = (from.to_julian_day(), to.to_julian_day());
        if from > to {
            return 0;
        }
        self.0.range(from..=to).map(|(_, n)| n).sum()
    }

    /// The days with one, in order.
    pub fn days(&self) -> Vec<Date> {
        let days = self.0.keys();
        days.filter_map(|day| Date::from_julian_day(*day).ok())
            .collect()
    }

    /// The first day with one.
    pub fn first(&self) -> Option<Date> {
        let (day, _) = self.0.first_key_value()?;
        Date::from_julian_day(*day).ok()
    }

    /// The day of the middle one; of two in the middle, the earlier.
    pub fn median(&self) -> Option<Date> {
        let middle = self.total().checked_sub(1)? / 2;
        let mut passed = 0;
        let (day, _) = self.0.iter().find(|(_, count)| {
            passed += **count;
            passed > middle
        })?;
        Date::from_julian_day(*day).ok()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::Days;

    #[test]
    fn counts_are_asked_by_day() {
        let mut days = Days::default();
        assert_eq!((days.median(), days.first()), (None, None));
        for day in [
            date!(2026 - 11 - 20),
            date!(2026 - 11 - 22),
            date!(2026 - 11 - 22),
            date!(2026 - 12 - 30),
        ] {
            days.add(day);
        }
        assert_eq!(days.total(), 4);
        assert_eq!(days.before(date!(2026 - 11 - 22)), 1);
        assert_eq!(days.within(date!(2026 - 11 - 22), date!(2026 - 12 - 29)), 2);
        assert_eq!(days.within(date!(2026 - 12 - 29), date!(2026 - 11 - 22)), 0);
        assert_eq!(days.median(), Some(date!(2026 - 11 - 22)));
        assert_eq!(days.first(), Some(date!(2026 - 11 - 20)));
        assert_eq!(
            (days.days().len(), days.days().first().copied()),
            (3, days.first())
        );
        let json = serde_json::to_value(&days).unwrap();
        assert_eq!(serde_json::from_value::<Days>(json).unwrap(), days);
    }
}
