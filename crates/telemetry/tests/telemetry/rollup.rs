//! Folding points into minutes.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};
use telemetry::{
    Histogram, Minute, Spread, Temporality, Value,
    distribution::{Buckets, Distribution, Exponential, Quantile},
    rollup::{Rollup, State, fold_series},
};

const MINUTE: i64 = 60_000;

type ByMinute = BTreeMap<i64, Rollup>;

fn run(state: Option<State>, points: &[(i64, Value)]) -> (Option<State>, ByMinute, u64) {
    let (state, rollups, old) = fold_series(state, points.iter().map(|(at, v)| (*at, v)));
    let minutes = rollups.into_iter().map(|(m, r)| (m.0, r)).collect();
    (state, minutes, old)
}

fn total(at: i64, value: f64) -> (i64, Value) {
    (at, Value::Counter { value, start: None })
}

fn since(at: i64, value: f64, start: i64) -> (i64, Value) {
    let start = Some(start);
    (at, Value::Counter { value, start })
}

fn sums(minutes: &ByMinute) -> Vec<(i64, f64)> {
    minutes.iter().map(|(m, r)| (*m, r.sum)).collect()
}

#[test]
fn increases_belong_to_the_later_minute() {
    let points = [
        total(0, 100.0),
        total(30_000, 103.0),
        total(61_000, 110.0),
        total(125_000, 4.0),
    ];
    let (_, minutes, _) = run(None, &points);
    assert_eq!(sums(&minutes), [(0, 3.0), (1, 7.0), (2, 4.0)]);
    assert_eq!(minutes[&2].resets, 1);
    assert_eq!(minutes[&2].last, Some((125_000, 4.0)));
}

#[test]
fn the_first_total_counts_only_where_it_began_lately() {
    let hour = 60 * MINUTE;
    let first = |at, start| sums(&run(None, &[since(at, 5.0, start)]).1)[0].1;
    assert_eq!(first(3 * hour, 3 * hour - 1), 5.0);
    assert_eq!(first(3 * hour, 2 * hour), 5.0);
    assert_eq!(first(3 * hour, 2 * hour - 1), 0.0);
    assert_eq!(first(3 * hour, 3 * hour), 0.0);
}

#[test]
fn a_new_start_is_a_reset_even_where_the_total_grew() {
    let points = [since(60_000, 5.0, 1), since(120_000, 9.0, 90_000)];
    let (state, minutes, _) = run(None, &points);
    assert_eq!((minutes[&2].sum, minutes[&2].resets), (9.0, 1));
    // A collector that restarts invents a start at its first point: the total goes on.
    let (state, minutes, _) = run(state, &[since(180_000, 10.0, 180_000)]);
    assert_eq!((minutes[&3].sum, minutes[&3].resets), (1.0, 0));
    let (_, minutes, _) = run(state, &[since(240_000, 12.0, 180_000)]);
    assert_eq!((minutes[&4].sum, minutes[&4].resets), (2.0, 0));
}

#[test]
fn gaps_are_counted_and_their_increase_kept() {
    let (_, minutes, _) = run(None, &[total(0, 1.0), total(61 * MINUTE, 9.0)]);
    assert_eq!((minutes[&61].sum, minutes[&61].gaps), (8.0, 1));
}

#[test]
fn deltas_are_told_apart_by_time() {
    let delta = |at, start| (at, Value::Delta { value: 2.0, start });
    let (state, minutes, old) = run(
        None,
        &[delta(10, Some(0)), delta(10, Some(0)), delta(20, Some(10))],
    );
    assert_eq!((sums(&minutes), old), (vec![(0, 4.0)], 1));
    // A parallel queue delivers late.
    let (_, minutes, old) = run(state, &[delta(15, Some(10)), delta(20, Some(10))]);
    assert_eq!((sums(&minutes), old), (vec![(0, 2.0)], 1));
    let (state, minutes, old) = run(None, &[delta(10, None), delta(10, None)]);
    assert_eq!((sums(&minutes), old, state), (vec![(0, 4.0)], 0, None));
}

fn histogram(at: i64, counts: &[u64], sum: f64) -> (i64, Value) {
    let buckets = Buckets::new(vec![1.0, 2.0], counts.to_vec()).unwrap();
    let value = Histogram {
        temporality: Temporality::Cumulative { start: None },
        count: counts.iter().sum(),
        sum: Some(sum),
        min: None,
        max: None,
        spread: Spread::Explicit(buckets),
    };
    (at, Value::Histogram(Box::new(value)))
}

#[test]
fn histograms_increase_bucket_by_bucket() {
    let points = [
        histogram(0, &[5, 5, 5], 20.0),
        histogram(1_000, &[6, 5, 5], 20.5),
        histogram(60_000, &[6, 8, 5], 25.0),
        histogram(120_000, &[9, 1, 0], 4.0),
    ];
    let (_, minutes, _) = run(None, &points);
    let counts = |m: i64| match &minutes[&m].distribution {
        Some(Distribution::Buckets(b)) => b.counts().to_vec(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (counts(0), counts(1), counts(2)),
        (vec![1, 0, 0], vec![0, 3, 0], vec![9, 1, 0])
    );
    assert_eq!(
        (minutes[&0].count, minutes[&1].count, minutes[&2].resets),
        (1, 3, 1)
    );
    assert_eq!(minutes[&1].quantile(1.0), Some(Quantile::At(2.0)));
}

#[test]
fn exponential_histograms_become_sketches() {
    let point = |at, zero| {
        let spread = Spread::Exponential(Exponential {
            scale: 3,
            zero,
            positive: vec![(8, 4)],
            negative: vec![],
        });
        let value = Histogram {
            temporality: Temporality::Delta {
                start: Some(at - 1),
            },
            count: zero + 4,
            sum: None,
            min: Some(2.0),
            max: Some(2.2),
            spread,
        };
        (at, Value::Histogram(Box::new(value)))
    };
    let (_, minutes, _) = run(None, &[point(10, 1), point(20, 0)]);
    let rollup = &minutes[&0];
    assert_eq!(
        (rollup.count, rollup.min, rollup.max),
        (9, Some(2.0), Some(2.2))
    );
    let Some(Quantile::At(median)) = rollup.quantile(0.5) else {
        panic!()
    };
    assert!((2.0..=2.25).contains(&median), "{median}");
}

#[test]
fn different_bounds_never_mix() {
    let one = Distribution::Buckets(Buckets::new(vec![1.0], vec![1, 1]).unwrap());
    let two = Distribution::Buckets(Buckets::new(vec![2.0], vec![1, 1]).unwrap());
    let mut merged = one.clone();
    merged.merge(&two);
    merged.merge(&one);
    assert_eq!(
        (&merged, merged.quantile(0.5)),
        (&Distribution::Mixed, None)
    );
}

#[test]
fn states_survive_storage() {
    let (state, ..) = run(None, &[histogram(0, &[5, 5, 5], 20.0)]);
    let state = state.unwrap();
    assert_eq!(State::from_bytes(&state.to_bytes().unwrap()), Ok(state));
    assert!(State::from_bytes(&[9, 9]).is_err());
    assert_eq!(
        (Minute::of(-1), Minute::of(3_600_000).hour()),
        (Minute(-1), Minute(60))
    );
}

/// Points of one series over some hours, as a scraper sees a counter that restarts now and then.
fn scrapes() -> impl Strategy<Value = Vec<(i64, Value)>> {
    vec((1..2_000_000_i64, 0..50_u32, 0..20_u8), 0..60).prop_map(|steps| {
        let (mut at, mut value) = (0, 0.0);
        let mut points = Vec::new();
        for (step, added, chance) in steps {
            at += step;
            value = if chance == 0 { 0.0 } else { value } + f64::from(added);
            points.push(total(at, value));
        }
        points
    })
}

fn merged(parts: impl IntoIterator<Item = ByMinute>) -> ByMinute {
    let mut all = ByMinute::new();
    for (minute, rollup) in parts.into_iter().flatten() {
        all.entry(minute).or_default().merge(&rollup);
    }
    all
}

fn close(a: &Rollup, b: &Rollup) -> bool {
    let near = |x: f64, y: f64| (x - y).abs() <= 1e-9 * x.abs().max(y.abs()).max(1.0);
    let rest = |r: &Rollup| {
        (
            r.points,
            r.count,
            r.last,
            r.resets,
            r.gaps,
            r.min,
            r.max,
            r.distribution.clone(),
        )
    };
    near(a.sum, b.sum) && rest(a) == rest(b)
}

pub fn rollup() -> impl Strategy<Value = Rollup> {
    let gauge = vec((0..MINUTE, -1e9..1e9_f64), 1..6).prop_map(|mut points| {
        points.sort_by_key(|(at, _)| *at);
        let points: Vec<_> = points
            .into_iter()
            .map(|(at, x)| (at, Value::Gauge(x)))
            .collect();
        run(None, &points).1.remove(&0).unwrap()
    });
    let buckets = (0..3_u8, vec(0..1_000_u64, 3)).prop_map(|(bound, counts)| {
        let bounds = vec![f64::from(bound), 5.0];
        Rollup {
            distribution: Some(Distribution::Buckets(Buckets::new(bounds, counts).unwrap())),
            ..Rollup::default()
        }
    });
    prop_oneof![gauge, buckets, Just(Rollup::default())]
}

proptest! {
    #[test]
    fn merging_is_associative_and_commutative(a in rollup(), b in rollup(), c in rollup()) {
        let merge = |list: [&Rollup; 3]| {
            let mut all = list[0].clone();
            all.merge(list[1]);
            all.merge(list[2]);
            all
        };
        let mut right = b.clone();
        right.merge(&c);
        let mut other = a.clone();
        other.merge(&right);
        let all = merge([&a, &b, &c]);
        prop_assert!(close(&all, &other), "{all:?} {other:?}");
        let turned = merge([&c, &b, &a]);
        prop_assert!(close(&all, &turned), "{all:?} {turned:?}");
    }

    /// However a sender cuts its points, and whatever it sends again, the minutes are the same.
    #[test]
    fn cutting_and_repeating_change_nothing(points in scrapes(), cuts in vec(any::<prop::sample::Index>(), 0..6)) {
        let (_, whole, _) = run(None, &points);
        let mut ends: Vec<usize> = cuts.iter().map(|c| c.index(points.len() + 1)).collect();
        ends.extend([points.len(), points.len()]);
        ends.sort_unstable();
        let mut state = None;
        let mut parts = Vec::new();
        let mut from = 0_usize;
        for end in ends {
            // Each piece overlaps the one before.
            let (next, minutes, _) = run(state, &points[from.saturating_sub(3)..end]);
            state = next;
            parts.push(minutes);
            from = end;
        }
        let pieces = merged(parts);
        prop_assert_eq!(whole.len(), pieces.len());
        for (minute, rollup) in &whole {
            prop_assert!(close(rollup, &pieces[minute]), "{minute}: {rollup:?} {:?}", pieces[minute]);
        }
    }

    /// The increases of all minutes add up to what was counted between the first and the last scrape.
    #[test]
    fn nothing_is_lost_or_counted_twice(points in scrapes()) {
        let values: Vec<f64> = points.iter().map(|(_, v)| match v { Value::Counter { value, .. } => *value, _ => 0.0 }).collect();
        let expected: f64 = values.windows(2).map(|w| if w[1] >= w[0] { w[1] - w[0] } else { w[1] }).sum();
        let (_, minutes, _) = run(None, &points);
        let found: f64 = minutes.values().map(|r| r.sum).sum();
        prop_assert!((expected - found).abs() < 1e-6);
    }
}
