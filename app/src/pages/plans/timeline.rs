//! Bars over days: from start to finish by the shared capacity, due dates, what comes first; and the same as a table.

use std::collections::BTreeMap;

use domain::views::plans::{ActionState, PlansPage, PlansRow};
use domain::{CriterionId, Locale, WorkloadId};
use leptos::prelude::*;

use super::marks;
use crate::components::{Callout, Glyph, Icon, Pagination};
use crate::href;
use crate::i18n::plans;
use crate::pages::workload::{days_after, days_between};
use crate::query::Query;

const WIDTH: f64 = 1200.0;
/// Where the days begin; names stand before.
const LEFT: f64 = 230.0;
const RIGHT: f64 = 1180.0;
const HEAD: f64 = 34.0;
const ROW: f64 = 26.0;
const BAR: f64 = 14.0;
/// The ends of the phases.
const PHASES: [i32; 3] = [30, 90, 180];
/// Due dates that lie further back stand at the edge.
const BACK: i32 = 60;

/// Days from today, as far as the bars and dates go.
#[derive(Clone, Copy)]
struct Scale {
    first: i32,
    last: i32,
}

impl Scale {
    fn of(bars: &[Bar<'_>]) -> Self {
        let dues = bars.iter().filter_map(|bar| bar.due);
        let first = dues.clone().min().unwrap_or(0).clamp(-BACK, 0);
        let ends = bars.iter().map(|bar| bar.until).chain(dues);
        let last = ends.max().unwrap_or(0).max(30);
        Self {
            // A little room before the first mark.
            first: if first < 0 { first - 2 } else { 0 },
            last: last + (last / 20).max(2),
        }
    }

    fn x(self, day: i32) -> f64 {
        let span = f64::from((self.last - self.first).max(1));
        let day = day.clamp(self.first, self.last);
        LEFT + (RIGHT - LEFT) * f64::from(day - self.first) / span
    }
}

/// A row with its days.
struct Bar<'a> {
    row: &'a PlansRow,
    from: i32,
    until: i32,
    due: Option<i32>,
}

/// The time line.
pub(super) fn timeline(locale: Locale, page: PlansPage, query: Query) -> AnyView {
    let bars: Vec<_> = page
        .rows
        .iter()
        .filter_map(|row| bar(row, &page.today))
        .collect();
    let picture = if bars.is_empty() {
        view! { <Callout><p>{plans::timeline_undated(locale)}</p></Callout> }.into_any()
    } else {
        picture(locale, &bars, &page.today)
    };
    view! {
        <div class="l-stack">
            {picture}
            {table(locale, &page)}
            <Pagination page=page.page pages=page.pages total=i64::from(page.total) query=query />
        </div>
    }
    .into_any()
}

fn bar<'a>(row: &'a PlansRow, today: &str) -> Option<Bar<'a>> {
    let day = |day: u32| i32::try_from(day).unwrap_or(i32::MAX);
    Some(Bar {
        from: day(row.from_day?),
        until: day(row.until_day?),
        due: days_between(today, &row.due_on),
        row,
    })
}

fn picture(locale: Locale, bars: &[Bar<'_>], today: &str) -> AnyView {
    let scale = Scale::of(bars);
    let last = bars.iter().map(|bar| bar.until).max().unwrap_or(0);
    let count = bars.len();
    let height = HEAD + ROW * f64::from(u32::try_from(count).unwrap_or(0)) + 8.0;
    let places: BTreeMap<(WorkloadId, &CriterionId), (usize, &Bar<'_>)> = bars
        .iter()
        .enumerate()
        .map(|(n, bar)| ((bar.row.workload, &bar.row.criterion), (n, bar)))
        .collect();
    let arrows: Vec<_> = bars
        .iter()
        .enumerate()
        .flat_map(|(n, bar)| {
            let places = &places;
            bar.row.requires.iter().filter_map(move |first| {
                let (above, first) = places.get(&(bar.row.workload, first))?;
                Some(arrow(scale, (*above, first.until), (n, bar.from)))
            })
        })
        .collect();
    // Where all are of one workload, what is to be done says more than its name.
    let one = bars
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.row.workload == b.row.workload));
    let lines: Vec<_> = bars
        .iter()
        .enumerate()
        .map(|(n, bar)| {
            let about = if one {
                &bar.row.statement
            } else {
                &bar.row.workload_name
            };
            let name = format!("{} {about}", bar.row.criterion);
            line(locale, scale, (n, &name), bar, today)
        })
        .collect();
    view! {
        <figure class="c-figure">
            <p class="u-muted u-small">{plans::timeline_note(locale)}</p>
            <div class="c-chartwrap c-chartwrap--wide" role="region" aria-label=plans::timeline(locale) tabindex="0">
                <svg
                    class="c-chart c-gantt"
                    viewBox=format!("0 0 {WIDTH:.0} {height:.0}")
                    role="img"
                    aria-label=plans::timeline_label(locale, count, last)
                >
                    {grid(locale, scale, height)}
                    {lines}
                    {arrows}
                </svg>
            </div>
        </figure>
    }
    .into_any()
}

/// Today and the ends of the phases.
fn grid(locale: Locale, scale: Scale, height: f64) -> AnyView {
    let rule = |day: i32, class: &'static str, text: String| {
        let x = format!("{:.1}", scale.x(day));
        view! {
            <line class=class x1=x.clone() x2=x.clone() y1="20" y2=format!("{height:.0}")></line>
            <text class="c-chart__label c-chart__label--middle" x=x y="14">{text}</text>
        }
    };
    let phases = PHASES
        .into_iter()
        .filter(|day| *day <= scale.last)
        .map(|day| rule(day, "c-chart__grid c-gantt__phase", plans::day(locale, day)));
    let phases: Vec<_> = phases.collect();
    let today = rule(0, "c-gantt__today", plans::today(locale).to_owned());
    view! { {phases} {today} }.into_any()
}

fn y(place: usize) -> f64 {
    HEAD + ROW * f64::from(u32::try_from(place).unwrap_or(0))
}

/// What fits before the days, in Latin letters; others are twice as wide.
const NAME: usize = 34;

/// At most as wide as so many Latin letters: a picture does not wrap.
fn short(text: &str, most: usize) -> String {
    let wide = |letter: char| -> usize { if letter.is_ascii() { 1 } else { 2 } };
    if text.chars().map(wide).sum::<usize>() <= most {
        return text.to_owned();
    }
    let mut width = wide('…');
    let fits = |letter: &char| {
        width += wide(*letter);
        width <= most
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.push('…');
    short
}

fn line(
    locale: Locale,
    scale: Scale,
    (n, name): (usize, &str),
    bar: &Bar<'_>,
    today: &str,
) -> AnyView {
    let row = bar.row;
    let top = y(n);
    let (from, until) = (scale.x(bar.from), scale.x(bar.until));
    let class = if row.state == ActionState::InProgress {
        "c-gantt__bar c-gantt__bar--begun"
    } else {
        "c-gantt__bar"
    };
    let due = bar.due.map(|day| {
        let at = scale.x(day);
        let late = row.is_overdue(today);
        let class = if late {
            "c-gantt__due c-gantt__due--late"
        } else {
            "c-gantt__due"
        };
        let middle = top + BAR / 2.0;
        let mark = format!(
            "M{at:.1} {:.1}l6 7l-6 7l-6 -7z",
            middle - 7.0
        );
        let word = late.then(|| {
            view! { <text class="c-chart__label c-gantt__late" x=format!("{:.1}", at + 9.0) y=format!("{:.1}", top + 11.0)>{plans::overdue(locale)}</text> }
        });
        view! { <path class=class d=mark></path> {word} }
    });
    let width = (until - from).max(3.0);
    view! {
        <line class="c-chart__grid" x1="0" x2=format!("{WIDTH:.0}") y1=format!("{:.1}", top + ROW - 6.0) y2=format!("{:.1}", top + ROW - 6.0)></line>
        <text class="c-chart__label c-chart__label--strong" x="4" y=format!("{:.1}", top + 11.0)>{short(name, NAME)}</text>
        <rect class=class x=format!("{from:.1}") y=format!("{top:.1}") width=format!("{width:.1}") height=format!("{BAR:.0}") rx="2"></rect>
        {due}
    }
    .into_any()
}

/// From the end of what comes first to the start of what follows.
fn arrow(scale: Scale, (above, until): (usize, i32), (below, from): (usize, i32)) -> AnyView {
    let (x1, y1) = (scale.x(until), y(above) + BAR / 2.0);
    let (x2, y2) = (scale.x(from), y(below) + BAR / 2.0);
    let turn = x1 + 5.0;
    let (path, head) = if x2 > turn {
        let path = format!("M{x1:.1} {y1:.1}H{turn:.1}V{y2:.1}H{x2:.1}");
        (path, format!("M{x2:.1} {y2:.1}l-6 -4v8z"))
    } else {
        // It begins on the day on which the other ends: from above, or from below where it stands higher.
        let (edge, back) = if y2 > y1 {
            (y2 - BAR / 2.0, -6)
        } else {
            (y2 + BAR / 2.0, 6)
        };
        let at = x1.max(x2 + 1.5);
        let path = format!("M{x1:.1} {y1:.1}H{at:.1}V{edge:.1}");
        (path, format!("M{at:.1} {edge:.1}l-4 {back}h8z"))
    };
    view! {
        <path class="c-gantt__arrow" d=path></path>
        <path class="c-gantt__head" d=head></path>
    }
    .into_any()
}

/// The same in words and numbers.
fn table(locale: Locale, page: &PlansPage) -> AnyView {
    let date = |day: Option<u32>| {
        day.and_then(|day| days_after(&page.today, day))
            .unwrap_or_else(|| "–".to_owned())
    };
    let row = |row: &PlansRow| {
        let at = format!(
            "{}#{}",
            href::workload(row.workload, &format!("/plan?action={}", row.criterion)),
            row.criterion
        );
        let ids: Vec<_> = row.requires.iter().map(CriterionId::as_str).collect();
        let ids = if ids.is_empty() {
            "–".to_owned()
        } else {
            ids.join(" ")
        };
        view! {
            <tr>
                <th scope="row"><a class="c-table__main" href=at>{row.criterion.to_string()}</a></th>
                <td>{row.workload_name.clone()}</td>
                <td class="c-table__num">{row.effort_days}</td>
                <td class="u-nowrap">{date(row.from_day)}</td>
                <td class="u-nowrap">{date(row.until_day)}</td>
                <td>{marks::due(locale, row, &page.today)}</td>
                <td>{ids}</td>
                <td>{marks::state_badge(locale, row.state)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = page.rows.iter().map(row).collect();
    view! {
        <details class="c-fold">
            <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{plans::timeline_table(locale)}</summary>
            <div class="c-tablewrap" role="region" aria-label=plans::timeline_table(locale) tabindex="0">
                <table class="c-table">
                    <thead><tr>
                        <th scope="col">{plans::action(locale)}</th>
                        <th scope="col">{plans::workload(locale)}</th>
                        <th scope="col" class="c-table__num">{plans::effort(locale)}</th>
                        <th scope="col">{plans::start(locale)}</th>
                        <th scope="col">{plans::finish(locale)}</th>
                        <th scope="col">{plans::due(locale)}</th>
                        <th scope="col">{plans::comes_after(locale)}</th>
                        <th scope="col">{plans::state(locale)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Scale, short};

    #[test]
    fn days_lie_between_the_edges() {
        let scale = Scale {
            first: -10,
            last: 190,
        };
        assert!((scale.x(-10) - 230.0).abs() < 1e-9);
        assert!((scale.x(190) - 1180.0).abs() < 1e-9);
        assert!((scale.x(500) - 1180.0).abs() < 1e-9);
    }

    #[test]
    fn names_are_cut_by_their_width() {
        assert_eq!(short("客服知识助手", 8), "客服知…");
        assert_eq!(short("客服", 4), "客服");
        assert_eq!(short("abc", 4), "abc");
        assert_eq!(short("abcde", 4), "ab…");
    }
}
