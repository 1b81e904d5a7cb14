//! The claimed index by day, if everything is done in order within the capacity.

use std::fmt::Write as _;

use domain::views::results::PlanPage;
use domain::{Exact, Locale};
use leptos::prelude::*;

use crate::i18n::plan;

/// Days that the chart spans.
const SPAN: u32 = 180;
const LEFT: f64 = 36.0;
const RIGHT: f64 = 872.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 190.0;
/// Days with a mark and a number.
const MARKS: [u32; 4] = [0, 30, 90, SPAN];

/// The curve; nothing where no action has a date.
pub(super) fn curve(locale: Locale, page: &PlanPage) -> AnyView {
    let steps = steps(page);
    let Some(start) = page.index.as_ref().filter(|_| !steps.is_empty()) else {
        return ().into_any();
    };
    let on = MARKS.map(|day| reached(start, &steps, day));
    let heard = {
        let [now, d30, d90, d180] = on.each_ref().map(|index| index.decimal(1));
        plan::curve_label(locale, now, d30, d90, d180)
    };
    let marks = MARKS
        .into_iter()
        .zip(on)
        .map(|(day, index)| mark(locale, day, &index))
        .collect_view();
    view! {
        <figure class="c-figure">
            <div class="c-section__head">
                <h2 class="c-section__title">{plan::curve(locale)}</h2>
                <span class="c-section__note">{plan::curve_note(locale)}</span>
            </div>
            <div class="c-chartwrap" role="region" aria-label=plan::curve(locale) tabindex="0">
                <svg class="c-chart" viewBox="0 0 960 220" role="img" aria-label=heard>
                    {grid()}
                    {target(locale, page.head.tier.target())}
                    <path class="c-chart__line c-chart__line--claimed" d=path(start, &steps)></path>
                    {marks}
                </svg>
            </div>
        </figure>
    }
    .into_any()
}

/// Day and index after each action that is done within the span.
fn steps(page: &PlanPage) -> Vec<(u32, Exact)> {
    let dated = page
        .rows
        .iter()
        .filter_map(|row| Some((row.action.done_by_day?, row.action.index_after.clone())));
    dated.filter(|(day, _)| *day <= SPAN).collect()
}

/// The index on a day.
fn reached(start: &Exact, steps: &[(u32, Exact)], day: u32) -> Exact {
    steps
        .iter()
        .rfind(|(done, _)| *done <= day)
        .map_or_else(|| start.clone(), |(_, index)| index.clone())
}

/// The index stays until an action is done.
fn path(start: &Exact, steps: &[(u32, Exact)]) -> String {
    let mut path = format!("M{:.1} {:.1}", x(0), y(start.to_f64()));
    for (day, index) in steps {
        // Writing to a string does not fail.
        let _ = write!(path, "H{:.1}V{:.1}", x(*day), y(index.to_f64()));
    }
    let _ = write!(path, "H{:.1}", x(SPAN));
    path
}

fn grid() -> AnyView {
    let line = |score: u8| {
        let at = format!("{:.1}", y(f64::from(score)));
        let text = format!("{:.1}", y(f64::from(score)) + 4.0);
        let class = if score == 0 {
            "c-chart__axis"
        } else {
            "c-chart__grid"
        };
        view! {
            <line class=class x1=LEFT x2=RIGHT y1=at.clone() y2=at></line>
            <text class="c-chart__label c-chart__label--end" x="28" y=text>{score}</text>
        }
    };
    [0, 25, 50, 75, 100].map(line).collect_view().into_any()
}

/// Where the target level begins.
fn target(locale: Locale, level: u8) -> Option<AnyView> {
    let score = match level {
        2 => 25.0,
        3 => 50.0,
        4 => 75.0,
        5 => 95.0,
        _ => return None,
    };
    let at = format!("{:.1}", y(score));
    let text = format!("{:.1}", y(score) + 4.0);
    let line = view! {
        <line class="c-chart__line c-chart__line--target" x1=LEFT x2=RIGHT y1=at.clone() y2=at></line>
        <text class="c-chart__label" x="880" y=text>{plan::target(locale, level)}</text>
    };
    Some(line.into_any())
}

fn mark(locale: Locale, day: u32, index: &Exact) -> AnyView {
    let name = if day == 0 {
        plan::today(locale).to_owned()
    } else {
        plan::day(locale, day)
    };
    let (at, height) = (x(day), y(index.to_f64()));
    // Above the dot; below it where the top is near.
    let number = if height < TOP + 16.0 {
        height + 18.0
    } else {
        height - 9.0
    };
    // The first number stands beside its dot: to the left are those of the scale.
    let (class, left) = if day == 0 {
        ("c-chart__label c-chart__label--strong", at + 7.0)
    } else {
        (
            "c-chart__label c-chart__label--middle c-chart__label--strong",
            at,
        )
    };
    view! {
        <circle class="c-chart__dot" cx=format!("{at:.1}") cy=format!("{height:.1}") r="4"></circle>
        <text class=class x=format!("{left:.1}") y=format!("{number:.1}")>
            {index.decimal(1)}
        </text>
        <text class="c-chart__label c-chart__label--middle" x=format!("{at:.1}") y="210">{name}</text>
    }
    .into_any()
}

fn x(day: u32) -> f64 {
    LEFT + (RIGHT - LEFT) * f64::from(day) / f64::from(SPAN)
}

fn y(score: f64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * score / 100.0
}

#[cfg(test)]
mod tests {
    use domain::Exact;

    use super::{path, reached};

    #[test]
    fn the_index_rises_in_steps() {
        let steps = [(15, Exact::whole(50)), (90, Exact::whole(75))];
        let start = Exact::whole(25);
        assert_eq!(reached(&start, &steps, 0), start);
        assert_eq!(reached(&start, &steps, 30), Exact::whole(50));
        assert_eq!(reached(&start, &steps, 180), Exact::whole(75));
        assert_eq!(
            path(&start, &steps),
            "M36.0 146.5H105.7V103.0H454.0V59.5H872.0"
        );
    }
}
