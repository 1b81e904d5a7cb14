//! Instants and minutes.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// A minute: the number of whole minutes since 1970-01-01T00:00Z.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
pub struct Minute(pub i64);

impl Minute {
    /// The minute that an instant lies in.
    pub fn of(at: Millis) -> Self {
        Self(at.div_euclid(60_000))
    }

    /// Its first millisecond.
    pub fn start(self) -> Millis {
        self.0.saturating_mul(60_000)
    }

    /// The first minute of its hour.
    #[must_use]
    pub fn hour(self) -> Self {
        Self(self.0.div_euclid(60).saturating_mul(60))
    }
}
