//! Effort left in the plan, over time and from here on.

use domain::Locale;
use domain::views::trend::{DayNumber, Trend};
use leptos::prelude::*;
use time::{Date, Duration};

use super::chart::ahead;
use super::plot::{Plot, VIEW, round_up, tenth};
use crate::i18n::trend as words;

/// Days in the month that capacity is counted by.
const MONTH: f64 = 30.0;

/// Open effort by day, against what the capacity would have made of it since the first day shown; nothing without points.
pub(super) fn burn(locale: Locale, trend: &Trend) -> AnyView {
    let actual = by_day(trend);
    let (Some(first), Some(last)) = (actual.first().copied(), actual.last().copied()) else {
        return ().into_any();
    };
    let most = actual.iter().map(|(_, effort)| *effort).max().unwrap_or(0);
    let highest = round_up(most);
    let top = f64::from(highest);
    let from = trend.today - Duration::days(trend.span.into());
    let to = trend.today + Duration::days(ahead(trend).into());
    let plot = Plot::new(from, to, top);
    let drawn: Vec<_> = actual
        .iter()
        .map(|(day, effort)| (*day, f64::from(*effort)))
        .collect();
    let ground: Vec<_> = drawn.iter().map(|(day, _)| (*day, 0.0)).collect();
    let shown = |point: &&DayNumber| plot.holds(point.day);
    let left: Vec<_> = ahead_of(trend)
        .iter()
        .filter(shown)
        .map(|point| (point.day, point.value.to_f64()))
        .collect();
    let done = ahead_of(trend).iter().find(|point| point.value.is_zero());
    let done = done.map(|point| point.day.to_string());
    let unknown = if ahead_of(trend).is_empty() {
        words::undated(locale)
    } else {
        words::later(locale)
    };
    let planned = planned(first, trend.capacity, to);
    let label = words::burn_heard(
        locale,
        first.0,
        first.1,
        last.1,
        trend.capacity,
        done.unwrap_or_else(|| unknown.to_owned()),
    );
    let quarter = |n: u8| top * f64::from(n) / 4.0;
    view! {
        <svg class="c-chart" viewBox=VIEW role="img" aria-label=label>
            {plot.grid(&[0, 1, 2, 3, 4].map(quarter))}
            <path class="c-chart__area" d=plot.area(&ground, &drawn)></path>
            <path class="c-chart__line c-chart__line--target" d=plot.line(&planned)></path>
            <path class="c-chart__line c-chart__line--projection" d=plot.line(&left)></path>
            <path class="c-chart__line c-chart__line--assured" d=plot.line(&drawn)></path>
            <circle class="c-chart__dot" cx=tenth(plot.x(last.0)) cy=tenth(plot.y(f64::from(last.1))) r="3.5"></circle>
            {plot.upright(trend.today, "c-chart__today", words::today(locale).to_owned())}
        </svg>
    }
    .into_any()
}

/// Effort left from here on; nothing where the actions have no dates, as before an assessment.
pub(super) fn ahead_of(trend: &Trend) -> &[DayNumber] {
    let effort = by_day(trend).last().map_or(0, |(_, effort)| *effort);
    let dated = trend.left.first().is_some_and(|now| !now.value.is_zero());
    if dated || effort == 0 {
        &trend.left
    } else {
        &[]
    }
}

/// Effort of all framework versions together: work is work.
pub(super) fn by_day(trend: &Trend) -> Vec<(Date, u32)> {
    let mut days: Vec<(Date, u32)> = Vec::new();
    for point in &trend.points {
        match days.last_mut() {
            Some((day, effort)) if *day == point.day => *effort += point.effort_days,
            _ => days.push((point.day, point.effort_days)),
        }
    }
    days
}

/// What would be left had the capacity gone into the plan since a day.
fn planned((day, effort): (Date, u32), capacity: u32, to: Date) -> Vec<(Date, f64)> {
    let rate = f64::from(capacity) / MONTH;
    let days = f64::from(to.to_julian_day() - day.to_julian_day());
    let effort = f64::from(effort);
    if rate * days <= effort {
        return vec![(day, effort), (to, effort - rate * days)];
    }
    let needed = (effort / rate).ceil();
    #[expect(clippy::cast_possible_truncation, reason = "less than the days shown")]
    let end = day + Duration::days(needed as i64);
    vec![(day, effort), (end, 0.0), (to, 0.0)]
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::planned;

    #[test]
    fn what_the_capacity_would_have_done() {
        let (day, to) = (date!(2026 - 11 - 01), date!(2026 - 12 - 01));
        assert_eq!(planned((day, 60), 30, to), [(day, 60.0), (to, 30.0)]);
        let done = planned((day, 10), 30, to);
        assert_eq!(done[1], (date!(2026 - 11 - 11), 0.0));
        assert_eq!(planned((day, 10), 0, to), [(day, 10.0), (to, 10.0)]);
    }
}
