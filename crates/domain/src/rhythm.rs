//! When a report is due: weekly or monthly, on a day and an hour of a zone with a fixed offset from UTC.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime, Time, UtcOffset, util::days_in_month};

/// Which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// A day of the week, from 1, Monday, to 7.
    Week(u8),
    /// A day of the month, from 1 to 31; the last one of months that are shorter.
    Month(u8),
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    every: Every,
    hour: u8,
    /// Minutes ahead of UTC.
    utc_offset: i16,
}

impl Rhythm {
    /// Minutes ahead of UTC that some place on earth has, from the west to the east.
    pub const OFFSETS: [i16; 39] = [
        -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0,
        60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630,
        660, 720, 765, 780, 840,
    ];

    /// `weekly` on a day from 1 to 7, or `monthly` on one from 1 to 31; at an hour from 0 to 23, in UTC.
    pub fn new(every: &str, day: u8, hour: u8) -> Option<Self> {
        let every = match every {
            "weekly" if (1..=7).contains(&day) => Every::Week(day),
            "monthly" if (1..=31).contains(&day) => Every::Month(day),
            _ => return None,
        };
        (hour < 24).then_some(Self {
            every,
            hour,
            utc_offset: 0,
        })
    }

    /// The same day and hour in a zone so many minutes ahead of UTC, one of [`Rhythm::OFFSETS`].
    pub fn ahead(self, utc_offset: i16) -> Option<Self> {
        let known = Self::OFFSETS.contains(&utc_offset);
        known.then_some(Self { utc_offset, ..self })
    }

    /// How many minutes the zone of day and hour is ahead of UTC.
    pub const fn utc_offset(self) -> i16 {
        self.utc_offset
    }

    /// Which days.
    pub const fn every(self) -> Every {
        self.every
    }

    /// The hour in its zone.
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The first time after a moment.
    #[must_use]
    pub fn after(self, moment: OffsetDateTime) -> OffsetDateTime {
        let today = moment.to_offset(self.zone()).date();
        // The day is within two months: the next month has one, and today's hour may be over.
        let days = (0..=62).map(|days| today.saturating_add(Duration::days(days)));
        let times = days.filter(|day| self.on(*day)).map(|day| self.at(day));
        let mut later = times.filter(|time| *time > moment);
        later.next().unwrap_or_else(|| moment + Duration::days(7))
    }

    fn at(self, day: Date) -> OffsetDateTime {
        let hour = Time::from_hms(self.hour, 0, 0).unwrap_or(Time::MIDNIGHT);
        day.with_time(hour)
            .assume_offset(self.zone())
            .to_offset(UtcOffset::UTC)
    }

    fn zone(self) -> UtcOffset {
        let seconds = i32::from(self.utc_offset) * 60;
        UtcOffset::from_whole_seconds(seconds).unwrap_or(UtcOffset::UTC)
    }

    fn on(self, day: Date) -> bool {
        match self.every {
            Every::Week(weekday) => day.weekday().number_from_monday() == weekday,
            Every::Month(number) => {
                let last = days_in_month(day.month(), day.year());
                day.day() == number.min(last)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    fn next(every: &str, day: u8, hour: u8, moment: OffsetDateTime) -> OffsetDateTime {
        Rhythm::new(every, day, hour).unwrap().after(moment)
    }

    #[test]
    fn a_week_goes_on_after_its_hour() {
        let monday = datetime!(2026-11-30 08:00 UTC);
        assert_eq!(
            next("weekly", 1, 9, monday),
            datetime!(2026-11-30 09:00 UTC)
        );
        assert_eq!(
            next("weekly", 1, 8, monday),
            datetime!(2026-12-07 08:00 UTC)
        );
        assert_eq!(
            next("weekly", 7, 0, monday),
            datetime!(2026-12-06 00:00 UTC)
        );
    }

    #[test]
    fn a_short_month_ends_earlier() {
        let at = datetime!(2027-01-31 12:00 UTC);
        assert_eq!(next("monthly", 31, 6, at), datetime!(2027-02-28 06:00 UTC));
        assert_eq!(next("monthly", 31, 13, at), datetime!(2027-01-31 13:00 UTC));
        assert_eq!(next("monthly", 1, 0, at), datetime!(2027-02-01 00:00 UTC));
    }

    #[test]
    fn the_day_is_that_of_utc() {
        let evening = datetime!(2026-11-30 06:00 +8);
        assert_eq!(
            next("weekly", 7, 22, evening),
            datetime!(2026-12-06 22:00 UTC)
        );
        assert_eq!(
            next("weekly", 7, 23, evening),
            datetime!(2026-11-29 23:00 UTC)
        );
    }

    #[test]
    fn the_day_is_that_of_its_zone() {
        let in_shenzhen = Rhythm::new("weekly", 1, 7).unwrap().ahead(480).unwrap();
        // Monday at seven there is still Sunday in UTC.
        assert_eq!(
            in_shenzhen.after(datetime!(2026-11-29 12:00 UTC)),
            datetime!(2026-11-29 23:00 UTC)
        );
        assert_eq!(
            in_shenzhen.after(datetime!(2026-11-29 23:00 UTC)),
            datetime!(2026-12-06 23:00 UTC)
        );
        let in_hawaii = Rhythm::new("monthly", 31, 20).unwrap().ahead(-600).unwrap();
        assert_eq!(
            in_hawaii.after(datetime!(2027-02-28 12:00 UTC)),
            datetime!(2027-03-01 06:00 UTC)
        );
        let in_delhi = Rhythm::new("monthly", 1, 9).unwrap().ahead(330).unwrap();
        assert_eq!(
            in_delhi.after(datetime!(2027-01-31 12:00 UTC)),
            datetime!(2027-02-01 03:30 UTC)
        );
    }

    #[test]
    fn what_is_no_zone_is_refused() {
        let rhythm = Rhythm::new("weekly", 1, 9).unwrap();
        for offset in [-721, -1, 7, 841, i16::MAX] {
            assert_eq!(rhythm.ahead(offset), None, "{offset}");
        }
        assert!(Rhythm::OFFSETS.is_sorted_by(|a, b| a < b));
        for offset in Rhythm::OFFSETS {
            assert!((-720..=840).contains(&offset) && rhythm.ahead(offset).is_some());
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for (every, day, hour) in [
            ("weekly", 0, 1),
            ("weekly", 8, 1),
            ("monthly", 32, 1),
            ("monthly", 1, 24),
            ("daily", 1, 1),
        ] {
            assert_eq!(Rhythm::new(every, day, hour), None);
        }
    }

    proptest! {
        #[test]
        fn the_next_time_is_later_and_within_reach(seconds in 1_700_000_000_i64..2_000_000_000, monthly: bool, day in 1_u8..=31, hour in 0_u8..24) {
            let moment = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
            let (every, day) = if monthly { ("monthly", day) } else { ("weekly", day % 7 + 1) };
            let rhythm = Rhythm::new(every, day, hour).unwrap();
            let next = rhythm.after(moment);
            prop_assert!(next > moment);
            let most = Duration::days(if monthly { 31 } else { 7 });
            prop_assert!(next - moment <= most);
            prop_assert_eq!((next.hour(), next.minute()), (hour, 0));
            // From there it goes on, and nothing lies between.
            prop_assert_eq!(rhythm.after(next - Duration::seconds(1)), next);
        }
    }
}
