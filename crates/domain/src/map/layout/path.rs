//! Corners to a line with round bends and a head.

use std::fmt::Write as _;

/// How round a bend is at most.
const BEND: i32 = 6;
/// How long a head is, and half of how wide.
const HEAD: i32 = 8;
const HALF: i32 = 4;

type Point = (i32, i32);

/// Without corners that are none.
pub fn corners(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        if kept.last() == Some(point) {
            continue;
        }
        if let [.., before, last] = kept.as_slice() {
            let straight = (before.0 == last.0 && last.0 == point.0)
                || (before.1 == last.1 && last.1 == point.1);
            if straight {
                kept.pop();
            }
        }
        kept.push(*point);
    }
    kept
}

/// One step from a point towards another, along the axis that they share.
fn towards(from: Point, to: Point, by: i32) -> Point {
    (
        from.0 + (to.0 - from.0).signum() * by,
        from.1 + (to.1 - from.1).signum() * by,
    )
}

fn length(one: Point, other: Point) -> i32 {
    (one.0 - other.0).abs() + (one.1 - other.1).abs()
}

/// The line; it ends where the head begins.
pub fn line(points: &[Point]) -> String {
    let mut out = String::new();
    let (Some(first), Some(end)) = (points.first(), points.last()) else {
        return out;
    };
    // Writing to a text does not fail.
    let _ = write!(out, "M{} {}", first.0, first.1);
    for window in points.windows(3) {
        let [before, corner, after] = window else {
            continue;
        };
        let bend = BEND
            .min(length(*before, *corner) / 2)
            .min(length(*corner, *after) / 2);
        let (into, out_of) = (
            towards(*corner, *before, bend),
            towards(*corner, *after, bend),
        );
        let _ = write!(
            out,
            "L{} {}Q{} {} {} {}",
            into.0, into.1, corner.0, corner.1, out_of.0, out_of.1
        );
    }
    if let [.., before, _] = points {
        let stop = towards(*end, *before, (HEAD - 2).min(length(*before, *end)));
        let _ = write!(out, "L{} {}", stop.0, stop.1);
    }
    out
}

/// The corners of the head at the end.
pub fn head(points: &[Point]) -> String {
    let [.., before, tip] = points else {
        return String::new();
    };
    let base = towards(*tip, *before, HEAD);
    let across = if before.0 == tip.0 {
        (HALF, 0)
    } else {
        (0, HALF)
    };
    format!(
        "{},{} {},{} {},{}",
        tip.0,
        tip.1,
        base.0 + across.0,
        base.1 + across.1,
        base.0 - across.0,
        base.1 - across.1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_lines_have_no_corners() {
        let points = corners(&[(0, 0), (0, 10), (0, 10), (0, 40)]);
        assert_eq!(points, [(0, 0), (0, 40)]);
        assert_eq!(line(&points), "M0 0L0 34");
        assert_eq!(head(&points), "0,40 4,32 -4,32");
    }

    #[test]
    fn bends_are_round() {
        let points = corners(&[(0, 0), (0, 20), (30, 20), (30, 50)]);
        assert_eq!(line(&points), "M0 0L0 14Q0 20 6 20L24 20Q30 20 30 26L30 44");
    }
}
