//! Days counted back from the one on which the demo is filled.

use std::sync::Arc;

use services::{Clock, Services};
use time::{Date, Duration, OffsetDateTime};

/// Turns "so many days ago" into instants.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    now: OffsetDateTime,
}

impl Calendar {
    /// A calendar that ends now.
    pub const fn new(now: OffsetDateTime) -> Self {
        Self { now }
    }

    /// An instant so many days ago; `place` keeps what happens on one day in order. All are at least two hours old, or
    /// a long day would reach into the future.
    pub fn instant(&self, days_ago: u16, place: u16) -> OffsetDateTime {
        let seconds = 97 * i64::from(place.min(70));
        self.now - Duration::days(days_ago.into()) - Duration::hours(2) + Duration::seconds(seconds)
    }

    /// The day so many days ago.
    pub fn day(&self, days_ago: u16) -> Date {
        self.instant(days_ago, u16::MAX).date()
    }

    /// Today moved by a number of days.
    pub fn in_days(&self, days: i16) -> Date {
        self.now.date().saturating_add(Duration::days(days.into()))
    }

    /// The use cases at an instant of the past.
    pub fn services_at(&self, services: &Services, days_ago: u16, place: u16) -> Services {
        let instant = self.instant(days_ago, place);
        services.with_clock(Clock(Arc::new(move || instant)))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_day_keeps_its_order_and_nothing_is_in_the_future() {
        let now = datetime!(2026-11-22 00:30 UTC);
        let calendar = Calendar::new(now);
        assert!(calendar.instant(3, 0) < calendar.instant(3, 1));
        assert!(calendar.instant(0, u16::MAX) < now);
        assert!(calendar.instant(1, u16::MAX) < calendar.instant(0, 0));
    }
}
