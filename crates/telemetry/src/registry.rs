//! What is known of series from bodies before: senders repeat the same series in each.

use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

use crate::series::{Kind, Labels, SeriesKey};

/// How a sender writes a series: a 128-bit hash (XXH3) of the bytes of its labels and of all else that makes it the
/// series it is. Two ways of writing one series have two keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WireKey(u128);

/// Remembers the ids of series, so that what was read once needs not be read again.
pub trait Registry {
    /// A number that no sender knows, so that none can make two series collide.
    fn seed(&self) -> u64;
    /// The id and kind of a series by the way it is written.
    fn by_wire(&self, key: WireKey) -> Option<(i64, Kind)>;
    /// The id of a series that is stored.
    fn by_key(&self, key: SeriesKey) -> Option<i64>;
    /// Notes how a stored series is written.
    fn remember(&self, key: WireKey, id: i64, kind: Kind);
    /// Notes how a series is written that is not stored yet.
    fn expect(&self, key: WireKey, series: SeriesKey, kind: Kind);
}

/// Knows no series: each is read in full.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unknown;

impl Registry for Unknown {
    fn seed(&self) -> u64 {
        0
    }

    fn by_wire(&self, _: WireKey) -> Option<(i64, Kind)> {
        None
    }

    fn by_key(&self, _: SeriesKey) -> Option<i64> {
        None
    }

    fn remember(&self, _: WireKey, _: i64, _: Kind) {}

    fn expect(&self, _: WireKey, _: SeriesKey, _: Kind) {}
}

/// All that makes a series but its own labels: resource, name, unit, shape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context(u64);

impl Context {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Adds a part; parts can't run into each other, because each is hashed by itself.
    pub fn with(self, part: &[u8]) -> Self {
        Self(xxh3_64_with_seed(part, self.0))
    }

    pub fn with_labels(self, labels: &Labels) -> Self {
        let parts = labels.iter().flat_map(|(name, value)| [name, value]);
        parts.fold(self, |context, part| context.with(part.as_bytes()))
    }

    /// The key of a series by the bytes of its labels.
    pub fn key(self, labels: &[u8]) -> WireKey {
        WireKey(xxh3_128_with_seed(labels, self.0))
    }
}

/// What makes two bodies the same: 256 bits of XXH3 under two seeds. It is no cryptographic hash, and need not be: who
/// could make two bodies collide is the sender of both, and would lose one of them.
pub fn fingerprint(body: &[u8]) -> [u8; 32] {
    let mut both = [0; 32];
    let halves = [0, 1].map(|seed| xxh3_128_with_seed(body, seed).to_le_bytes());
    both.iter_mut()
        .zip(halves.as_flattened())
        .for_each(|(to, from)| *to = *from);
    both
}
