//! From which point of view amounts are counted: the same tokens pass a gateway, a client and an engine, and each of them
//! counts them. They are never added; for each day the first that has anything counts.

use super::Quantity;

/// How the hours of a series become an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The increase of a counter.
    Sum,
    /// The increase of a counter in joules, in kilowatt-hours.
    Joules,
    /// The mean of each hour of a gauge in watts, in kilowatt-hours.
    Watts,
    /// The mean of each hour of a gauge.
    Mean,
    /// The hours with data.
    Hours,
}

/// A signal that gives a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The signal's id, as in the mapping, or the name of a series that the console makes itself.
    pub signal: &'static str,
    /// What it gives.
    pub gives: Quantity,
    /// How.
    pub how: How,
}

const fn sum(signal: &'static str, gives: Quantity) -> Source {
    Source {
        signal,
        gives,
        how: How::Sum,
    }
}

/// Signals that are counted at one place.
pub type Vantage = &'static [Source];

const GATEWAY: Vantage = &[
    sum("gateway.input_tokens", Quantity::TokensIn),
    sum("gateway.output_tokens", Quantity::TokensOut),
];
const CLIENT: Vantage = &[
    sum("client.input_tokens", Quantity::TokensIn),
    sum("client.output_tokens", Quantity::TokensOut),
    sum("client.cache_read_tokens", Quantity::TokensCached),
];
const ENGINE: Vantage = &[
    sum("serving.prompt_tokens", Quantity::TokensIn),
    sum("serving.generation_tokens", Quantity::TokensOut),
    sum("serving.prefix_cache.hits", Quantity::TokensCached),
];
/// Last: spans may be a sample.
const SPANS: Vantage = &[
    sum("hexastyle.genai.input_tokens", Quantity::TokensIn),
    sum("hexastyle.genai.output_tokens", Quantity::TokensOut),
    sum("hexastyle.genai.cache_read_tokens", Quantity::TokensCached),
];
const SPEND: Vantage = &[sum("gateway.spend", Quantity::Spend)];
const GPU: Vantage = &[
    Source {
        signal: "gpu.utilisation",
        gives: Quantity::GpuHours,
        how: How::Hours,
    },
    Source {
        signal: "gpu.utilisation",
        gives: Quantity::GpuBusy,
        how: How::Mean,
    },
];
const PREFIX: Vantage = &[
    sum("serving.prefix_cache.queries", Quantity::PrefixAsked),
    sum("serving.prefix_cache.hits", Quantity::PrefixFound),
];
const CALLS: Vantage = &[
    sum("hexastyle.genai.calls.with_tokens", Quantity::Calls),
    sum("hexastyle.genai.calls.small", Quantity::CallsShort),
];

const fn joules(signal: &'static str) -> Source {
    Source {
        signal,
        gives: Quantity::Energy,
        how: How::Joules,
    }
}

const fn watts(signal: &'static str) -> Source {
    Source {
        signal,
        gives: Quantity::Energy,
        how: How::Watts,
    }
}

/// All that is counted; of the vantages of a row the first that has anything on a day counts. GPUs and processors are
/// different machines, so their rows add up.
pub(super) const ROWS: &[&[Vantage]] = &[
    &[GATEWAY, CLIENT, ENGINE, SPANS],
    &[SPEND],
    &[GPU],
    &[
        &[joules("gpu.energy")],
        &[joules("energy.container_gpu")],
        &[watts("gpu.power")],
    ],
    &[
        &[joules("energy.container_cpu")],
        &[joules("energy.pod_cpu")],
        &[joules("energy.node_cpu")],
        &[watts("power.pod_cpu")],
    ],
    &[PREFIX],
    &[CALLS],
];

/// How signals give a quantity.
pub fn sources(quantity: Quantity) -> impl Iterator<Item = &'static Source> {
    let all = ROWS.iter().copied().flatten().copied().flatten();
    all.filter(move |source| source.gives == quantity)
}

/// Every signal that is counted, each once.
pub fn signals() -> Vec<&'static str> {
    let mut all: Vec<_> = ROWS
        .iter()
        .copied()
        .flatten()
        .copied()
        .flatten()
        .map(|source| source.signal)
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}
