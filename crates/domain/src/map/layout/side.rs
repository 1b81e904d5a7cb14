//! Lines side by side: in lanes, at the sides of boxes, in channels.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::route::{ABOVE, BELOW, Lane, Route, TRACK};
use super::{BOX_WIDTH, column_left, whole};

/// Between two lines side by side.
const LANE_STEP: i32 = 6;
/// Lines of a channel; beyond that some lie on others.
const MOST_TRACKS: usize = 18;
/// What a border between two layers adds to a channel.
const BORDER: i32 = 14;

/// Lines in one lane stand side by side where they pass the same rows.
pub fn lanes(routes: &mut [Route]) {
    let mut taken: BTreeMap<Lane, Vec<Vec<(usize, usize)>>> = BTreeMap::new();
    for route in routes {
        let Some(lane) = route.lane else {
            continue;
        };
        let span = (route.first.min(route.last), route.first.max(route.last));
        let strips = taken.entry(lane).or_default();
        let free = |strip: &Vec<(usize, usize)>| {
            strip
                .iter()
                .all(|(from, to)| span.1 < *from || *to < span.0)
        };
        let number = strips.iter().position(free).unwrap_or(strips.len());
        if number == strips.len() {
            strips.push(Vec::new());
        }
        if let Some(strip) = strips.get_mut(number) {
            strip.push(span);
        }
        let strip = whole(number % lane.lanes());
        // 0, +1, -1, +2, -2 …
        let step = (strip + 1) / 2 * if strip % 2 == 0 { -1 } else { 1 };
        route.lane_x = lane.middle() + step * LANE_STEP;
    }
}

/// A side of a box: which box, and whether below.
type Side = (usize, bool);
/// A line that leaves a side: towards where, which line, and whether it starts here.
type Leaving = (i32, usize, bool);

/// Lines of one side of a box stand side by side, in the order in which they go away.
pub fn ports(routes: &mut [Route], grid: &Grid) {
    let centre = |part: usize| {
        let (_, column) = grid.place.get(part).copied().unwrap_or((0, 0));
        column_left(column) + BOX_WIDTH / 2
    };
    let mut sides: BTreeMap<Side, Vec<Leaving>> = BTreeMap::new();
    for (number, route) in routes.iter().enumerate() {
        if route.beside.is_some() {
            continue;
        }
        let away = |other: usize| route.lane.map_or_else(|| centre(other), |_| route.lane_x);
        let start = (route.from, route.leaves_below);
        let end = (route.to, !route.arrives_above);
        sides
            .entry(start)
            .or_default()
            .push((away(route.to), number, true));
        sides
            .entry(end)
            .or_default()
            .push((away(route.from), number, false));
    }
    for ((part, _), mut ends) in sides {
        ends.sort_unstable();
        let count = whole(ends.len());
        let left = centre(part) - BOX_WIDTH / 2;
        for (index, (_, number, start)) in (1_i32..).zip(ends) {
            let x = left + BOX_WIDTH * index / (count + 1);
            if let Some(route) = routes.get_mut(number) {
                if start {
                    route.start_x = x;
                } else {
                    route.end_x = x;
                }
            }
        }
    }
}

/// Lines of a channel that would meet go above each other; how high each channel is.
pub fn tracks(routes: &mut [Route], grid: &Grid) -> Vec<i32> {
    let channels = grid.rows.len() + 1;
    let mut pieces: Vec<Vec<(i32, i32, usize, bool)>> = vec![Vec::new(); channels];
    for (number, route) in routes.iter().enumerate() {
        if route.beside.is_some() {
            continue;
        }
        let middle = if route.lane.is_some() {
            route.lane_x
        } else {
            route.end_x
        };
        let mut note = |channel: usize, one: i32, other: i32, first: bool| {
            if let Some(list) = pieces.get_mut(channel).filter(|_| one != other) {
                list.push((one.min(other), one.max(other), number, first));
            }
        };
        note(route.first, route.start_x, middle, true);
        if route.lane.is_some() {
            note(route.last, middle, route.end_x, false);
        }
    }
    let mut heights = Vec::new();
    for (channel, mut list) in pieces.into_iter().enumerate() {
        list.sort_unstable();
        let mut ends: Vec<i32> = Vec::new();
        for (left, right, number, first) in list {
            let free = ends.iter().position(|end| *end + LANE_STEP < left);
            let track = free.unwrap_or(ends.len());
            match ends.get_mut(track) {
                Some(end) => *end = right,
                None => ends.push(right),
            }
            if let Some(route) = routes.get_mut(number) {
                let track = track % MOST_TRACKS;
                if first {
                    route.first_track = track;
                } else {
                    route.last_track = track;
                }
            }
        }
        let used = whole(ends.len().clamp(1, MOST_TRACKS) - 1);
        let layer = |row: usize| grid.rows.get(row).map(|row| row.layer);
        let above = channel.checked_sub(1).and_then(layer);
        let border = above.is_some() && layer(channel).is_some() && above != layer(channel);
        heights.push(ABOVE + used * TRACK + BELOW + if border { BORDER } else { 0 });
    }
    heights
}
