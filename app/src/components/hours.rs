//! Numbers hour by hour as lines: what is missing stays a gap.

use std::fmt::Write as _;

const HOUR: i64 = 3_600;

/// Where lines are drawn: hours from left to right, values from the bottom up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plot {
    /// Units from left to right.
    pub width: f64,
    /// Units from top to bottom.
    pub height: f64,
    /// The value at the bottom.
    pub low: f64,
    /// The value at the top.
    pub high: f64,
}

impl Plot {
    /// How far below the top a value lies.
    pub fn y(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        if span <= 0.0 {
            return self.height;
        }
        self.height * (1.0 - (value - self.low) / span).clamp(0.0, 1.0)
    }

    /// The middle of an hour, of so many.
    fn x(&self, hour: usize, hours: usize) -> f64 {
        self.width * (number(hour) + 0.5) / number(hours.max(1))
    }

    /// The data of a `<path>`: one stroke for each run of hours with data.
    pub fn path(&self, values: &[Option<f64>]) -> String {
        let mut path = String::new();
        let mut pen = false;
        for (hour, value) in values.iter().enumerate() {
            let Some(value) = value else {
                pen = false;
                continue;
            };
            let (x, y) = (self.x(hour, values.len()), self.y(*value));
            // Writing to a string does not fail. An hour alone is a stroke of no length, which shows as a dot.
            let _ = if pen {
                write!(path, "L{x:.1} {y:.1}")
            } else {
                write!(path, "M{x:.1} {y:.1}h0")
            };
            pen = true;
        }
        path
    }

    /// Left edge and width of each gap after the first data.
    pub fn gaps(&self, values: &[Option<f64>]) -> Vec<(f64, f64)> {
        let step = self.width / number(values.len().max(1));
        let mut gaps: Vec<(usize, usize)> = Vec::new();
        for hour in missing(values) {
            match gaps.last_mut() {
                Some((from, length)) if *from + *length == hour => *length += 1,
                _ => gaps.push((hour, 1)),
            }
        }
        gaps.into_iter()
            .map(|(from, length)| (number(from) * step, number(length) * step))
            .collect()
    }
}

/// Hours without data after the first with some; the one that runs now may still get some.
pub fn missing(values: &[Option<f64>]) -> impl Iterator<Item = usize> + '_ {
    let first = values.iter().position(Option::is_some);
    let hours = first.unwrap_or(values.len())..values.len().saturating_sub(1);
    hours.filter(|hour| values.get(*hour).is_some_and(Option::is_none))
}

/// Lowest, mean and highest; none without data.
pub fn range(values: &[Option<f64>]) -> Option<(f64, f64, f64)> {
    let known: Vec<f64> = values.iter().copied().flatten().collect();
    if known.is_empty() {
        return None;
    }
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some((low, known.iter().sum::<f64>() / number(known.len()), high))
}

/// The day of an hour since 1970, in UTC.
pub fn day(hour: i64) -> Option<time::Date> {
    let at = time::OffsetDateTime::from_unix_timestamp(hour.checked_mul(HOUR)?).ok()?;
    Some(at.date())
}

/// When an hour since 1970 begins.
pub fn instant(hour: i64) -> Option<time::OffsetDateTime> {
    time::OffsetDateTime::from_unix_timestamp(hour.checked_mul(HOUR)?).ok()
}

/// Counts here are hours of a month at most.
fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::{Plot, missing, range};

    const PLOT: Plot = Plot {
        width: 6.0,
        height: 10.0,
        low: 0.0,
        high: 10.0,
    };
    const VALUES: [Option<f64>; 6] = [None, Some(0.0), Some(10.0), None, Some(5.0), None];

    #[test]
    fn what_is_missing_stays_a_gap() {
        assert_eq!(PLOT.path(&VALUES), "M1.5 10.0h0L2.5 0.0M4.5 5.0h0");
        assert_eq!(PLOT.gaps(&VALUES), [(3.0, 1.0)]);
        assert_eq!(missing(&VALUES).count(), 1);
        assert_eq!(missing(&[None, None]).count(), 0);
    }

    #[test]
    fn nothing_has_no_range() {
        assert_eq!(range(&[None]), None);
        assert_eq!(range(&VALUES), Some((0.0, 5.0, 10.0)));
    }
}
