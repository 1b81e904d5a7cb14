//! From one part to the next by keys, and from a point to a cell by pointer.

use crate::{Layer, PartId, map::Pin};

use super::{BOX_WIDTH, GUTTER, Picture, Placed, column_left};

/// Where an arrow key points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Up.
    Up,
    /// Down.
    Down,
}

impl Picture {
    /// A part's box.
    pub fn of(&self, part: PartId) -> Option<&Placed> {
        self.boxes.iter().find(|placed| placed.part == part)
    }

    /// The part at a point.
    pub fn at(&self, x: i32, y: i32) -> Option<PartId> {
        let found = self.boxes.iter().find(|at| {
            (at.x..at.x + at.width).contains(&x) && (at.y..at.y + at.height).contains(&y)
        });
        found.map(|at| at.part)
    }

    /// The part beside another; none at the edge.
    pub fn next(&self, from: PartId, direction: Direction) -> Option<PartId> {
        let here = self.of(from)?;
        let beside = |there: &&Placed| match direction {
            Direction::Left => there.y == here.y && there.x < here.x,
            Direction::Right => there.y == here.y && there.x > here.x,
            Direction::Up => there.y < here.y,
            Direction::Down => there.y > here.y,
        };
        let far = |there: &&Placed| {
            let (across, along) = ((there.x - here.x).abs(), (there.y - here.y).abs());
            (along, across, there.x)
        };
        let found = self.boxes.iter().filter(beside).min_by_key(far);
        found.map(|there| there.part)
    }

    /// The cell beside a part's own, across the borders of layers too; none at the edge of the map.
    pub fn moved(&self, part: PartId, direction: Direction) -> Option<(Layer, Pin)> {
        let here = self.of(part)?;
        let (column, row) = (here.column, here.row);
        let order: Vec<Layer> = self.bands.iter().map(|band| band.layer).collect();
        let own = order.iter().position(|layer| *layer == here.layer)?;
        let last = |layer: Layer| {
            let rows = self.rows.iter().filter(move |stripe| stripe.layer == layer);
            rows.map(|stripe| stripe.index).max()
        };
        let alone = |row: u8| {
            let beside = |there: &&Placed| there.layer == here.layer && there.row == row;
            self.boxes.iter().filter(beside).count() == 1
        };
        match direction {
            Direction::Left => Some((here.layer, Pin::new(column.checked_sub(1)?, row)?)),
            Direction::Right => Some((here.layer, Pin::new(column + 1, row)?)),
            Direction::Up if row > 0 => Some((here.layer, Pin::new(column, row - 1)?)),
            Direction::Up => {
                let above = *order.get(own.checked_sub(1)?)?;
                Some((above, Pin::new(column, last(above)?)?))
            }
            // One row below the last is there for it, unless it would only take its own row along.
            Direction::Down if Some(row) < last(here.layer) || !alone(row) => {
                Some((here.layer, Pin::new(column, row.checked_add(1)?)?))
            }
            Direction::Down => Some((*order.get(own + 1)?, Pin::new(column, 0)?)),
        }
    }

    /// Pieces for paper that is so high: cut between rows, top and height of each.
    pub fn pieces(&self, most: i32) -> Vec<(i32, i32)> {
        let mut pieces = Vec::new();
        let (mut top, mut fits) = (0, 0);
        let ends = self.rows.iter().map(|row| row.top + row.height + 9);
        for end in ends.chain([self.height]) {
            if end - top > most && fits > top {
                pieces.push((top, fits - top));
                top = fits;
            }
            fits = end;
        }
        pieces.push((top, self.height - top));
        pieces
    }

    /// The cell at a point, as layer and pin: below the last row of a layer stands one more.
    pub fn cell_at(&self, x: i32, y: i32) -> Option<(Layer, Pin)> {
        let band = self
            .bands
            .iter()
            .find(|band| (band.top..band.top + band.height).contains(&y))?;
        let rows = || self.rows.iter().filter(|row| row.layer == band.layer);
        let nearest = rows().min_by_key(|row| (row.top + row.height / 2 - y).abs())?;
        let last = rows().next_back()?;
        let empty = !self.boxes.iter().any(|placed| placed.layer == band.layer);
        let below = !empty && y > last.top + last.height + 8;
        let row = if below {
            last.index.saturating_add(1)
        } else {
            nearest.index
        };
        let column = (x - column_left(0) + GUTTER / 2).div_euclid(BOX_WIDTH + GUTTER);
        let column = u8::try_from(column.clamp(0, i32::from(Pin::COLUMNS) - 1)).ok()?;
        Some((band.layer, Pin::new(column, row)?))
    }
}
