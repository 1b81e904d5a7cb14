//! What could be saved, as a range: each formula is stated with its assumptions, and no result is above what is spent.

use serde::{Deserialize, Serialize};

/// From the least to the most that may be saved, in the currency of what is spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Range {
    /// The cautious end.
    pub low: f64,
    /// The other one.
    pub high: f64,
}

/// A share of something, from any number: what is below nothing or above all is brought to the nearest of them.
fn share(percent: f64) -> f64 {
    if percent.is_finite() {
        (percent / 100.0).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

fn positive(value: f64) -> f64 {
    if value.is_finite() {
        value.max(0.0)
    } else {
        0.0
    }
}

/// Both ends of a range of percentages, in order.
fn ends(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = (share(low), share(high));
    (low.min(high), low.max(high))
}

/// Assumptions on quantisation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantisation {
    /// Spent a month on the machines that serve.
    pub spend: f64,
    /// Per cent of it that serves models which can still be quantised.
    pub part: f64,
    /// How many times the throughput, at least and at most.
    pub gain: (f64, f64),
    /// Per cent of freed machines that can really be given back.
    pub released: f64,
}

/// Spend × part × (1 − 1 ⁄ gain) × released: the same tokens need one part in `gain` of the machine time.
pub fn quantise(on: Quantisation) -> Range {
    let whole = positive(on.spend) * share(on.part) * share(on.released);
    let of = |gain: f64| {
        let gain = if gain.is_finite() { gain.max(1.0) } else { 1.0 };
        whole * (1.0 - 1.0 / gain)
    };
    let (one, other) = (of(on.gain.0), of(on.gain.1));
    Range {
        low: one.min(other),
        high: one.max(other),
    }
}

/// Assumptions on continuous batching.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batching {
    /// Spent a month on the machines that serve.
    pub spend: f64,
    /// Utilisation of GPUs now, in per cent.
    pub now: f64,
    /// Utilisation with it, at least and at most, in per cent.
    pub then: (f64, f64),
    /// Per cent of freed machines that can really be given back.
    pub released: f64,
}

/// Spend × (1 − now ⁄ then) × released: the same work on machines that are busier.
pub fn batch(on: Batching) -> Range {
    let whole = positive(on.spend) * share(on.released);
    let (low, high) = ends(on.then.0, on.then.1);
    let now = share(on.now);
    let of = |then: f64| {
        let freed = if then > now { 1.0 - now / then } else { 0.0 };
        whole * freed
    };
    Range {
        low: of(low),
        high: of(high),
    }
}

/// A band of requests that a smaller model could answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Per cent of what is spent.
    pub part: f64,
    /// Saved on it, at least and at most, in per cent.
    pub saves: (f64, f64),
}

/// Assumptions on routing by complexity.
#[derive(Clone, Debug, PartialEq)]
pub struct Routing {
    /// Spent a month on calls that go to a large model now.
    pub spend: f64,
    /// The bands; together at most all of it, else they are scaled down to it.
    pub bands: Vec<Band>,
}

/// Spend × Σ part × saving of each band.
pub fn route(on: &Routing) -> Range {
    let parts: f64 = on.bands.iter().map(|band| share(band.part)).sum();
    let scale = positive(on.spend) / parts.max(1.0);
    let mut all = Range::default();
    for band in &on.bands {
        let (low, high) = ends(band.saves.0, band.saves.1);
        all.low += scale * share(band.part) * low;
        all.high += scale * share(band.part) * high;
    }
    all
}

/// Assumptions on reuse of KV caches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reuse {
    /// Spent a month.
    pub spend: f64,
    /// Tokens read a month, those of a cache included.
    pub input: f64,
    /// Tokens written a month.
    pub output: f64,
    /// How many times a token read costs one that is written.
    pub weight: f64,
    /// Per cent of tokens read that a cache holds now.
    pub now: f64,
    /// The same, then.
    pub then: f64,
    /// What a token from a cache costs, in per cent of one that is computed.
    pub price: f64,
}

/// Spend × (cost of reading now − then) ⁄ cost of all now, where a token costs 1, one of a cache `price`, and one that is
/// written `weight`.
pub fn reuse(on: Reuse) -> Range {
    let (now, then, price) = (share(on.now), share(on.then), share(on.price));
    let input = positive(on.input);
    let read = |hits: f64| input * (1.0 - hits * (1.0 - price));
    let all = read(now) + positive(on.output) * positive(on.weight);
    let saved = if all > 0.0 {
        (read(now) - read(then)).max(0.0) / all
    } else {
        0.0
    };
    let saved = positive(on.spend) * saved.min(1.0);
    Range {
        low: saved,
        high: saved,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(range: Range, low: f64, high: f64) {
        assert!(
            (range.low - low).abs() < 1e-6 && (range.high - high).abs() < 1e-6,
            "{range:?}"
        );
    }

    #[test]
    fn worked_examples() {
        near(
            quantise(Quantisation {
                spend: 1000.0,
                part: 100.0,
                gain: (2.0, 4.0),
                released: 100.0,
            }),
            500.0,
            750.0,
        );
        near(
            batch(Batching {
                spend: 1000.0,
                now: 25.0,
                then: (70.0, 80.0),
                released: 100.0,
            }),
            642.857_142_857,
            687.5,
        );
        let bands = vec![
            Band {
                part: 50.0,
                saves: (90.0, 100.0),
            },
            Band {
                part: 25.0,
                saves: (70.0, 80.0),
            },
        ];
        near(
            route(&Routing {
                spend: 1000.0,
                bands,
            }),
            625.0,
            700.0,
        );
        let on = Reuse {
            spend: 1000.0,
            input: 900.0,
            output: 25.0,
            weight: 4.0,
            now: 0.0,
            then: 50.0,
            price: 10.0,
        };
        near(reuse(on), 405.0, 405.0);
        near(
            batch(Batching {
                spend: 1000.0,
                now: 85.0,
                then: (70.0, 80.0),
                released: 100.0,
            }),
            0.0,
            0.0,
        );
    }

    /// Any number a form may hold.
    fn any() -> impl Strategy<Value = f64> {
        prop_oneof![
            -1e3..1e3_f64,
            0.0..1e9_f64,
            Just(f64::NAN),
            Just(f64::INFINITY),
            Just(f64::NEG_INFINITY)
        ]
    }

    fn within(range: Range, spend: f64) -> bool {
        let most = positive(spend) * (1.0 + 1e-9);
        range.low >= 0.0 && range.low <= range.high && range.high <= most
    }

    proptest! {
        #[test]
        fn nothing_saves_more_than_is_spent(spend in any(), a in any(), b in any(), c in any(), d in any(), e in any()) {
            let quantised = quantise(Quantisation { spend, part: a, gain: (b, c), released: d });
            let batched = batch(Batching { spend, now: a, then: (b, c), released: d });
            let bands = vec![Band { part: a, saves: (b, c) }, Band { part: d, saves: (e, a) }, Band { part: c, saves: (d, b) }];
            let routed = route(&Routing { spend, bands });
            let reused = reuse(Reuse { spend, input: a, output: b, weight: c, now: d, then: e, price: a });
            for range in [quantised, batched, routed, reused] {
                prop_assert!(within(range, spend), "{:?}", range);
            }
        }

        #[test]
        fn a_bolder_assumption_never_saves_less(spend in 0.0..1e9_f64, a in 0.0..100.0_f64, b in 0.0..100.0_f64, c in 0.0..100.0_f64) {
            let (less, more) = (a.min(b), a.max(b));
            let quantised = |part, gain| quantise(Quantisation { spend, part, gain: (1.0, gain), released: c }).high;
            prop_assert!(quantised(less, 3.0) <= quantised(more, 3.0));
            prop_assert!(quantised(c, less) <= quantised(c, more));
            let batched = |now, then| batch(Batching { spend, now, then: (then, then), released: 100.0 }).high;
            prop_assert!(batched(c, less) <= batched(c, more) + 1e-6);
            prop_assert!(batched(more, c) <= batched(less, c) + 1e-6);
            let routed = |saves| route(&Routing { spend, bands: vec![Band { part: c, saves: (saves, saves) }] }).high;
            prop_assert!(routed(less) <= routed(more));
            let reused = |then| reuse(Reuse { spend, input: 1000.0, output: 100.0, weight: 4.0, now: 0.0, then, price: c }).high;
            prop_assert!(reused(less) <= reused(more));
        }
    }
}
