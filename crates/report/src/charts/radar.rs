//! The radar: assured filled, claimed outlined, possible pale.

use super::{
    ChartError, Look, Scores3,
    canvas::{Anchor, Canvas, Point, px, sheet},
    palette::{self, Colour},
};

/// One axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The pillar's name.
    pub name: String,
    /// The pillar's hue.
    pub colour: Colour,
    /// The pillar's scores.
    pub scores: Scores3,
}

const SIZE: (u32, u32) = (1240, 1000);
const CENTRE: (f64, f64) = (620.0, 510.0);
const RADIUS: f64 = 340.0;
/// Boundaries of the levels, then the full scale.
const RINGS: [f64; 5] = [25.0, 50.0, 75.0, 95.0, 100.0];

/// A radar of any number of axes, the first at the top, clockwise.
///
/// # Errors
/// See [`ChartError`].
pub fn radar(axes: &[Axis], look: &Look<'_>) -> Result<String, ChartError> {
    sheet(SIZE, look, |canvas| {
        let shape = |score: &dyn Fn(&Axis) -> f64| -> Vec<Point> {
            axes.iter()
                .enumerate()
                .map(|(n, a)| at(n, axes.len(), score(a)))
                .collect()
        };
        canvas.area(shape(&|a| a.scores.possible), palette::PALE, 0.62)?;
        grid(canvas, axes.len())?;
        canvas.area(shape(&|a| a.scores.assured), palette::INK, 0.86)?;
        canvas.dashes(
            closed(shape(&|a| a.scores.claimed)),
            palette::HATCH,
            6,
            (16, 9),
        )?;
        for (n, axis) in axes.iter().enumerate() {
            canvas.dot(at(n, axes.len(), axis.scores.assured), 11, palette::SURFACE)?;
            canvas.dot(at(n, axes.len(), axis.scores.assured), 8, axis.colour)?;
            label(canvas, axis, n, axes.len())?;
        }
        Ok(())
    })
}

fn grid(canvas: &Canvas<'_>, axes: usize) -> Result<(), ChartError> {
    for ring in RINGS {
        let outer = ring >= 100.0;
        let colour = if outer {
            palette::LINE_STRONG
        } else {
            palette::LINE
        };
        let path = (0..axes).map(|n| at(n, axes, ring)).collect();
        canvas.line(closed(path), colour, if outer { 2 } else { 3 })?;
    }
    for n in 0..axes {
        canvas.line(vec![at(n, axes, 0.0), at(n, axes, 100.0)], palette::LINE, 2)?;
    }
    Ok(())
}

/// Name and numbers outside the axis' end, on the side where there is room.
fn label(canvas: &Canvas<'_>, axis: &Axis, n: usize, of: usize) -> Result<(), ChartError> {
    let (sin, cos) = angle(n, of).sin_cos();
    let anchor = if sin.abs() < 0.1 {
        Anchor::Middle
    } else if sin > 0.0 {
        Anchor::Start
    } else {
        Anchor::End
    };
    let lines = if matches!(anchor, Anchor::Middle) {
        vec![axis.name.clone()]
    } else {
        wrapped(&axis.name)
    };
    let height = NAME * f64::from(u32::try_from(lines.len()).unwrap_or(1)) + NUMBERS;
    let x = CENTRE.0 + sin * (RADIUS + 24.0);
    // Below the end, above it, or beside it with the block's middle at its height.
    let top = CENTRE.1 - cos * (RADIUS + 30.0) - height * (1.0 + cos) / 2.0;
    let mut y = top + NAME / 2.0;
    for line in &lines {
        canvas.text(line, (px(x), px(y)), 42.0, (anchor, axis.colour, true))?;
        y += NAME;
    }
    let Scores3 {
        assured,
        claimed,
        possible,
    } = axis.scores;
    let numbers = format!("{assured:.0} / {claimed:.0} / {possible:.0}");
    let at = (px(x), px(y - NAME / 2.0 + NUMBERS / 2.0));
    canvas.text(&numbers, at, 37.0, (anchor, palette::TEXT_MUTED, false))
}

/// Heights of the lines of a label.
const NAME: f64 = 48.0;
const NUMBERS: f64 = 46.0;

/// A long name in two lines, broken at the space next to its middle.
fn wrapped(name: &str) -> Vec<String> {
    let half = name.len() / 2;
    let space = name
        .match_indices(' ')
        .map(|(at, _)| at)
        .min_by_key(|at| at.abs_diff(half));
    match space
        .filter(|_| name.chars().count() > 14)
        .and_then(|at| name.split_at_checked(at))
    {
        Some((first, second)) => vec![first.to_owned(), second.trim_start().to_owned()],
        None => vec![name.to_owned()],
    }
}

fn closed(mut path: Vec<Point>) -> Vec<Point> {
    path.extend(path.first().copied());
    path
}

fn angle(n: usize, of: usize) -> f64 {
    let part = |n: usize| f64::from(u32::try_from(n).unwrap_or(0));
    std::f64::consts::TAU * part(n) / part(of.max(1))
}

/// The point of a score on an axis.
fn at(n: usize, of: usize, score: f64) -> Point {
    let (sin, cos) = angle(n, of).sin_cos();
    let length = RADIUS * score / 100.0;
    (px(CENTRE.0 + sin * length), px(CENTRE.1 - cos * length))
}
