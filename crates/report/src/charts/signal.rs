//! What a rule looks at: its values with the lines that it holds them against. What is missing stays a gap.

use domain::{
    Locale,
    evidence::Unit,
    views::{signals::SignalChart, words},
};
use time::OffsetDateTime;

use super::{
    ChartError, Look,
    canvas::{Anchor, Canvas, Point, px, sheet},
    palette,
};
use crate::dates;

const SIZE: (u32, u32) = (1500, 420);
const LEFT: f64 = 170.0;
const RIGHT: f64 = 1480.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 350.0;
/// Room above the highest and below the lowest, as a share of what lies between.
const ROOM: f64 = 0.1;
const HOUR: i64 = 3_600;

/// Where values lie on the sheet.
struct Plot {
    low: f64,
    high: f64,
    steps: usize,
}

/// The values from left to right, the lines that they are held against, and the first and the last day.
///
/// # Errors
/// See [`ChartError`].
pub fn signal(chart: &SignalChart, locale: Locale, look: &Look<'_>) -> Result<String, ChartError> {
    sheet(SIZE, look, |canvas| {
        // As a picture of its own it stands on pages in any scheme.
        let (width, height) = (px(f64::from(SIZE.0)), px(f64::from(SIZE.1)));
        canvas.fill((0, 0), (width, height), palette::SURFACE)?;
        let Some(plot) = Plot::of(chart) else {
            let none = match locale {
                Locale::Zh => "这段时间没有数据",
                Locale::En => "No data in this time",
            };
            let style = (Anchor::Middle, palette::TEXT_MUTED, false);
            return canvas.text(none, (width / 2, height / 2), 30.0, style);
        };
        ground(canvas, chart, &plot, locale)?;
        for run in runs(chart, &plot) {
            match run.as_slice() {
                [alone] => canvas.dot(*alone, 5, palette::INK)?,
                _ => canvas.line(run, palette::INK, 4)?,
            }
        }
        bounds(canvas, chart, &plot, locale)
    })
}

impl Plot {
    /// From the lowest of values and lines to the highest; from zero where that is near. None without data.
    fn of(chart: &SignalChart) -> Option<Self> {
        let lines = [chart.supports, chart.contradicts, chart.full];
        let all = || {
            let lines = lines.into_iter().flatten();
            chart.values.iter().copied().flatten().chain(lines)
        };
        chart.values.iter().flatten().next()?;
        let low = all().fold(f64::INFINITY, f64::min);
        let high = all().fold(f64::NEG_INFINITY, f64::max);
        let room = if high > low {
            (high - low) * ROOM
        } else {
            high.abs().max(1.0) * ROOM
        };
        let near_zero = low >= 0.0 && low < high * 0.5;
        let within = chart.share && low >= 0.0 && high <= 1.0;
        let bottom = if near_zero { 0.0 } else { low - room };
        let (bottom, top) = if within {
            (bottom.max(0.0), (high + room).min(1.0))
        } else {
            (bottom, high + room)
        };
        Some(Self {
            low: bottom,
            high: if top > bottom { top } else { bottom + 1.0 },
            steps: chart.values.len().max(1),
        })
    }

    fn y(&self, value: f64) -> i32 {
        let share = (value - self.low) / (self.high - self.low);
        px(BOTTOM - (BOTTOM - TOP) * share.clamp(0.0, 1.0))
    }

    /// The middle of a step.
    fn x(&self, step: usize) -> i32 {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        px(LEFT + (RIGHT - LEFT) * (number(step) + 0.5) / number(self.steps))
    }
}

/// Points that follow each other without a gap.
fn runs(chart: &SignalChart, plot: &Plot) -> Vec<Vec<Point>> {
    let mut runs: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for (step, value) in chart.values.iter().enumerate() {
        let Some(value) = value else {
            open = false;
            continue;
        };
        let point = (plot.x(step), plot.y(*value));
        match runs.last_mut() {
            Some(run) if open => run.push(point),
            _ => runs.push(vec![point]),
        }
        open = true;
    }
    runs
}

/// The axes: lowest and highest, first and last day. Of units only the percent sign fits beside the plot.
fn ground(
    canvas: &Canvas<'_>,
    chart: &SignalChart,
    plot: &Plot,
    locale: Locale,
) -> Result<(), ChartError> {
    let (left, right) = (px(LEFT), px(RIGHT));
    let (top, bottom) = (px(TOP), px(BOTTOM));
    canvas.line(vec![(left, top), (right, top)], palette::LINE, 2)?;
    let foot = vec![(left, bottom), (right, bottom)];
    canvas.line(foot, palette::LINE_STRONG, 2)?;
    let style = |anchor| (anchor, palette::TEXT_MUTED, false);
    for (value, y) in [(plot.high, top), (plot.low, bottom)] {
        let text = if chart.unit == Unit::Ratio {
            words::rough(locale, value, chart.unit)
        } else {
            words::short(locale, value)
        };
        canvas.text(&text, (left - 16, y), 26.0, style(Anchor::End))?;
    }
    let last = i64::try_from(plot.steps).unwrap_or(1) - 1;
    let last = chart.from + last * i64::from(chart.step);
    for (hour, x, anchor) in [
        (chart.from, left, Anchor::Start),
        (last, right, Anchor::End),
    ] {
        let at = hour
            .checked_mul(HOUR)
            .and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
        let day = at.map(|at| dates::iso(at.date())).unwrap_or_default();
        canvas.text(&day, (x, bottom + 34), 26.0, style(anchor))?;
    }
    Ok(())
}

/// The lines, each with its word: the higher of two above its line, the lower below, so that they never meet.
fn bounds(
    canvas: &Canvas<'_>,
    chart: &SignalChart,
    plot: &Plot,
    locale: Locale,
) -> Result<(), ChartError> {
    let word = |zh: &'static str, en: &'static str| if locale == Locale::Zh { zh } else { en };
    let (supports, contradicts) = (chart.supports, chart.contradicts);
    let both = supports == contradicts;
    let higher = supports
        .zip(contradicts)
        .is_none_or(|(one, other)| one >= other);
    let lines = [
        (
            supports,
            if both {
                word("支持与相悖", "supports and contradicts")
            } else {
                word("支持", "supports")
            },
            palette::OK_TEXT,
            (18, 10),
            higher,
        ),
        (
            contradicts.filter(|_| !both),
            word("相悖", "contradicts"),
            palette::HIGH_TEXT,
            (6, 10),
            !higher || supports.is_none(),
        ),
        (
            chart.full,
            word("满载", "full above"),
            palette::HIGH_TEXT,
            (6, 10),
            true,
        ),
    ];
    for (value, word, colour, dashes, above) in lines {
        let Some(value) = value else { continue };
        let y = plot.y(value);
        canvas.dashes(vec![(px(LEFT), y), (px(RIGHT), y)], colour, 3, dashes)?;
        // Below the lowest line stand the days.
        let shift = if above || y > px(BOTTOM) - 40 {
            -20
        } else {
            24
        };
        let text = format!("{word} {}", words::rough(locale, value, chart.unit));
        let style = (Anchor::End, colour, true);
        canvas.text(&text, (px(RIGHT) - 6, y + shift), 26.0, style)?;
    }
    Ok(())
}

/// The name of a rule's chart for people who can't see it, and as its caption.
pub fn caption(rule: &domain::RuleId, chart: &SignalChart, locale: Locale) -> String {
    let of = &chart.signal;
    let what = chart.what.map(|what| words::quoted(locale, &what));
    let what = match (what, locale) {
        (None, _) => of.clone(),
        (Some(what), Locale::Zh) => format!("{what}（{of}）"),
        (Some(what), Locale::En) => format!("{what} ({of})"),
    };
    let period = match (chart.step, locale) {
        (24, Locale::Zh) => "按天",
        (24, Locale::En) => "by the day",
        (_, Locale::Zh) => "按小时",
        (_, Locale::En) => "by the hour",
    };
    format!("{rule} · {what} · {period}")
}
