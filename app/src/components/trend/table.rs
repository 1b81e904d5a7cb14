//! The same as a table.

use domain::views::trend::{Trend, TrendPoint};
use domain::{Locale, Set};
use leptos::prelude::*;
use time::{Date, Duration};

use super::TrendOf;
use crate::components::number::decimal;
use crate::components::{Glyph, Icon};
use crate::i18n::{common, trend as words};

/// Rows of a table; milestones besides.
const MOST: usize = 26;

/// Samples as rows, the newest first; what the plan leads to above them.
pub(super) fn table(locale: Locale, trend: &Trend, of: TrendOf) -> AnyView {
    let several = trend.points.iter().any(|p| p.version != trend.version);
    let step = trend.points.len().div_ceil(MOST).max(1);
    let shown = trend.points.iter().rev().enumerate();
    let rows = shown
        .filter(|(at, point)| at % step == 0 || point.milestones > 0)
        .map(|(_, point)| row((locale, trend), point, several, (of, begins(trend, point))))
        .collect_view();
    let projected = trend
        .projected
        .iter()
        .zip(&trend.left)
        .skip(1)
        .filter(|(point, _)| (point.day - trend.today).whole_days() % 28 == 0)
        .map(|(index, left)| {
            let done = of.done_by((index.day - trend.today).whole_days());
            let version = several.then(|| view! { <td></td> });
            view! {
                <tr>
                    <th scope="row" class="u-nowrap">{index.day.to_string()}" "{words::projected(locale)}</th>
                    {version}
                    <td class="c-table__num">"–"</td>
                    <td class="c-table__num"><a href=done.clone()>{index.value.decimal(1)}</a></td>
                    <td class="c-table__num">"–"</td>
                    <td class="c-table__num">"–"</td>
                    <td class="c-table__num"><a href=done>{left.value.decimal(0)}</a></td>
                    <td></td>
                </tr>
            }
        })
        .collect_view();
    let version = several.then(|| view! { <th scope="col">{words::framework(locale)}</th> });
    view! {
        <details class="c-fold">
            <summary class="c-fold__head"><Icon of=Glyph::Down />{words::table(locale)}</summary>
            <div class="c-tablewrap" role="region" aria-label=words::table(locale) tabindex="0">
                <table class="c-table">
                    <thead><tr>
                        <th scope="col">{words::day(locale)}</th>
                        {version}
                        <th scope="col" class="c-table__num">{common::assured(locale)}</th>
                        <th scope="col" class="c-table__num">{common::claimed(locale)}</th>
                        <th scope="col" class="c-table__num">{common::possible(locale)}</th>
                        <th scope="col" class="c-table__num">{words::proven_of(locale)}</th>
                        <th scope="col" class="c-table__num">{words::effort(locale)}</th>
                        <th scope="col">{words::milestones(locale)}</th>
                    </tr></thead>
                    <tbody>{projected}{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// The first day that a point stands for: the day after the one before it; of the first one, as many days as points stand for.
fn begins(trend: &Trend, point: &TrendPoint) -> Date {
    let before = trend.points.iter().rev().find(|p| p.day < point.day);
    let merged = Duration::days(i64::from(Trend::step(trend.span)) - 1);
    before
        .and_then(|before| before.day.next_day())
        .unwrap_or_else(|| point.day.saturating_sub(merged))
}

fn row(
    (locale, trend): (Locale, &Trend),
    point: &TrendPoint,
    several: bool,
    (of, from): (TrendOf, Date),
) -> AnyView {
    let index = |set: Set| {
        let text = decimal(point.index.get(set).as_ref());
        if point.index.get(set).is_none() {
            return text.into_any();
        }
        view! { <a href=of.index(trend, point, set)>{text}</a> }.into_any()
    };
    let count = |number: &'static str, count: u32| {
        if count == 0 {
            return "0".into_any();
        }
        view! { <a href=of.counted(trend, point, number)>{count}</a> }.into_any()
    };
    let version = several.then(|| view! { <td>{point.version.clone()}</td> });
    let (text, heard) = match point.milestone {
        Some(number) => (
            words::milestone(locale, number),
            words::milestone_of(locale, number),
        ),
        None => (
            point.milestones.to_string(),
            words::milestones_of(locale, point.milestones, from, point.day),
        ),
    };
    let milestones = (point.milestones > 0).then(|| {
        view! { <a href=of.milestones(point, from) aria-label=heard>{text}</a> }
    });
    view! {
        <tr>
            <th scope="row" class="u-nowrap">{point.day.to_string()}</th>
            {version}
            <td class="c-table__num">{index(Set::Assured)}</td>
            <td class="c-table__num">{index(Set::Claimed)}</td>
            <td class="c-table__num">{index(Set::Possible)}</td>
            <td class="c-table__num">{count("proven", point.proven)}" / "{count("met", point.met)}</td>
            <td class="c-table__num">{count("effort", point.effort_days)}</td>
            <td>{milestones}</td>
        </tr>
    }
    .into_any()
}
