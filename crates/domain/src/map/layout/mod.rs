//! Where everything stands: bands for the layers, rows of boxes, lines at right angles between them.
//!
//! Whole numbers only, so that every machine draws the same picture. Boxes stand in cells and lines run in the channels
//! between rows and the gutters between columns: nothing ever lies on a box.

mod grid;
mod order;
mod path;
mod rank;
mod route;
mod side;
mod walk;

use crate::{CallId, Layer, PartId};

use super::{Call, CallKind, Part, label};

pub use walk::Direction;

/// The width of a box.
pub const BOX_WIDTH: i32 = 150;
/// Its height.
pub const BOX_HEIGHT: i32 = 62;
/// Between two columns.
const GUTTER: i32 = 34;
/// What the names of the layers take at the left.
const NAMES: i32 = 92;
/// Between the edge of a box and its texts: at the left stands the mark.
const TEXT_LEFT: i32 = 17;
const TEXT_RIGHT: i32 = 7;
/// The size of a name.
const NAME_SIZE: i32 = 13;
/// An empty band or row.
const EMPTY_HEIGHT: i32 = 34;

/// A map with everything in its place, in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// The layers, the application layer on top.
    pub bands: Vec<Band>,
    /// The parts, from top left to bottom right.
    pub boxes: Vec<Placed>,
    /// The calls.
    pub lines: Vec<Line>,
    rows: Vec<Stripe>,
}

/// One layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Which.
    pub layer: Layer,
    /// Where it starts.
    pub top: i32,
    /// How high it is.
    pub height: i32,
}

/// A part in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub part: PartId,
    /// In which layer.
    pub layer: Layer,
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// Its name in one or two lines.
    pub name: Vec<String>,
    /// Its column, from 0.
    pub column: u8,
    /// Its row within the layer, as pins count.
    pub row: u8,
}

/// A call as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub call: CallId,
    /// Who calls.
    pub from: PartId,
    /// Who is called.
    pub to: PartId,
    /// What passes.
    pub kind: CallKind,
    /// The line, as SVG has it.
    pub path: String,
    /// The corners of its head.
    pub head: String,
    /// Its corners.
    pub points: Vec<(i32, i32)>,
}

/// A row of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stripe {
    layer: Layer,
    /// As pins count.
    index: u8,
    top: i32,
    height: i32,
}

/// Parts in a fixed order, and calls between two of them.
struct Graph<'a> {
    parts: Vec<&'a Part>,
    calls: Vec<Edge<'a>>,
}

/// A call between the parts of these numbers.
struct Edge<'a> {
    call: &'a Call,
    from: usize,
    to: usize,
}

impl<'a> Graph<'a> {
    fn new(parts: &'a [Part], calls: &'a [Call]) -> Self {
        let mut parts: Vec<_> = parts.iter().collect();
        parts.sort_by_key(|part| part.id);
        parts.dedup_by_key(|part| part.id);
        let number = |id: PartId| parts.binary_search_by_key(&id, |part| part.id).ok();
        let edge = |call: &'a Call| {
            let (from, to) = (number(call.from)?, number(call.to)?);
            (from != to).then_some(Edge { call, from, to })
        };
        let mut calls: Vec<_> = calls.iter().filter_map(edge).collect();
        calls.sort_by_key(|edge| edge.call.id);
        calls.dedup_by_key(|edge| edge.call.id);
        Self { parts, calls }
    }

    /// The other ends of each part's calls.
    fn neighbours(&self) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new(); self.parts.len()];
        for edge in &self.calls {
            if let Some(list) = all.get_mut(edge.from) {
                list.push(edge.to);
            }
            if let Some(list) = all.get_mut(edge.to) {
                list.push(edge.from);
            }
        }
        all
    }
}

/// The left edge of a column's boxes.
fn column_left(column: usize) -> i32 {
    NAMES + GUTTER + whole(column) * (BOX_WIDTH + GUTTER)
}

/// The middle of a gutter: 0 is left of the first column.
fn gutter_middle(gutter: usize) -> i32 {
    NAMES + GUTTER / 2 + whole(gutter) * (BOX_WIDTH + GUTTER)
}

/// Counts here stay far below what fits.
fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn byte(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Lays a map out. The same parts and calls, in whatever order, give the same picture.
pub fn draw(parts: &[Part], calls: &[Call]) -> Picture {
    let graph = Graph::new(parts, calls);
    let grid = grid::lay(&graph);
    let routes = route::plan(&graph, &grid);
    let rows = stripes(&grid, &routes);
    let height = rows.last().map_or(0, |row| row.top + row.height) + routes.below_last();
    let mut boxes = Vec::new();
    for (row, stripe) in grid.rows.iter().zip(&rows) {
        for (column, cell) in row.cells.iter().enumerate() {
            let Some(part) = cell.and_then(|number| graph.parts.get(number)) else {
                continue;
            };
            let room = BOX_WIDTH - TEXT_LEFT - TEXT_RIGHT;
            boxes.push(Placed {
                part: part.id,
                layer: part.layer,
                x: column_left(column),
                y: stripe.top,
                width: BOX_WIDTH,
                height: BOX_HEIGHT,
                name: label::lines(part.name.as_str(), NAME_SIZE, room),
                column: byte(column),
                row: stripe.index,
            });
        }
    }
    let lines = routes.lines(&graph, &grid, &rows);
    Picture {
        width: column_left(grid.columns),
        height,
        bands: bands(&rows, height),
        boxes,
        lines,
        rows,
    }
}

/// Rows from the top, each below a channel that is as high as its lines need.
fn stripes(grid: &grid::Grid, routes: &route::Routes) -> Vec<Stripe> {
    let mut top = 0;
    let mut rows = Vec::new();
    for (number, row) in grid.rows.iter().enumerate() {
        top += routes.channel_height(number);
        let height = if row.cells.iter().any(Option::is_some) {
            BOX_HEIGHT
        } else {
            EMPTY_HEIGHT
        };
        rows.push(Stripe {
            layer: row.layer,
            index: row.index,
            top,
            height,
        });
        top += height;
    }
    rows
}

/// Each band starts a little above its first row.
fn bands(rows: &[Stripe], height: i32) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for row in rows {
        if bands.last().is_some_and(|band| band.layer == row.layer) {
            continue;
        }
        let top = if bands.is_empty() {
            0
        } else {
            row.top - route::BELOW_BORDER
        };
        if let Some(before) = bands.last_mut() {
            before.height = top - before.top;
        }
        bands.push(Band {
            layer: row.layer,
            top,
            height: 0,
        });
    }
    if let Some(last) = bands.last_mut() {
        last.height = height - last.top;
    }
    bands
}
