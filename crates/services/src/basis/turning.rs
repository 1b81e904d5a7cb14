//! When something turns by itself.

use time::Date;

/// Finds the last day before anything turns by itself.
pub(crate) struct Turning {
    pub today: Date,
    pub next: Option<Date>,
}

impl Turning {
    pub const fn from(today: Date) -> Self {
        Self { today, next: None }
    }

    /// Something stops counting after this day.
    pub fn ends(&mut self, last: Option<Date>) {
        if let Some(last) = last.filter(|day| *day >= self.today) {
            self.next = Some(self.next.map_or(last, |next| next.min(last)));
        }
    }

    /// Something starts counting on this day.
    pub fn starts(&mut self, first: Date) {
        if first > self.today {
            self.ends(first.previous_day());
        }
    }
}
