//! Who stands left of whom: each part moves towards those it has to do with, again and again, and the best is kept.

use super::Graph;

/// Thousandths of a column.
pub const UNIT: i64 = 1_000;
const SWEEPS: usize = 14;
/// Comparing each pair of calls takes too long beyond this many.
const COMPARED: usize = 450;

/// Parts of one rank, from the left.
pub type Group = Vec<usize>;

/// Orders the groups, top down; `at` holds a place for each part that stays where it is.
pub fn order(graph: &Graph<'_>, groups: &mut Vec<Group>, at: &mut Vec<i64>, columns: usize) {
    let near = graph.neighbours();
    let mut group_of = vec![usize::MAX; graph.parts.len()];
    for (number, group) in groups.iter().enumerate() {
        for part in group {
            if let Some(of) = group_of.get_mut(*part) {
                *of = number;
            }
        }
    }
    for group in groups.iter() {
        spread(group, at, columns);
    }
    let mut best = (cost(graph, &group_of, at), groups.clone(), at.clone());
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        for step in 0..groups.len() {
            let number = if down { step } else { groups.len() - 1 - step };
            let Some(group) = groups.get_mut(number) else {
                continue;
            };
            let wish = |part: usize| -> i64 {
                let seen = |other: &&usize| {
                    let of = group_of.get(**other).copied().unwrap_or(usize::MAX);
                    of == usize::MAX || if down { of <= number } else { of >= number }
                };
                let own = at.get(part).copied().unwrap_or(0);
                let others = near.get(part).into_iter().flatten().filter(seen);
                mean(others.filter_map(|other| at.get(*other).copied())).unwrap_or(own)
            };
            let mut wished: Vec<(i64, usize)> =
                group.iter().map(|part| (wish(*part), *part)).collect();
            wished.sort_by_key(|(wish, _)| *wish);
            *group = wished.into_iter().map(|(_, part)| part).collect();
            let group = group.clone();
            spread(&group, at, columns);
        }
        let now = cost(graph, &group_of, at);
        if now < best.0 {
            best = (now, groups.clone(), at.clone());
        }
    }
    (_, *groups, *at) = best;
}

/// The mean of places.
pub fn mean(places: impl Iterator<Item = i64>) -> Option<i64> {
    let (sum, count) = places.fold((0, 0), |(sum, count), place| (sum + place, count + 1));
    (count > 0).then(|| sum / count)
}

/// Gives each part of a group its share of the width.
fn spread(group: &[usize], at: &mut [i64], columns: usize) {
    let count = i64::try_from(group.len()).unwrap_or(1).max(1);
    let width = i64::try_from(columns).unwrap_or(1) * UNIT;
    for (index, part) in (0_i64..).zip(group) {
        if let Some(place) = at.get_mut(*part) {
            *place = (2 * index + 1) * width / (2 * count);
        }
    }
}

/// Crossings, as far as few enough calls are there to count them, and the way that all lines go sideways.
fn cost(graph: &Graph<'_>, group_of: &[usize], at: &[i64]) -> (usize, i64) {
    let place = |part: usize| at.get(part).copied().unwrap_or(0);
    let sideways = graph
        .calls
        .iter()
        .map(|edge| (place(edge.from) - place(edge.to)).abs())
        .sum();
    let row = |part: usize| group_of.get(part).copied().unwrap_or(usize::MAX);
    if graph.calls.len() > COMPARED {
        return (0, sideways);
    }
    let ends: Vec<_> = graph
        .calls
        .iter()
        .map(|edge| {
            let (one, other) = (
                (row(edge.from), place(edge.from)),
                (row(edge.to), place(edge.to)),
            );
            if one <= other {
                (one, other)
            } else {
                (other, one)
            }
        })
        .collect();
    let mut crossings = 0;
    for (number, ((top, left), (bottom, right))) in ends.iter().enumerate() {
        for ((other_top, other_left), (other_bottom, other_right)) in ends.iter().skip(number + 1) {
            let overlap = top < other_bottom && other_top < bottom;
            let crossed = (left < other_left) != (right < other_right);
            crossings +=
                usize::from(overlap && crossed && left != other_left && right != other_right);
        }
    }
    (crossings, sideways)
}
