//! The projected curve of a plan: the claimed index by day.

use super::{
    ChartError, Look,
    canvas::{Anchor, Canvas, Point, px, sheet},
    palette,
};

/// A curve and the words on it.
#[derive(Clone, Debug)]
pub struct Curve<'a> {
    /// The claimed index today, in [0, 100].
    pub start: f64,
    /// Days from today, rising, with the index reached on each.
    pub points: Vec<(u32, f64)>,
    /// The word for "today".
    pub today: &'a str,
    /// The names of the phases' ends at 30, 90 and 180 days.
    pub phases: [&'a str; 3],
}

const SIZE: (u32, u32) = (1500, 560);
const LEFT: f64 = 80.0;
const RIGHT: f64 = 1400.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 480.0;
/// Days that the chart spans.
const SPAN: u32 = 180;
/// Boundaries of the maturity levels.
const LEVELS: [f64; 4] = [25.0, 50.0, 75.0, 95.0];

/// The curve over 180 days with the levels' boundaries; a step up at each action's end.
///
/// # Errors
/// See [`ChartError`].
pub fn curve(curve: &Curve<'_>, look: &Look<'_>) -> Result<String, ChartError> {
    sheet(SIZE, look, |canvas| {
        grid(canvas, curve)?;
        let path = steps(curve);
        let mut under = path.clone();
        under.extend([point(SPAN, 0.0), point(0, 0.0)]);
        canvas.area(under, palette::PALE, 0.45)?;
        canvas.line(path.clone(), palette::HATCH, 6)?;
        ends(canvas, curve)
    })
}

fn grid(canvas: &Canvas<'_>, curve: &Curve<'_>) -> Result<(), ChartError> {
    let muted = palette::TEXT_MUTED;
    for score in [0.0, 100.0].into_iter().chain(LEVELS) {
        let (from, to) = (point(0, score), point(SPAN, score));
        let colour = if score > 0.0 {
            palette::LINE
        } else {
            palette::LINE_STRONG
        };
        canvas.line(vec![from, to], colour, 2)?;
        if score < 100.0 {
            canvas.text(
                &format!("{score:.0}"),
                (from.0 - 16, from.1),
                26.0,
                (Anchor::End, muted, false),
            )?;
        }
    }
    for (day, name) in [0, 30, 90, SPAN]
        .into_iter()
        .zip([curve.today].iter().chain(&curve.phases))
    {
        let foot = point(day, 0.0);
        canvas.dashes(
            vec![foot, point(day, 100.0)],
            palette::LINE_STRONG,
            2,
            (4, 8),
        )?;
        canvas.text(
            name,
            (foot.0, foot.1 + 40),
            26.0,
            (Anchor::Middle, muted, false),
        )?;
    }
    Ok(())
}

/// Steps: the index stays until an action is done.
fn steps(curve: &Curve<'_>) -> Vec<Point> {
    let mut path = vec![point(0, curve.start)];
    let mut index = curve.start;
    for &(day, after) in curve.points.iter().filter(|(day, _)| *day <= SPAN) {
        path.push(point(day, index));
        path.push(point(day, after));
        index = after;
    }
    path.push(point(SPAN, index));
    path
}

fn ends(canvas: &Canvas<'_>, curve: &Curve<'_>) -> Result<(), ChartError> {
    let last = curve
        .points
        .iter()
        .rfind(|(day, _)| *day <= SPAN)
        .map_or(curve.start, |p| p.1);
    let style = |anchor| (anchor, palette::INK, true);
    let (first, end) = (point(0, curve.start), point(SPAN, last));
    canvas.dot(first, 9, palette::INK)?;
    canvas.dot(end, 9, palette::INK)?;
    canvas.text(
        &format!("{:.1}", curve.start),
        (first.0 + 14, first.1 - 26),
        30.0,
        style(Anchor::Start),
    )?;
    canvas.text(
        &format!("{last:.1}"),
        (end.0 + 16, end.1),
        30.0,
        style(Anchor::Start),
    )
}

fn point(day: u32, score: f64) -> Point {
    let x = LEFT + (RIGHT - LEFT) * f64::from(day) / f64::from(SPAN);
    (px(x), px(BOTTOM - (BOTTOM - TOP) * score / 100.0))
}
