//! Proof bars: solid assured, hatched claimed and not proven, pale possible.

use super::{
    ChartError, Look, Scores3,
    canvas::{Anchor, Canvas, px, sheet},
    palette::{self, Colour},
};

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is about.
    pub name: String,
    /// The hue of its mark.
    pub colour: Colour,
    /// Its scores; none where nothing applies.
    pub scores: Option<Scores3>,
}

const WIDTH: u32 = 1400;
const ROW: i32 = 60;
const LEFT: f64 = 430.0;
const RIGHT: f64 = 1130.0;

/// Bars below one another, each with its three numbers in the order assured, claimed, possible.
///
/// # Errors
/// See [`ChartError`].
pub fn bars(bars: &[Bar], look: &Look<'_>) -> Result<String, ChartError> {
    let rows = i32::try_from(bars.len()).unwrap_or(i32::MAX / ROW);
    let height = u32::try_from(rows.saturating_mul(ROW)).unwrap_or(1).max(1);
    sheet((WIDTH, height), look, |canvas| {
        bars.iter()
            .zip(0..)
            .try_for_each(|(bar, n)| row(canvas, bar, n * ROW))
    })
}

fn row(canvas: &Canvas<'_>, bar: &Bar, top: i32) -> Result<(), ChartError> {
    let middle = top + ROW / 2;
    canvas.fill((0, middle - 14), (10, middle + 14), bar.colour)?;
    canvas.text(
        &bar.name,
        (26, middle),
        28.0,
        (Anchor::Start, palette::TEXT, false),
    )?;
    let x = |score: f64| px(LEFT + (RIGHT - LEFT) * score / 100.0);
    let (upper, lower) = (middle - 11, middle + 11);
    canvas.fill((x(0.0), upper), (x(100.0), lower), palette::TRACK)?;
    let Some(s) = bar.scores else {
        return canvas.text(
            "—",
            (1200, middle),
            28.0,
            (Anchor::End, palette::TEXT_MUTED, false),
        );
    };
    canvas.fill((x(0.0), upper), (x(s.possible), lower), palette::PALE)?;
    canvas.hatch(
        (x(s.assured), upper),
        (x(s.claimed), lower),
        (palette::HATCH_BACK, palette::HATCH),
    )?;
    canvas.fill((x(0.0), upper), (x(s.assured), lower), palette::INK)?;
    let number = |score: f64, right: i32, bold: bool| {
        let colour = if bold {
            palette::TEXT
        } else {
            palette::TEXT_MUTED
        };
        canvas.text(
            &format!("{score:.0}"),
            (right, middle),
            28.0,
            (Anchor::End, colour, bold),
        )
    };
    number(s.assured, 1200, true)?;
    number(s.claimed, 1290, false)?;
    number(s.possible, 1380, false)
}
