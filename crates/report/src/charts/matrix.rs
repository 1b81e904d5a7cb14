//! The risk matrix: likelihood from bottom to top, impact from left to right.

use std::collections::BTreeMap;

use domain::{Band, Exact};

use super::{
    ChartError, Look,
    canvas::{Anchor, Canvas, px, sheet},
    palette::{self, Colour},
};

/// How a risk is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChipKind {
    /// Solid: what is left by the assured set.
    Assured,
    /// Outlined: what is left by the claimed set, or what was there to begin with.
    Plain,
}

/// One risk in its cell.
#[derive(Clone, Debug)]
pub struct Chip {
    /// Its id.
    pub id: String,
    /// 1…5, rounded from the exact residual.
    pub likelihood: u32,
    /// 1…5.
    pub impact: u32,
    /// How it is marked.
    pub kind: ChipKind,
}

/// A matrix with the names of its axes.
#[derive(Clone, Debug)]
pub struct Matrix<'a> {
    /// The risks.
    pub chips: Vec<Chip>,
    /// What the rows are called.
    pub likelihood: &'a str,
    /// What the columns are called.
    pub impact: &'a str,
}

const SIZE: (u32, u32) = (1000, 880);
const LEFT: i32 = 90;
const TOP: i32 = 56;
const CELL: (i32, i32) = (180, 146);
const GAP: i32 = 5;
const CHIP: (i32, i32) = (78, 39);
/// Chips a cell has room for: two columns of three rows.
const ROOM: usize = 6;

/// A 5 × 5 matrix; where a cell has no room left, it says how many more there are.
///
/// # Errors
/// See [`ChartError`].
pub fn matrix(matrix: &Matrix<'_>, look: &Look<'_>) -> Result<String, ChartError> {
    let mut cells: BTreeMap<(u32, u32), Vec<&Chip>> = BTreeMap::new();
    for chip in &matrix.chips {
        cells
            .entry((chip.likelihood.clamp(1, 5), chip.impact.clamp(1, 5)))
            .or_default()
            .push(chip);
    }
    sheet(SIZE, look, |canvas| {
        let axis = (Anchor::Start, palette::TEXT_MUTED, false);
        canvas.text(matrix.likelihood, (LEFT - 44, 24), 31.0, axis)?;
        for likelihood in 1..=5_u32 {
            for impact in 1..=5_u32 {
                let corner = corner(likelihood, impact);
                canvas.fill(
                    corner,
                    (corner.0 + CELL.0 - GAP, corner.1 + CELL.1 - GAP),
                    field(likelihood * impact),
                )?;
                chips(
                    canvas,
                    corner,
                    cells
                        .get(&(likelihood, impact))
                        .map_or(&[][..], Vec::as_slice),
                )?;
            }
        }
        axes(canvas, matrix.impact)
    })
}

fn axes(canvas: &Canvas<'_>, impact: &str) -> Result<(), ChartError> {
    let muted = (Anchor::Middle, palette::TEXT_MUTED, false);
    for n in 1..=5_u32 {
        let (x, y) = corner(n, n);
        canvas.text(&n.to_string(), (LEFT - 30, y + CELL.1 / 2), 32.0, muted)?;
        canvas.text(
            &n.to_string(),
            (x + CELL.0 / 2, TOP + 5 * CELL.1 + 22),
            32.0,
            muted,
        )?;
    }
    let end = (Anchor::End, palette::TEXT_MUTED, false);
    canvas.text(
        impact,
        (LEFT + 5 * CELL.0, TOP + 5 * CELL.1 + 66),
        31.0,
        end,
    )
}

/// The upper left corner of a cell.
fn corner(likelihood: u32, impact: u32) -> (i32, i32) {
    let cells = |n: u32, size: i32| i32::try_from(n).unwrap_or(0) * size;
    (
        LEFT + cells(impact - 1, CELL.0),
        TOP + cells(5 - likelihood, CELL.1),
    )
}

fn field(score: u32) -> Colour {
    match Band::of(&Exact::whole(score)) {
        Band::Low => palette::LOW_BACK,
        Band::Medium => palette::MEDIUM_BACK,
        Band::High => palette::HIGH_BACK,
        Band::Critical => palette::CRITICAL_FIELD,
    }
}

fn chips(canvas: &Canvas<'_>, corner: (i32, i32), chips: &[&Chip]) -> Result<(), ChartError> {
    let shown = if chips.len() > ROOM {
        ROOM - 1
    } else {
        chips.len()
    };
    for (n, chip) in chips.iter().take(shown).enumerate() {
        let from = place(corner, n);
        let to = (from.0 + CHIP.0, from.1 + CHIP.1);
        let (back, text) = match chip.kind {
            ChipKind::Assured => (palette::TEXT, palette::SURFACE),
            ChipKind::Plain => (palette::SURFACE, palette::TEXT),
        };
        canvas.fill(from, to, back)?;
        canvas.frame(from, to, palette::TEXT, 2)?;
        let middle = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
        canvas.text(&chip.id, middle, 26.0, (Anchor::Middle, text, false))?;
    }
    if chips.len() > shown {
        let at = place(corner, shown);
        let more = format!("+{}", chips.len() - shown);
        let style = (Anchor::Middle, palette::TEXT, true);
        canvas.text(
            &more,
            (at.0 + px(f64::from(CHIP.0) / 2.0), at.1 + CHIP.1 / 2),
            25.0,
            style,
        )?;
    }
    Ok(())
}

/// Where the n-th chip of a cell begins.
fn place(corner: (i32, i32), n: usize) -> (i32, i32) {
    let n = i32::try_from(n).unwrap_or(0);
    (
        corner.0 + 6 + (n % 2) * (CHIP.0 + 6),
        corner.1 + 6 + (n / 2) * (CHIP.1 + 6),
    )
}
