//! Which way each line goes: down or up through channels between rows, along gutters or empty cells past the rows between.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::side::{lanes, ports, tracks};
use super::{BOX_HEIGHT, BOX_WIDTH, Graph, Line, Stripe, column_left, gutter_middle, path, whole};

/// Above and below the lines of a channel.
pub const ABOVE: i32 = 13;
pub const BELOW: i32 = 13;
/// Between two lines.
pub const TRACK: i32 = 7;
/// Lines side by side in a gutter, and in an empty column.
const GUTTER_LANES: usize = 5;
const COLUMN_LANES: usize = 9;
/// From that border to the first row below.
pub const BELOW_BORDER: i32 = 14;

/// Where a line passes rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    Gutter(usize),
    Column(usize),
}

impl Lane {
    /// Its middle.
    pub fn middle(self) -> i32 {
        match self {
            Self::Gutter(gutter) => gutter_middle(gutter),
            Self::Column(column) => column_left(column) + BOX_WIDTH / 2,
        }
    }

    /// How many lines stand side by side in it.
    pub const fn lanes(self) -> usize {
        match self {
            Self::Gutter(_) => GUTTER_LANES,
            Self::Column(_) => COLUMN_LANES,
        }
    }
}

/// One line before heights are known.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub from: usize,
    pub to: usize,
    /// Leaves at the bottom, else at the top; arrives on the other side, or on the same within a row.
    pub leaves_below: bool,
    pub arrives_above: bool,
    /// The channels after leaving and before arriving: the same where no row lies between.
    pub first: usize,
    pub last: usize,
    pub lane: Option<Lane>,
    /// From side to side of two neighbours in a row: how far from the middle.
    pub beside: Option<i32>,
    /// Found later.
    pub start_x: i32,
    pub end_x: i32,
    pub lane_x: i32,
    pub first_track: usize,
    pub last_track: usize,
}

/// All lines, and how high channels are.
pub struct Routes {
    routes: Vec<Route>,
    heights: Vec<i32>,
}

/// Plans the way of each call.
pub fn plan(graph: &Graph<'_>, grid: &Grid) -> Routes {
    let mut routes = Vec::new();
    let mut pairs: BTreeMap<(usize, usize), i32> = BTreeMap::new();
    for edge in &graph.calls {
        routes.push(way(grid, edge.from, edge.to, &mut pairs));
    }
    lanes(&mut routes);
    ports(&mut routes, grid);
    let heights = tracks(&mut routes, grid);
    Routes { routes, heights }
}

fn way(grid: &Grid, from: usize, to: usize, pairs: &mut BTreeMap<(usize, usize), i32>) -> Route {
    let place = |part: usize| grid.place.get(part).copied().unwrap_or((0, 0));
    let ((row, column), (other_row, other_column)) = (place(from), place(to));
    let mut route = Route {
        from,
        to,
        leaves_below: row <= other_row,
        arrives_above: row < other_row,
        first: if row <= other_row { row + 1 } else { row },
        last: if row < other_row {
            other_row
        } else {
            other_row + 1
        },
        lane: None,
        beside: None,
        start_x: 0,
        end_x: 0,
        lane_x: 0,
        first_track: 0,
        last_track: 0,
    };
    if row == other_row && column.abs_diff(other_column) == 1 {
        let seen = pairs.entry((from.min(to), from.max(to))).or_insert(0);
        let side = if *seen % 2 == 0 { 1 } else { -1 };
        route.beside = Some((*seen + 1) / 2 * side * 9);
        *seen += 1;
    } else if route.first != route.last {
        let (top, bottom) = (row.min(other_row), row.max(other_row));
        route.lane = Some(lane(grid, (top + 1, bottom), column, other_column));
    }
    route
}

/// The nearest way past the rows from `top` to before `bottom`.
fn lane(grid: &Grid, (top, bottom): (usize, usize), column: usize, other: usize) -> Lane {
    let is_empty = |column: &usize| {
        let mut rows = grid.rows.iter().skip(top).take(bottom - top);
        rows.all(|row| row.cells.get(*column).is_none_or(Option::is_none))
    };
    let empty = (0..grid.columns).filter(is_empty).map(Lane::Column);
    let gutters = (0..=grid.columns).map(Lane::Gutter);
    let centre = |column: usize| column_left(column) + BOX_WIDTH / 2;
    let far = |lane: &Lane| {
        let x = lane.middle();
        let way = (x - centre(column)).abs() + (x - centre(other)).abs();
        // Of equal ways that which is nearer to the end.
        (way, (x - centre(other)).abs(), x)
    };
    empty
        .chain(gutters)
        .min_by_key(far)
        .unwrap_or(Lane::Gutter(0))
}

impl Routes {
    /// How high the channel above a row is.
    pub fn channel_height(&self, row: usize) -> i32 {
        self.heights.get(row).copied().unwrap_or(ABOVE + BELOW)
    }

    /// How high the channel below the last row is.
    pub fn below_last(&self) -> i32 {
        self.heights.last().copied().unwrap_or(ABOVE + BELOW)
    }

    /// The lines.
    pub fn lines(&self, graph: &Graph<'_>, grid: &Grid, rows: &[Stripe]) -> Vec<Line> {
        let edges = graph.calls.iter().zip(&self.routes);
        let line = |(edge, route): (&super::Edge<'_>, &Route)| {
            let points = path::corners(&points(route, grid, rows));
            Line {
                call: edge.call.id,
                from: edge.call.from,
                to: edge.call.to,
                kind: edge.call.kind,
                path: path::line(&points),
                head: path::head(&points),
                points,
            }
        };
        edges.map(line).collect()
    }
}

/// The corners of a line.
fn points(route: &Route, grid: &Grid, rows: &[Stripe]) -> Vec<(i32, i32)> {
    let place = |part: usize| grid.place.get(part).copied().unwrap_or((0, 0));
    let top = |row: usize| rows.get(row).map_or(0, |row| row.top);
    let ((row, column), (other_row, other_column)) = (place(route.from), place(route.to));
    if let Some(off) = route.beside {
        let y = top(row) + BOX_HEIGHT / 2 + off;
        let (one, other) = (column_left(column), column_left(other_column));
        return if column < other_column {
            vec![(one + BOX_WIDTH, y), (other, y)]
        } else {
            vec![(one, y), (other + BOX_WIDTH, y)]
        };
    }
    let side = |row: usize, below: bool| top(row) + if below { BOX_HEIGHT } else { 0 };
    let start = (route.start_x, side(row, route.leaves_below));
    let end = (route.end_x, side(other_row, !route.arrives_above));
    let first = track(route.first, route.first_track, rows);
    if route.lane.is_none() {
        return vec![start, (start.0, first), (end.0, first), end];
    }
    let last = track(route.last, route.last_track, rows);
    let x = route.lane_x;
    vec![
        start,
        (start.0, first),
        (x, first),
        (x, last),
        (end.0, last),
        end,
    ]
}

/// The height of a line in a channel.
fn track(channel: usize, track: usize, rows: &[Stripe]) -> i32 {
    let top = match channel.checked_sub(1).and_then(|row| rows.get(row)) {
        Some(row) => row.top + row.height,
        None => 0,
    };
    top + ABOVE + whole(track) * TRACK
}
