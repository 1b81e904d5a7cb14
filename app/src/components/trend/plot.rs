//! Where things are in a drawing of days.

use std::fmt::Write as _;

use domain::views::words;
use leptos::prelude::*;
use time::Date;

/// Units of the drawing.
pub(super) const VIEW: &str = "0 0 960 250";
const LEFT: f64 = 44.0;
const RIGHT: f64 = 930.0;
pub(super) const TOP: f64 = 26.0;
pub(super) const BOTTOM: f64 = 214.0;
/// Days are marked along the bottom so many times at most.
const MARKS: i32 = 8;

/// From days and numbers to places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plot {
    from: i32,
    to: i32,
    highest: f64,
}

impl Plot {
    pub(super) fn new(from: Date, to: Date, highest: f64) -> Self {
        let (from, to) = (from.to_julian_day(), to.to_julian_day());
        Self {
            from,
            to: to.max(from + 1),
            highest: if highest > 0.0 { highest } else { 1.0 },
        }
    }

    pub(super) fn x(&self, day: Date) -> f64 {
        let passed = f64::from(day.to_julian_day() - self.from);
        LEFT + (RIGHT - LEFT) * passed / f64::from(self.to - self.from)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * (value / self.highest).clamp(0.0, 1.0)
    }

    /// Whether a day is in the drawing.
    pub(super) fn holds(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day.to_julian_day())
    }

    /// A line through numbers of days.
    pub(super) fn line(&self, points: &[(Date, f64)]) -> String {
        let mut path = String::new();
        for (at, (day, value)) in points.iter().enumerate() {
            let command = if at == 0 { 'M' } else { 'L' };
            // Writing to a string does not fail.
            let _ = write!(path, "{command}{:.1} {:.1}", self.x(*day), self.y(*value));
        }
        path
    }

    /// What lies between two lines over the same days.
    pub(super) fn area(&self, lower: &[(Date, f64)], upper: &[(Date, f64)]) -> String {
        let mut path = self.line(upper);
        for (day, value) in lower.iter().rev() {
            let _ = write!(path, "L{:.1} {:.1}", self.x(*day), self.y(*value));
        }
        if !path.is_empty() {
            path.push('Z');
        }
        path
    }

    /// Lines across with their numbers, and days along the bottom.
    pub(super) fn grid(&self, marks: &[f64]) -> AnyView {
        let across = |value: &f64| {
            let at = self.y(*value);
            let class = if *value > 0.0 {
                "c-chart__grid"
            } else {
                "c-chart__axis"
            };
            view! {
                <line class=class x1=LEFT x2=RIGHT y1=tenth(at) y2=tenth(at)></line>
                <text class="c-chart__label c-chart__label--end" x=tenth(LEFT - 8.0) y=tenth(at + 4.0)>{words::grouped(&format!("{value:.0}"))}</text>
            }
        };
        let day = |day: Date| {
            view! {
                <text class="c-chart__label c-chart__label--middle" x=tenth(self.x(day)) y=tenth(BOTTOM + 18.0)>{short(day)}</text>
            }
        };
        view! { {marks.iter().map(across).collect_view()} {self.days().into_iter().map(day).collect_view()} }
            .into_any()
    }

    fn days(&self) -> Vec<Date> {
        let step = ((self.to - self.from) / MARKS).max(1);
        // From the end of the first step: the very first day would be cut by the scale.
        (0..=MARKS)
            .filter_map(|n| Date::from_julian_day(self.from + step * n).ok())
            .filter(|day| self.holds(*day))
            .collect()
    }

    /// A line from top to bottom with a word above it.
    pub(super) fn upright(&self, day: Date, class: &'static str, text: String) -> AnyView {
        let x = self.x(day);
        view! {
            <line class=class x1=tenth(x) x2=tenth(x) y1=tenth(TOP - 8.0) y2=tenth(BOTTOM)></line>
            <text class="c-chart__label c-chart__label--middle" x=tenth(x) y=tenth(TOP - 13.0)>{text}</text>
        }
        .into_any()
    }
}

/// One decimal: the same on the server and in the browser.
pub(super) fn tenth(value: f64) -> String {
    format!("{value:.1}")
}

/// `11-22`.
fn short(day: Date) -> String {
    format!("{:02}-{:02}", u8::from(day.month()), day.day())
}

/// A round number at or above another: 1, 2, 4, 5, 8 or 10 times a power of ten.
pub(super) fn round_up(value: u32) -> u32 {
    let mut power = 1_u32;
    while power.saturating_mul(10) < value {
        power = power.saturating_mul(10);
    }
    let fits = [1, 2, 4, 5, 8, 10]
        .into_iter()
        .map(|n| power.saturating_mul(n))
        .find(|round| *round >= value);
    fits.unwrap_or(value).max(4)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::{Plot, round_up};

    #[test]
    fn days_and_numbers_have_places() {
        let plot = Plot::new(date!(2026 - 11 - 01), date!(2026 - 11 - 21), 100.0);
        let points = [(date!(2026 - 11 - 01), 0.0), (date!(2026 - 11 - 21), 100.0)];
        assert_eq!(plot.line(&points), "M44.0 214.0L930.0 26.0");
        assert_eq!(
            plot.area(&[(date!(2026 - 11 - 01), 0.0)], &points),
            "M44.0 214.0L930.0 26.0L44.0 214.0Z"
        );
        assert!(plot.holds(date!(2026 - 11 - 21)) && !plot.holds(date!(2026 - 11 - 22)));
    }

    #[test]
    fn scales_end_at_round_numbers() {
        assert_eq!(
            [0, 3, 7, 11, 137, 480, 999].map(round_up),
            [4, 4, 8, 20, 200, 500, 1000]
        );
    }
}
