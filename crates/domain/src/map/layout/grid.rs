//! Which cell each part stands in.

use crate::Layer;

use super::order::{self, Group, UNIT};
use super::{Graph, byte, rank};

/// Rows of cells, top down.
pub struct Grid {
    /// How many columns every row has.
    pub columns: usize,
    /// The rows; each layer has at least one.
    pub rows: Vec<Row>,
    /// Row and column of each part.
    pub place: Vec<(usize, usize)>,
}

/// One row.
pub struct Row {
    /// Its layer.
    pub layer: Layer,
    /// Its number within the layer, as pins count.
    pub index: u8,
    /// A part's number, or nothing.
    pub cells: Vec<Option<usize>>,
}

/// How many columns suit so many parts.
fn columns(graph: &Graph<'_>) -> usize {
    let usual = match graph.parts.len() {
        0..=4 => 3,
        5..=9 => 4,
        10..=20 => 5,
        21..=60 => 6,
        _ => 7,
    };
    let pins = graph.parts.iter().filter_map(|part| part.pin);
    let pinned = pins.map(|pin| usize::from(pin.column) + 1).max();
    usual.max(pinned.unwrap_or(0))
}

/// Gives every part a cell of its own.
pub fn lay(graph: &Graph<'_>) -> Grid {
    let columns = columns(graph);
    let mut at = vec![0; graph.parts.len()];
    for (number, part) in graph.parts.iter().enumerate() {
        if let (Some(pin), Some(place)) = (part.pin, at.get_mut(number)) {
            *place = middle(usize::from(pin.column));
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut bands = Vec::new();
    for layer in Layer::ALL.into_iter().rev() {
        let free = |number: &usize| {
            let part = graph.parts.get(*number);
            part.is_some_and(|part| part.layer == layer && part.pin.is_none())
        };
        let members: Vec<usize> = (0..graph.parts.len()).filter(free).collect();
        let most = members.len().div_ceil(columns).max(1) + 2;
        let ranks = rank::ranks(graph, &members, most);
        let count = ranks.iter().max().map_or(0, |rank| rank + 1);
        bands.push((layer, groups.len()..groups.len() + count));
        let mut own: Vec<Group> = vec![Vec::new(); count];
        for (member, rank) in members.iter().zip(ranks) {
            if let Some(group) = own.get_mut(rank) {
                group.push(*member);
            }
        }
        groups.append(&mut own);
    }
    order::order(graph, &mut groups, &mut at, columns);
    let mut grid = Grid {
        columns,
        rows: Vec::new(),
        place: vec![(0, 0); graph.parts.len()],
    };
    for (layer, range) in bands {
        let own = groups.get(range).unwrap_or_default();
        grid.rows.extend(band(graph, layer, own, columns));
    }
    settle(graph, &mut grid, &mut at);
    trim(graph, &mut grid);
    grid
}

/// Leaves out columns at the edges in which nobody stands. Where somebody put a part, columns are counted from the left.
fn trim(graph: &Graph<'_>, grid: &mut Grid) {
    let used = |column: &usize| {
        let mut rows = grid.rows.iter();
        rows.any(|row| row.cells.get(*column).is_some_and(Option::is_some))
    };
    let pinned = graph.parts.iter().any(|part| part.pin.is_some());
    let first = (0..grid.columns).find(used).filter(|_| !pinned);
    let first = first.unwrap_or(0);
    let end = (0..grid.columns)
        .rfind(used)
        .map_or(grid.columns, |last| last + 1);
    for row in &mut grid.rows {
        row.cells.truncate(end);
        row.cells.drain(..first);
    }
    for (_, column) in &mut grid.place {
        *column = column.saturating_sub(first);
    }
    grid.columns = end - first;
}

/// The middle of a column, in thousandths.
fn middle(column: usize) -> i64 {
    i64::try_from(column).unwrap_or(0) * UNIT + UNIT / 2
}

/// The rows of one layer: pinned parts in their cells, the others rank by rank in what is free.
fn band(graph: &Graph<'_>, layer: Layer, groups: &[Group], columns: usize) -> Vec<Row> {
    let mut rows: Vec<Vec<Option<usize>>> = Vec::new();
    for (number, part) in graph.parts.iter().enumerate() {
        if let Some(pin) = part.pin.filter(|_| part.layer == layer) {
            pinned(
                &mut rows,
                number,
                (usize::from(pin.row), usize::from(pin.column)),
                columns,
            );
        }
    }
    let mut first = 0;
    for group in groups {
        first = fill(&mut rows, first, group, columns);
    }
    let row = |(index, cells): (usize, Vec<Option<usize>>)| Row {
        layer,
        index: byte(index),
        cells,
    };
    let mut rows: Vec<Row> = rows
        .into_iter()
        .enumerate()
        .filter(|(_, cells)| cells.iter().any(Option::is_some))
        .map(row)
        .collect();
    if rows.is_empty() {
        rows.push(row((0, vec![None; columns])));
    }
    rows
}

/// Puts a part into its cell, or the next one that is free.
fn pinned(
    rows: &mut Vec<Vec<Option<usize>>>,
    number: usize,
    (row, column): (usize, usize),
    columns: usize,
) {
    let wanted = row * columns + column.min(columns - 1);
    for place in wanted.. {
        if let Some(cell) = cell(rows, place / columns, place % columns, columns)
            && cell.is_none()
        {
            *cell = Some(number);
            return;
        }
    }
}

fn cell(
    rows: &mut Vec<Vec<Option<usize>>>,
    row: usize,
    column: usize,
    columns: usize,
) -> Option<&mut Option<usize>> {
    while rows.len() <= row {
        rows.push(vec![None; columns]);
    }
    rows.get_mut(row)?.get_mut(column)
}

/// Puts a rank into rows from `first` on; the next rank starts at the row that is told. A rank that needs several rows is
/// dealt out to them, so that everybody stays near the place that suits.
fn fill(
    rows: &mut Vec<Vec<Option<usize>>>,
    first: usize,
    group: &[usize],
    columns: usize,
) -> usize {
    let room = |rows: &[Vec<Option<usize>>], row: usize| {
        rows.get(row).map_or(columns, |cells| {
            cells.iter().filter(|c| c.is_none()).count()
        })
    };
    let (mut last, mut places) = (first, 0);
    while places < group.len() {
        places += room(rows, last);
        last += 1;
    }
    let mut hands: Vec<(usize, Vec<usize>)> = (first..last)
        .filter(|row| room(rows, *row) > 0)
        .map(|row| (row, Vec::new()))
        .collect();
    let mut turn = 0;
    for part in group {
        for _ in 0..hands.len() {
            let next = turn % hands.len();
            turn += 1;
            if let Some((row, hand)) = hands.get_mut(next)
                && hand.len() < room(rows, *row)
            {
                hand.push(*part);
                break;
            }
        }
    }
    for (row, hand) in hands {
        let mut hand = hand.into_iter();
        for column in 0..columns {
            if let Some(cell) = cell(rows, row, column, columns)
                && cell.is_none()
            {
                *cell = hand.next();
            }
        }
    }
    last
}

/// Moves the parts of each row to the columns that suit them best, in the order that they have.
fn settle(graph: &Graph<'_>, grid: &mut Grid, at: &mut [i64]) {
    let near = graph.neighbours();
    for sweep in 0..5 {
        let down = sweep % 2 == 0;
        for step in 0..grid.rows.len() {
            let number = if down {
                step
            } else {
                grid.rows.len() - 1 - step
            };
            if let Some(row) = grid.rows.get_mut(number) {
                settle_row(graph, row, &near, at);
            }
        }
    }
    for (number, row) in grid.rows.iter().enumerate() {
        for (column, part) in row.cells.iter().enumerate() {
            if let Some(place) = part.and_then(|part| grid.place.get_mut(part)) {
                *place = (number, column);
            }
        }
    }
}

fn settle_row(graph: &Graph<'_>, row: &mut Row, near: &[Vec<usize>], at: &mut [i64]) {
    let is_free = |cell: &Option<usize>| {
        let part = cell.and_then(|number| graph.parts.get(number));
        part.is_none_or(|part| part.pin.is_none())
    };
    let free: Vec<usize> = (0..row.cells.len())
        .filter(|column| row.cells.get(*column).is_some_and(is_free))
        .collect();
    let parts: Vec<usize> = free
        .iter()
        .filter_map(|column| *row.cells.get(*column)?)
        .collect();
    let wish = |part: &usize| -> i64 {
        let others = near.get(*part).into_iter().flatten();
        let own = at.get(*part).copied().unwrap_or(0);
        order::mean(others.filter_map(|other| at.get(*other).copied())).unwrap_or(own)
    };
    let wishes: Vec<i64> = parts.iter().map(wish).collect();
    for column in &free {
        if let Some(cell) = row.cells.get_mut(*column) {
            *cell = None;
        }
    }
    for (part, column) in parts.iter().zip(best_columns(&wishes, &free)) {
        if let Some(cell) = row.cells.get_mut(column) {
            *cell = Some(*part);
        }
        if let Some(place) = at.get_mut(*part) {
            *place = middle(column);
        }
    }
}

/// Columns from the left, one for each wish, so that all together are as near as can be.
fn best_columns(wishes: &[i64], free: &[usize]) -> Vec<usize> {
    // best[i]: the least sum for the first i wishes with the columns seen so far, and the columns that give it.
    let mut best: Vec<Option<(i64, Vec<usize>)>> = vec![None; wishes.len() + 1];
    if let Some(none) = best.first_mut() {
        *none = Some((0, Vec::new()));
    }
    for column in free {
        for taken in (0..wishes.len()).rev() {
            let (Some(Some((sum, columns))), Some(wish)) = (best.get(taken), wishes.get(taken))
            else {
                continue;
            };
            let sum = sum + (middle(*column) - wish).abs();
            let mut columns = columns.clone();
            columns.push(*column);
            if let Some(next) = best.get_mut(taken + 1)
                && next.as_ref().is_none_or(|(known, _)| sum < *known)
            {
                *next = Some((sum, columns));
            }
        }
    }
    best.pop()
        .flatten()
        .map(|(_, columns)| columns)
        .unwrap_or_default()
}
