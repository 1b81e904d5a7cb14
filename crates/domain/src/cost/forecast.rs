//! What history foretells: a line of least squares through daily totals, with the band that daily scatter gives it.

use serde::{Deserialize, Serialize};

/// Days of history without which nothing is foretold.
pub const LEAST_DAYS: usize = 14;
/// Of a normal scatter, 95 % lie within so many standard errors.
const NINETY_FIVE: f64 = 1.96;
/// Days ahead that are looked at.
const FARTHEST: u32 = 3650;

/// A day of the line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Point {
    /// Days after the last day of history.
    pub ahead: u32,
    /// The line.
    pub value: f64,
    /// The lower edge of the band, not below nothing.
    pub low: f64,
    /// The upper edge.
    pub high: f64,
}

/// A line through history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Forecast {
    /// Days of history with data.
    pub days: u32,
    /// Where the line is on the last day of history.
    pub now: f64,
    /// How much more each day.
    pub slope: f64,
    /// The standard error of a day around the line.
    pub error: f64,
    /// How much of the scatter the line explains, 0–1.
    pub fit: f64,
    /// In 30, 60 and 90 days.
    pub points: Vec<Point>,
    /// Days until the line reaches the capacity; none where it doesn't within ten years, or no capacity is known.
    pub reached: Option<u32>,
    /// Days until the upper edge of the band does.
    pub earliest: Option<u32>,
}

/// Draws the line through `history` (days before today as negative numbers or any other count of days, and totals), and
/// looks where it reaches `capacity`. None with fewer than [`LEAST_DAYS`] days.
pub fn forecast(history: &[(i32, f64)], capacity: Option<f64>) -> Option<Forecast> {
    let history: Vec<(f64, f64)> = history
        .iter()
        .filter(|(_, total)| total.is_finite())
        .map(|(day, total)| (f64::from(*day), *total))
        .collect();
    let count = u32::try_from(history.len()).ok()?;
    if history.len() < LEAST_DAYS {
        return None;
    }
    let n = f64::from(count);
    let mean_day = history.iter().map(|(day, _)| day).sum::<f64>() / n;
    let mean = history.iter().map(|(_, total)| total).sum::<f64>() / n;
    let spread: f64 = history
        .iter()
        .map(|(day, _)| (day - mean_day).powi(2))
        .sum();
    if spread <= 0.0 {
        return None;
    }
    let slope = history
        .iter()
        .map(|(day, total)| (day - mean_day) * (total - mean))
        .sum::<f64>()
        / spread;
    let at = |day: f64| mean + slope * (day - mean_day);
    let left: f64 = history
        .iter()
        .map(|(day, total)| (total - at(*day)).powi(2))
        .sum();
    let all: f64 = history
        .iter()
        .map(|(_, total)| (total - mean).powi(2))
        .sum();
    let error = (left / (n - 2.0)).sqrt();
    let last = history.iter().map(|(day, _)| *day).fold(f64::MIN, f64::max);
    let point = |ahead: u32| {
        let day = last + f64::from(ahead);
        let band = NINETY_FIVE * error * (1.0 + 1.0 / n + (day - mean_day).powi(2) / spread).sqrt();
        let value = at(day);
        Point {
            ahead,
            value: value.max(0.0),
            low: (value - band).max(0.0),
            high: (value + band).max(0.0),
        }
    };
    let first = |edge: fn(&Point) -> f64| {
        let capacity = capacity.filter(|capacity| capacity.is_finite() && *capacity > 0.0)?;
        (0..=FARTHEST).find(|ahead| edge(&point(*ahead)) >= capacity)
    };
    Some(Forecast {
        days: count,
        now: at(last).max(0.0),
        slope,
        error,
        fit: if all > 0.0 {
            (1.0 - left / all).clamp(0.0, 1.0)
        } else {
            1.0
        },
        points: [30, 60, 90].map(point).to_vec(),
        reached: first(|point| point.value),
        earliest: first(|point| point.high),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_straight_line_goes_on() {
        let history: Vec<_> = (0..30)
            .map(|day| (day, 100.0 + 2.0 * f64::from(day)))
            .collect();
        let found = forecast(&history, Some(200.0)).unwrap();
        assert!(
            (found.slope - 2.0).abs() < 1e-9 && found.error < 1e-6,
            "{found:?}"
        );
        assert_eq!((found.reached, found.earliest), (Some(21), Some(21)));
        assert!((found.points[0].value - 218.0).abs() < 1e-6);
        assert_eq!(forecast(&history, None).unwrap().reached, None);
        assert_eq!(forecast(&history[..13], Some(200.0)), None);
    }

    #[test]
    fn what_falls_never_reaches_it() {
        let history: Vec<_> = (0..30).map(|day| (day, 100.0 - f64::from(day))).collect();
        let found = forecast(&history, Some(200.0)).unwrap();
        assert_eq!((found.reached, found.earliest), (None, None));
        assert!(
            found.points[2].value.abs() < 1e-9,
            "nothing is below nothing"
        );
    }

    proptest! {
        #[test]
        fn the_band_holds_the_line(totals in proptest::collection::vec(0.0..1e12_f64, 14..120)) {
            let history: Vec<_> = totals.iter().zip(0..).map(|(total, day)| (day, *total)).collect();
            let found = forecast(&history, Some(1e12)).unwrap();
            for point in &found.points {
                prop_assert!(point.low <= point.value && point.value <= point.high, "{:?}", point);
            }
            if let (Some(earliest), Some(reached)) = (found.earliest, found.reached) {
                prop_assert!(earliest <= reached);
            }
        }

        #[test]
        fn more_capacity_is_never_reached_sooner(a in 1.0..1e6_f64, b in 1.0..1e6_f64, slope in 0.1..10.0_f64) {
            let history: Vec<_> = (0..40).map(|day| (day, 50.0 + slope * f64::from(day))).collect();
            let at = |capacity| forecast(&history, Some(capacity)).unwrap().reached;
            if let (Some(less), Some(more)) = (at(a.min(b)), at(a.max(b))) {
                prop_assert!(less <= more);
            }
        }
    }
}
