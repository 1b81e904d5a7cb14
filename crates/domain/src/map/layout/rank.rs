//! Who stands above whom within a layer: callers above what they call.

use super::Graph;

/// The rank of each of `members` (numbers of parts of one layer), from 0 at the top; at most `most` ranks.
pub fn ranks(graph: &Graph<'_>, members: &[usize], most: usize) -> Vec<usize> {
    let place = |number: usize| members.iter().position(|m| *m == number);
    let mut calls: Vec<(usize, usize)> = graph
        .calls
        .iter()
        .filter_map(|edge| Some((place(edge.from)?, place(edge.to)?)))
        .collect();
    calls.sort_unstable();
    calls.dedup();
    let mut callers = vec![0_usize; members.len()];
    let mut called: Vec<Vec<usize>> = vec![Vec::new(); members.len()];
    for (from, to) in calls {
        if let (Some(count), Some(list)) = (callers.get_mut(to), called.get_mut(from)) {
            *count += 1;
            list.push(to);
        }
    }
    let ranks = longest_ways(&mut callers, &called);
    squeezed(ranks, most)
}

/// The length of the longest way from above. Where calls go round in a circle, who has fewest callers left goes first.
fn longest_ways(callers: &mut [usize], called: &[Vec<usize>]) -> Vec<usize> {
    let mut ranks = vec![0; callers.len()];
    let mut done = vec![false; callers.len()];
    for _ in 0..callers.len() {
        let waiting = (0..callers.len()).filter(|n| done.get(*n) == Some(&false));
        let Some(next) = waiting.min_by_key(|n| (callers.get(*n).copied(), *n)) else {
            break;
        };
        if let Some(done) = done.get_mut(next) {
            *done = true;
        }
        let own = ranks.get(next).copied().unwrap_or(0);
        for to in called.get(next).into_iter().flatten() {
            if done.get(*to) == Some(&true) {
                continue;
            }
            if let (Some(rank), Some(count)) = (ranks.get_mut(*to), callers.get_mut(*to)) {
                *rank = (*rank).max(own + 1);
                *count = count.saturating_sub(1);
            }
        }
    }
    ranks
}

/// Long chains would make a layer as high as a tower: their ranks are put together.
fn squeezed(ranks: Vec<usize>, most: usize) -> Vec<usize> {
    let count = ranks.iter().max().map_or(0, |rank| rank + 1);
    if count <= most {
        return ranks;
    }
    ranks.into_iter().map(|rank| rank * most / count).collect()
}
