//! Distributions: exact buckets where the sender chose bounds, a sketch elsewhere.

mod buckets;
mod exponential;
mod sketch;

use serde::{Deserialize, Serialize};

pub use buckets::{BadBuckets, Buckets};
pub use exponential::Exponential;
pub use sketch::{Sketch, SketchError};

/// A quantile.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantile {
    /// About this value.
    At(f64),
    /// At least this value, the last finite bound; how much more is not known.
    AtLeast(f64),
}

/// How the observations of a rollup are spread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Distribution {
    /// Between the sender's bounds: exact counts.
    Buckets(Buckets),
    /// In a sketch, within 1 % of each value.
    Sketch(Sketch),
    /// Parts that can't be brought together, because their bounds differ.
    Mixed,
}

impl Distribution {
    /// Adds another. Equal bounds are added, sketches too; anything else becomes [`Self::Mixed`], so that the
    /// order of merging never matters.
    pub fn merge(&mut self, other: &Self) {
        let merged = match (&mut *self, other) {
            (Self::Buckets(a), Self::Buckets(b)) => a.merge(b),
            (Self::Sketch(a), Self::Sketch(b)) => {
                a.merge(b);
                true
            }
            _ => false,
        };
        if !merged {
            *self = Self::Mixed;
        }
    }

    /// The value that the share `q` (0–1) of all observations does not exceed; `None` where nothing was
    /// observed or the parts are mixed.
    pub fn quantile(&self, q: f64) -> Option<Quantile> {
        match self {
            Self::Buckets(b) => b.quantile(q),
            Self::Sketch(s) => s.quantile(q).map(Quantile::At),
            Self::Mixed => None,
        }
    }
}
