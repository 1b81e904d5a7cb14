//! What people decide about risks, and where an acceptance stands on a day.

use serde::{Deserialize, Serialize};
use time::Date;

crate::answer::wire_enum! {
    /// Where the acceptance of a risk stands.
    Acceptance {
        /// Somebody asked for it, and nobody decided.
        Waiting = "waiting",
        /// Approved, and its end is more than thirty days away.
        InForce = "in_force",
        /// Approved, and it ends within thirty days.
        Ending = "ending",
        /// Its last day is over, whether somebody had approved it or not.
        Ended = "ended",
        /// Refused, with a reason.
        Rejected = "rejected",
    }
}

/// From so many days before its end on an acceptance is ending.
pub const ENDING_DAYS: i64 = 30;

impl Acceptance {
    /// Where an acceptance stands on a day; its last day still counts.
    pub fn on(today: Date, decided: Option<bool>, until: Date) -> Self {
        match decided {
            Some(false) => Self::Rejected,
            _ if until < today => Self::Ended,
            None => Self::Waiting,
            Some(true) if (until - today).whole_days() <= ENDING_DAYS => Self::Ending,
            Some(true) => Self::InForce,
        }
    }

    /// Whether the risk counts as accepted.
    pub const fn counts(self) -> bool {
        matches!(self, Self::InForce | Self::Ending)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::Acceptance;

    #[test]
    fn an_acceptance_counts_up_to_its_last_day_and_not_on_the_next() {
        let until = date!(2026 - 11 - 30);
        let on = |today| Acceptance::on(today, Some(true), until);
        assert_eq!(on(date!(2026 - 10 - 30)), Acceptance::InForce);
        assert_eq!(on(date!(2026 - 10 - 31)), Acceptance::Ending);
        assert_eq!(on(until), Acceptance::Ending);
        assert!(on(until).counts());
        assert_eq!(on(date!(2026 - 12 - 01)), Acceptance::Ended);
        assert!(!on(date!(2026 - 12 - 01)).counts());
    }

    #[test]
    fn what_nobody_approved_never_counts() {
        let until = date!(2026 - 11 - 30);
        for (decided, today, expected) in [
            (None, date!(2026 - 11 - 30), Acceptance::Waiting),
            (None, date!(2026 - 12 - 01), Acceptance::Ended),
            (Some(false), date!(2026 - 11 - 01), Acceptance::Rejected),
            (Some(false), date!(2026 - 12 - 01), Acceptance::Rejected),
        ] {
            let found = Acceptance::on(today, decided, until);
            assert_eq!(found, expected);
            assert!(!found.counts());
        }
    }
}
