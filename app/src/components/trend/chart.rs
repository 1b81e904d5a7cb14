//! Assured, claimed and possible index over time, with the curve of the plan.

use domain::views::trend::{Trend, TrendPoint};
use domain::{Exact, Locale, Set};
use leptos::prelude::*;
use time::{Date, Duration};

use super::plot::{Plot, TOP, VIEW, tenth};
use crate::components::number::decimal;
use crate::i18n::trend as words;

const MARKS: [f64; 5] = [0.0, 25.0, 50.0, 75.0, 100.0];

/// The drawing. Samples of another framework version than today's are not joined to today's.
pub(super) fn chart(locale: Locale, trend: &Trend) -> AnyView {
    let from = trend.today - Duration::days(trend.span.into());
    let ahead = ahead(trend);
    let plot = Plot::new(from, trend.today + Duration::days(ahead.into()), 100.0);
    let runs = runs(&trend.points);
    let drawn = runs.iter().map(|run| draw(&plot, run)).collect_view();
    let breaks = runs
        .windows(2)
        .filter_map(|pair| Some((pair.first()?.last()?, pair.last()?.first()?)))
        .map(|(_, next)| {
            plot.upright(
                next.day,
                "c-chart__break",
                words::version(locale, &next.version),
            )
        })
        .collect_view();
    let marks = trend
        .points
        .iter()
        .filter(|point| point.milestones > 0)
        .map(|point| mark(&plot, point))
        .collect_view();
    let now = plot.upright(
        trend.today,
        "c-chart__today",
        words::today(locale).to_owned(),
    );
    view! {
        <svg class="c-chart" viewBox=VIEW role="img" aria-label=heard(locale, trend)>
            {plot.grid(&MARKS)}
            {drawn}
            {projection(&plot, trend)}
            {breaks}
            {now}
            {marks}
        </svg>
    }
    .into_any()
}

/// As far ahead as back, within what is projected.
pub(super) fn ahead(trend: &Trend) -> u32 {
    let weeks = u32::try_from(
        trend
            .projected
            .len()
            .max(trend.left.len())
            .saturating_sub(1),
    )
    .unwrap_or(0);
    trend.span.min(weeks * 7)
}

/// Points in a row of one version; workloads of several at the same time are drawn one after the other.
fn runs(points: &[TrendPoint]) -> Vec<Vec<&TrendPoint>> {
    let mut versions: Vec<&str> = Vec::new();
    for point in points {
        if !versions.contains(&point.version.as_str()) {
            versions.push(&point.version);
        }
    }
    let of = |version: &&str| -> Vec<&TrendPoint> {
        points.iter().filter(|p| p.version == **version).collect()
    };
    versions.iter().map(of).collect()
}

fn values(run: &[&TrendPoint], set: Set) -> Vec<(Date, f64)> {
    run.iter()
        .filter_map(|point| Some((point.day, point.index.get(set).as_ref()?.to_f64())))
        .collect()
}

fn draw(plot: &Plot, run: &[&TrendPoint]) -> AnyView {
    let [assured, claimed, possible] =
        [Set::Assured, Set::Claimed, Set::Possible].map(|set| values(run, set));
    let ground: Vec<_> = assured.iter().map(|(day, _)| (*day, 0.0)).collect();
    // A single day is a point, not a line.
    let dots = (assured.len() == 1).then(|| {
        assured
            .iter()
            .chain(&claimed)
            .map(|(day, value)| {
                view! { <circle class="c-chart__dot" cx=tenth(plot.x(*day)) cy=tenth(plot.y(*value)) r="3.5"></circle> }
            })
            .collect_view()
    });
    view! {
        <path class="c-chart__band" d=plot.area(&claimed, &possible)></path>
        <path d=plot.area(&assured, &claimed) fill="url(#hatch)"></path>
        <path class="c-chart__area" d=plot.area(&ground, &assured)></path>
        <path class="c-chart__line c-chart__line--outline" d=plot.line(&claimed)></path>
        <path class="c-chart__line c-chart__line--assured" d=plot.line(&assured)></path>
        {dots}
    }
    .into_any()
}

fn projection(plot: &Plot, trend: &Trend) -> AnyView {
    let points: Vec<_> = trend
        .projected
        .iter()
        .filter(|point| plot.holds(point.day))
        .map(|point| (point.day, point.value.to_f64()))
        .collect();
    let end = points.last().filter(|_| points.len() > 1).map(|(day, value)| {
        let (x, y) = (plot.x(*day), plot.y(*value));
        let text = trend
            .projected
            .iter()
            .rfind(|point| point.day == *day)
            .map(|point| point.value.decimal(1))
            .unwrap_or_default();
        view! {
            <circle class="c-chart__dot c-chart__dot--open" cx=tenth(x) cy=tenth(y) r="3.5"></circle>
            <text class="c-chart__label c-chart__label--end c-chart__label--strong" x=tenth(x) y=tenth(y - 8.0)>{text}</text>
        }
    });
    view! {
        <path class="c-chart__line c-chart__line--projection" d=plot.line(&points)></path>
        {end}
    }
    .into_any()
}

/// A diamond above the day; of a workload with the number of its milestone.
fn mark(plot: &Plot, point: &TrendPoint) -> AnyView {
    let x = plot.x(point.day);
    let (top, middle, bottom) = (TOP - 6.0, TOP - 1.0, TOP + 4.0);
    let shape = format!(
        "{x:.1},{top:.1} {:.1},{middle:.1} {x:.1},{bottom:.1} {:.1},{middle:.1}",
        x + 5.0,
        x - 5.0
    );
    let number = point.milestone.map(|number| {
        view! { <text class="c-chart__label c-chart__label--middle" x=tenth(x) y=tenth(TOP - 11.0)>{format!("M{number}")}</text> }
    });
    view! {
        <polygon class="c-chart__milestone" points=shape></polygon>
        {number}
    }
    .into_any()
}

/// What those hear who do not see it: from what to what, and where the plan leads.
fn heard(locale: Locale, trend: &Trend) -> String {
    let now = trend.points.iter().rfind(|p| p.version == trend.version);
    let first = trend.points.iter().find(|p| p.version == trend.version);
    let of = |point: Option<&TrendPoint>, set: Set| {
        decimal(point.and_then(|point| point.index.get(set).as_ref()))
    };
    let day = |point: Option<&TrendPoint>| point.map(|p| p.day.to_string()).unwrap_or_default();
    let end: Option<&Exact> = trend.projected.last().map(|point| &point.value);
    words::chart_heard(
        locale,
        day(first),
        of(first, Set::Assured),
        of(first, Set::Claimed),
        of(now, Set::Assured),
        of(now, Set::Claimed),
        decimal(end),
    )
}
