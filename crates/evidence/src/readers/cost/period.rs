//! From when to when charges are, where dates may be written with slashes in either order.

use std::collections::BTreeSet;

use domain::evidence::{Unit, Warning};
use time::OffsetDateTime;

use crate::draft::{Draft, instant};

/// The period of all charges.
#[derive(Default)]
pub struct Period {
    from: Option<OffsetDateTime>,
    to: Option<OffsetDateTime>,
    slashes: Slashes,
    unreadable: Option<String>,
}

impl Period {
    /// Adds the start of a charge.
    pub fn start(&mut self, text: &str) {
        if let Some(at) = self.read(text) {
            self.from = Some(self.from.map_or(at, |old| old.min(at)));
        }
    }

    /// Adds the end of a charge.
    pub fn end(&mut self, text: &str) {
        if let Some(at) = self.read(text) {
            self.to = Some(self.to.map_or(at, |old| old.max(at)));
        }
    }

    fn read(&mut self, text: &str) -> Option<OffsetDateTime> {
        let read = instant(text);
        if read.is_none() && !self.slashes.note(text) {
            self.unreadable.get_or_insert_with(|| text.to_owned());
        }
        read
    }

    /// Reports how long it was, and its end as the date of the file.
    pub fn report(&self, draft: &mut Draft<'_>) {
        let slashes = self.slashes.bounds();
        let from = self.from.or(slashes.map(|(from, _)| from));
        let to = self.to.or(slashes.map(|(_, to)| to)).or(self.from);
        if let (Some(from), Some(to)) = (from, to)
            && to >= from
        {
            let seconds = (to - from).as_seconds_f64();
            draft.measure("cost.period", &[], seconds, Unit::Seconds, None);
        }
        if let Some(to) = to {
            draft.taken_at(&to.unix_timestamp().to_string());
        }
        let ambiguous = self.slashes.example().filter(|_| slashes.is_none());
        for text in ambiguous.into_iter().chain(self.unreadable.as_deref()) {
            draft.warn(Warning::DateUnreadable {
                text: domain::evidence::Label::clip(text),
            });
        }
    }
}

/// Dates with slashes: a day above twelve anywhere tells their order.
#[derive(Default)]
struct Slashes {
    example: Option<String>,
    day_first: bool,
    month_first: bool,
    /// Year, first and second number.
    seen: BTreeSet<(i32, u8, u8)>,
}

impl Slashes {
    /// Whether the text is such a date.
    fn note(&mut self, text: &str) -> bool {
        let Some(parts) = parts(text) else {
            return false;
        };
        let (_, first, second) = parts;
        self.example.get_or_insert_with(|| text.to_owned());
        self.day_first |= first > 12;
        self.month_first |= second > 12;
        self.seen.insert(parts);
        true
    }

    fn example(&self) -> Option<&str> {
        self.example.as_deref()
    }

    /// The first and the last day, where the order is clear.
    fn bounds(&self) -> Option<(OffsetDateTime, OffsetDateTime)> {
        if self.day_first == self.month_first {
            return None;
        }
        let days = self.seen.iter().filter_map(|(year, first, second)| {
            let (day, month) = if self.day_first {
                (*first, *second)
            } else {
                (*second, *first)
            };
            instant(&format!("{year:04}-{month:02}-{day:02}"))
        });
        let mut days: Vec<_> = days.collect();
        days.sort();
        Some((*days.first()?, *days.last()?))
    }
}

/// `1/31/25`, with or without a time behind it: year, first and second number.
fn parts(text: &str) -> Option<(i32, u8, u8)> {
    let day = text.trim().split([' ', 'T']).next()?;
    let mut numbers = day.split('/');
    let first = numbers.next()?.parse().ok()?;
    let second = numbers.next()?.parse().ok()?;
    let year: i32 = numbers.next()?.parse().ok()?;
    let plausible =
        numbers.next().is_none() && (1..=31).contains(&first) && (1..=31).contains(&second);
    let year = if year < 100 { 2000 + year } else { year };
    plausible.then_some((year, first, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_above_twelve_tells_the_order() {
        let mut slashes = Slashes::default();
        assert!(slashes.note("1/2/25") && slashes.note("3/4/2025 00:00"));
        assert!(slashes.bounds().is_none());
        assert!(slashes.note("1/31/25"));
        let (from, to) = slashes.bounds().unwrap();
        assert_eq!((to - from).whole_days(), 61);
        assert!(!slashes.note("soon") && !slashes.note("2025-01-01"));
        assert!(slashes.note("31/1/25"));
        assert!(slashes.bounds().is_none());
    }
}
