//! Running an open model oneself against calling a commercial API, for the same tokens of a month.

use serde::{Deserialize, Serialize};

use super::HOURS_A_MONTH;

/// Machines beyond this number are not priced.
const MOST_GPUS: f64 = 1e6;

/// What an API asks, by the million tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Api {
    /// For tokens read.
    pub input: f64,
    /// For those of them that its cache holds.
    pub cached: f64,
    /// For tokens written.
    pub output: f64,
}

/// What running it oneself takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Own {
    /// A GPU for an hour.
    pub gpu_hour: f64,
    /// Tokens that a fully busy GPU writes in a second.
    pub tokens_a_second: f64,
    /// How busy GPUs can be kept, in per cent.
    pub utilisation: f64,
    /// How many times the mean the busiest hour is.
    pub peak: f64,
    /// GPUs at least, for redundancy.
    pub least: f64,
    /// The GPUs' share of the cost of infrastructure, in per cent.
    pub gpu_share: f64,
    /// People, a month.
    pub people: f64,
    /// Fine-tuning, migration and other work, a month.
    pub other: f64,
}

/// From which volume on one's own is cheaper.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "when", content = "times", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Break {
    /// From so many times the volume.
    At(f64),
    /// At no volume: each further token costs more than the API asks.
    Never,
}

/// Both, for a month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tco {
    /// The API.
    pub api: f64,
    /// One's own, in all.
    pub own: f64,
    /// Of that, GPUs.
    pub gpus_cost: f64,
    /// Of that, other infrastructure.
    pub infrastructure: f64,
    /// GPUs.
    pub gpus: f64,
    /// From which volume on one's own is cheaper; none without a price of the API.
    pub breaks_even: Option<Break>,
}

fn of(value: f64, low: f64, high: f64) -> f64 {
    if value.is_finite() {
        value.clamp(low, high)
    } else {
        low
    }
}

impl Own {
    /// GPUs for tokens written in a month: those of the busiest hour, in whole machines.
    fn gpus(&self, output: f64) -> f64 {
        let a_month = of(self.tokens_a_second, 1e-6, 1e9)
            * 3600.0
            * HOURS_A_MONTH
            * of(self.utilisation, 1.0, 100.0)
            / 100.0;
        let needed = output * of(self.peak, 1.0, 1e3) / a_month;
        needed
            .ceil()
            .max(of(self.least, 1.0, 1e5).ceil())
            .min(MOST_GPUS)
    }

    fn cost(&self, gpus: f64) -> (f64, f64, f64) {
        let machines = gpus * HOURS_A_MONTH * of(self.gpu_hour, 0.0, 1e6);
        let infrastructure = machines * (100.0 / of(self.gpu_share, 1.0, 100.0) - 1.0);
        let all =
            machines + infrastructure + of(self.people, 0.0, 1e12) + of(self.other, 0.0, 1e12);
        (machines, infrastructure, all)
    }
}

/// The tokens of a month: read, of those cached, written.
pub fn compare((input, cached, output): (f64, f64, f64), api: Api, own: Own) -> Tco {
    let (input, output) = (of(input, 0.0, 1e18), of(output, 0.0, 1e18));
    let cached = of(cached, 0.0, input);
    let price = |price: f64| of(price, 0.0, 1e9) / 1e6;
    let asked = (input - cached) * price(api.input)
        + cached * price(api.cached)
        + output * price(api.output);
    let gpus = own.gpus(output);
    let (gpus_cost, infrastructure, all) = own.cost(gpus);
    Tco {
        api: asked,
        own: all,
        gpus_cost,
        infrastructure,
        gpus,
        breaks_even: (asked > 0.0).then(|| breaks_even(asked, output, own)),
    }
}

/// The least volume, in times of today's, at which the API costs as much: machines come whole, so that with each number of
/// them the cost is fixed up to what they can serve.
fn breaks_even(asked: f64, output: f64, own: Own) -> Break {
    let one = own.gpus(0.0);
    let served = |gpus: f64| {
        // The largest volume of so many GPUs.
        let a_month = of(own.tokens_a_second, 1e-6, 1e9)
            * 3600.0
            * HOURS_A_MONTH
            * of(own.utilisation, 1.0, 100.0)
            / 100.0;
        if output > 0.0 {
            gpus * a_month / of(own.peak, 1.0, 1e3) / output
        } else {
            f64::INFINITY
        }
    };
    let mut gpus = one;
    // Where each machine costs more than the tokens it serves, more machines never help; the rest grows slower than
    // tokens do, so that a few thousand steps tell.
    for _ in 0..20_000 {
        let needed = own.cost(gpus).2 / asked;
        if needed <= served(gpus) {
            return Break::At(needed.max(if gpus > one { served(gpus - 1.0) } else { 0.0 }));
        }
        gpus += 1.0;
    }
    Break::Never
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const API: Api = Api {
        input: 4.0,
        cached: 1.0,
        output: 16.0,
    };
    const OWN: Own = Own {
        gpu_hour: 10.0,
        tokens_a_second: 1000.0,
        utilisation: 70.0,
        peak: 2.0,
        least: 2.0,
        gpu_share: 70.0,
        people: 10_000.0,
        other: 0.0,
    };

    #[test]
    fn a_worked_example() {
        let tco = compare((10e9, 4e9, 1e9), API, OWN);
        assert!((tco.api - 44_000.0).abs() < 1e-6, "{tco:?}");
        // 1e9 × 2 ⁄ (1000 × 3600 × 720 × 0.7) = 1.1 GPUs, so two.
        assert!((tco.gpus - 2.0).abs() < 1e-9);
        assert!((tco.gpus_cost - 14_400.0).abs() < 1e-6);
        assert!((tco.own - (14_400.0 / 0.7 + 10_000.0)).abs() < 1e-6);
        let Some(Break::At(times)) = tco.breaks_even else {
            panic!("{tco:?}")
        };
        assert!((times - tco.own / tco.api).abs() < 1e-9);
        let dear = compare(
            (10e9, 4e9, 1e9),
            Api {
                input: 0.01,
                cached: 0.0,
                output: 0.01,
            },
            OWN,
        );
        assert_eq!(dear.breaks_even, Some(Break::Never));
        assert_eq!(
            compare(
                (1.0, 0.0, 1.0),
                Api {
                    input: 0.0,
                    cached: 0.0,
                    output: 0.0
                },
                OWN
            )
            .breaks_even,
            None
        );
    }

    proptest! {
        #[test]
        fn more_tokens_never_cost_less(a in 0.0..1e13_f64, b in 0.0..1e13_f64, cached in 0.0..1.0_f64) {
            let at = |tokens: f64| compare((tokens * 5.0, tokens * 5.0 * cached, tokens), API, OWN);
            let (less, more) = (at(a.min(b)), at(a.max(b)));
            prop_assert!(less.api <= more.api * (1.0 + 1e-12) && less.own <= more.own && less.gpus <= more.gpus);
        }

        #[test]
        fn at_the_break_the_api_costs_as_much(output in 1e6..1e11_f64, price in 1.0..100.0_f64) {
            let api = Api { input: price / 4.0, cached: 0.0, output: price };
            let tco = compare((output * 4.0, 0.0, output), api, OWN);
            if let Some(Break::At(times)) = tco.breaks_even {
                let there = compare((output * 4.0 * times, 0.0, output * times * (1.0 - 1e-9)), api, OWN);
                prop_assert!(there.own <= there.api * (1.0 + 1e-6), "{:?} {:?}", tco, there);
            }
        }

        #[test]
        fn any_numbers_give_finite_ones(a in any::<f64>(), b in any::<f64>(), c in any::<f64>(), d in any::<f64>()) {
            let own = Own { gpu_hour: a, tokens_a_second: b, utilisation: c, peak: d, least: a, gpu_share: b, people: c, other: d };
            let tco = compare((a, b, c), Api { input: d, cached: a, output: b }, own);
            prop_assert!(tco.api.is_finite() && tco.own.is_finite() && tco.api >= 0.0 && tco.own >= 0.0, "{:?}", tco);
        }
    }
}
