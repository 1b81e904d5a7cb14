//! What a rule reads hour by hour, or makes of it day by day, with the lines that it is held against.

use domain::views::signals::SignalChart;
use domain::views::words;
use domain::{Locale, RuleId};
use leptos::prelude::*;

use crate::components::hours::{self, Plot};
use crate::i18n::signals;

/// Units of the drawing; the box stretches it, so that texts keep their size.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 100.0;
/// Room above the highest and below the lowest, as a share of what lies between.
const ROOM: f64 = 0.1;
/// Values stand so many hours apart where each is of a day.
const DAY: u8 = 24;
/// As a share of the height: a line lower than this has its text above it.
const LOWEST: f64 = 0.85;

/// The chart, `tall` where it has the page to itself.
pub(super) fn chart(locale: Locale, rule: &RuleId, chart: &SignalChart, tall: bool) -> AnyView {
    let Some((low, mean, high)) = hours::range(&chart.values) else {
        return view! { <p class="u-muted u-small">{signals::chart_empty(locale)}</p> }.into_any();
    };
    let plot = plot(chart, low, high);
    let say = |value: f64| words::rough(locale, value, chart.unit);
    let facts = signals::chart_facts(locale, say(low), say(mean), say(high));
    let with_data = chart.values.iter().flatten().count();
    let by_day = chart.step == DAY;
    let (title, covered) = if by_day {
        (
            signals::chart_by_day(locale, rule),
            signals::chart_days(locale, with_data, chart.values.len()),
        )
    } else {
        (
            signals::chart(locale, rule),
            signals::chart_hours(locale, with_data, chart.values.len()),
        )
    };
    let what = chart.what.map(|what| words::quoted(locale, &what));
    let what = what.map(|what| format!("{what} · ")).unwrap_or_default();
    let lines = bounds(locale, chart);
    let heard: Vec<_> = lines.iter().map(|bound| bound.text.clone()).collect();
    let heard = format!("{title} {what}{} {facts} {}", chart.signal, heard.join(" "));
    let last = i64::try_from(chart.values.len()).unwrap_or(0) - 1;
    let last = chart.from + last * i64::from(chart.step);
    let day = |hour: i64| {
        let day = hours::day(hour)
            .map(|day| day.to_string())
            .unwrap_or_default();
        signals::chart_day(locale, day)
    };
    let class = if tall {
        "c-course c-course--tall"
    } else {
        "c-course"
    };
    view! {
        <figure class=class>
            <div class="c-course__scale" aria-hidden="true"><span>{say(plot.high)}</span><span>{say(plot.low)}</span></div>
            <svg class="c-course__plot" role="img" aria-label=heard>
                {area(&plot, chart)}
                {lines.iter().map(|bound| line(&plot, bound)).collect_view()}
            </svg>
            <div class="c-course__days" aria-hidden="true"><span>{day(chart.from)}</span><span>{day(last)}</span></div>
            <figcaption class="c-course__caption">{what}<code>{chart.signal.clone()}</code>" "{facts}" · "{covered}</figcaption>
        </figure>
    }
    .into_any()
}

/// From the lowest of values and lines to the highest; from zero where that is near.
fn plot(chart: &SignalChart, low: f64, high: f64) -> Plot {
    let all = || {
        let lines = [chart.supports, chart.contradicts, chart.full];
        lines.into_iter().flatten()
    };
    let (low, high) = (all().fold(low, f64::min), all().fold(high, f64::max));
    let room = if high > low {
        (high - low) * ROOM
    } else {
        high.abs().max(1.0) * ROOM
    };
    let near_zero = low >= 0.0 && low < high * 0.5;
    let bottom = if near_zero { 0.0 } else { low - room };
    let (bottom, top) = (bottom, high + room);
    // Shares of energy saved can be below nothing, and a spread above the whole.
    let within = chart.share && low >= 0.0 && high <= 1.0;
    let (bottom, top) = if within {
        (bottom.max(0.0), top.min(1.0))
    } else {
        (bottom, top)
    };
    Plot {
        width: WIDTH,
        height: HEIGHT,
        low: bottom,
        high: if top > bottom { top } else { bottom + 1.0 },
    }
}

fn area(plot: &Plot, chart: &SignalChart) -> AnyView {
    view! {
        <svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%">
            {crate::components::sparkline_gaps(plot, &chart.values)}
            <line class="c-spark__ground" x1="0" x2="1000" y1="100" y2="100"></line>
            <path class="c-spark__line c-spark__line--strong" d=plot.path(&chart.values)></path>
        </svg>
    }
    .into_any()
}

/// A line that values are held against.
struct Bound {
    value: f64,
    text: String,
    class: &'static str,
    /// Its text stands above the line, else below.
    above: bool,
}

fn bounds(locale: Locale, chart: &SignalChart) -> Vec<Bound> {
    let say = |value: f64| words::rough(locale, value, chart.unit);
    let bound = |value: f64, text: String, class: &'static str, above: bool| Bound {
        value,
        text,
        class,
        above,
    };
    let (supports, contradicts) = (
        "c-course__bound",
        "c-course__bound c-course__bound--contradicts",
    );
    let full = chart.full.map(|at| {
        let text = signals::bound_full(locale, say(at));
        bound(at, text, contradicts, true)
    });
    let mut lines = match (chart.supports, chart.contradicts) {
        (Some(one), Some(other)) if (one - other).abs() < f64::EPSILON => {
            vec![bound(
                one,
                signals::bound_both(locale, say(one)),
                contradicts,
                true,
            )]
        }
        (one, other) => {
            // The higher line has its text above it, the lower one below: so they never meet.
            let higher = one.zip(other).is_none_or(|(one, other)| one > other);
            let one = one.map(|at| {
                bound(
                    at,
                    signals::bound_supports(locale, say(at)),
                    supports,
                    higher,
                )
            });
            let alone = one.is_none();
            let other = other.map(|at| {
                bound(
                    at,
                    signals::bound_contradicts(locale, say(at)),
                    contradicts,
                    alone || !higher,
                )
            });
            one.into_iter().chain(other).collect()
        }
    };
    lines.extend(full);
    lines
}

fn line(plot: &Plot, bound: &Bound) -> AnyView {
    let at = format!("{:.1}%", plot.y(bound.value));
    // Below the lowest line stand the days.
    let room_below = plot.y(bound.value) < HEIGHT * LOWEST;
    let shift = if bound.above || !room_below {
        "-4"
    } else {
        "12"
    };
    view! {
        <line class=bound.class x1="0" x2="100%" y1=at.clone() y2=at.clone()></line>
        <text class="c-course__text" x="100%" y=at dy=shift text-anchor="end">{bound.text.clone()}</text>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::Locale;
    use domain::evidence::Unit;
    use domain::views::signals::SignalChart;

    use super::{bounds, plot};

    fn chart(supports: Option<f64>, contradicts: Option<f64>) -> SignalChart {
        SignalChart {
            signal: String::new(),
            what: None,
            from: 0,
            step: 1,
            values: Vec::new(),
            unit: Unit::Ratio,
            supports,
            contradicts,
            full: None,
            share: true,
        }
    }

    #[test]
    fn lines_are_within_the_plot() {
        let drawn = chart(Some(0.99), Some(0.95));
        let plot = plot(&drawn, 0.997, 1.0);
        assert!(plot.low > 0.9 && plot.low < 0.95, "{plot:?}");
        assert!((plot.high - 1.0).abs() < 1e-9, "{plot:?}");
    }

    #[test]
    fn texts_of_two_lines_never_meet() {
        let above = |drawn: SignalChart| -> Vec<bool> {
            bounds(Locale::En, &drawn)
                .iter()
                .map(|bound| bound.above)
                .collect()
        };
        assert_eq!(above(chart(Some(0.7), Some(0.3))), [true, false]);
        assert_eq!(above(chart(Some(0.001), Some(0.01))), [false, true]);
        assert_eq!(above(chart(Some(0.1), Some(0.1))), [true]);
        assert_eq!(above(chart(None, Some(0.1))), [true]);
    }
}
