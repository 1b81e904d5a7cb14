//! Which step before an end is due.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

crate::answer::wire_enum! {
    /// How long before its end somebody is told of something.
    Step {
        /// Thirty days.
        Month = "30",
        /// Seven days.
        Week = "7",
        /// One day.
        Day = "1",
    }
}

impl Step {
    /// In days.
    pub const fn days(self) -> i64 {
        match self {
            Self::Month => 30,
            Self::Week => 7,
            Self::Day => 1,
        }
    }
}

/// The step that is due on a day for something that counts from `since` to `until`, both included.
///
/// Only the last step that was passed: who was away for a month is told once. A step counts only where it was passed
/// after the beginning: what was made to last a week is no news when it ends in a week, and telemetry whose end moves on
/// each day is none until it stops.
pub fn due(since: Date, until: Date, today: Date) -> Option<Step> {
    if today > until {
        return None;
    }
    let passed = |step: &&Step| {
        let day = until.saturating_sub(Duration::days(step.days()));
        since < day && day <= today
    };
    Step::ALL.iter().rev().find(passed).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;

    const FIRST: Date = date!(2026 - 01 - 01);

    fn day(number: i64) -> Date {
        FIRST + Duration::days(number)
    }

    #[test]
    fn each_step_has_its_day() {
        let at = |today| due(day(0), day(100), day(today));
        assert_eq!(at(69), None);
        assert_eq!(at(70), Some(Step::Month));
        assert_eq!(at(92), Some(Step::Month));
        assert_eq!(at(93), Some(Step::Week));
        assert_eq!(at(99), Some(Step::Day));
        assert_eq!(at(100), Some(Step::Day));
        assert_eq!(at(101), None);
    }

    #[test]
    fn telemetry_that_goes_on_is_no_news() {
        for today in 0..60 {
            assert_eq!(due(day(today), day(today + 30), day(today)), None);
            assert_eq!(due(day(today), day(today + 7), day(today)), None);
        }
        // It stopped six days ago, and what it says counts for seven.
        assert_eq!(due(day(0), day(7), day(6)), Some(Step::Day));
    }

    proptest! {
        /// Somebody who looks every day is told of each step at most once, from the longest to the shortest.
        #[test]
        fn steps_follow_each_other(length in 0_i64..200) {
            let told: Vec<_> = (0..=length + 5).filter_map(|today| due(day(0), day(length), day(today))).collect();
            let mut steps = told.clone();
            steps.dedup();
            let expected: Vec<_> = Step::ALL.iter().copied().filter(|step| step.days() < length).collect();
            prop_assert_eq!(steps, expected);
        }

        /// Never before its time, and never after the end.
        #[test]
        fn a_step_is_told_in_its_time(length in 0_i64..200, today in 0_i64..260) {
            if let Some(step) = due(day(0), day(length), day(today)) {
                let left = length - today;
                prop_assert!((0..=step.days()).contains(&left));
            }
        }
    }
}
