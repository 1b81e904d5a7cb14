//! Charts as SVG text, in the light colours of the console. No font is measured: browsers and Typst set the texts.

mod bars;
mod canvas;
mod curve;
mod map;
mod map_key;
mod matrix;
pub mod palette;
mod radar;
mod signal;

use plotters::drawing::DrawingAreaErrorKind;

pub use bars::{Bar, bars};
use canvas::escape as xml;
pub use curve::{Curve, curve};
pub use map::{Seen, map};
pub use map_key::map_key;
pub use matrix::{Chip, ChipKind, Matrix, matrix};
pub use radar::{Axis, radar};
pub use signal::{caption, signal};

/// How a chart is set, and what it is called for people who can't see it.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// A font family, or `sans-serif` where the reader's system chooses.
    pub font: &'a str,
    /// The chart's name: `role="img"` with this label.
    pub label: &'a str,
}

/// Three scores of one thing, for drawing only; [0, 100].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores3 {
    /// By the assured set.
    pub assured: f64,
    /// By the claimed set.
    pub claimed: f64,
    /// By the possible set.
    pub possible: f64,
}

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("drawing the chart failed")]
pub struct ChartError(#[from] DrawingAreaErrorKind<std::io::Error>);
