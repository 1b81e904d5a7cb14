//! The identity of a series.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Kind, Labels, MetricName, Unit};

/// The first 16 bytes of the SHA-256 of a series' canonical form: kind, name, unit and sorted labels,
/// with the length of each text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SeriesKey([u8; 16]);

impl SeriesKey {
    /// The bytes, as a database keeps them.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// A key that was stored.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(super) fn of(name: &MetricName, unit: &Unit, kind: Kind, labels: &Labels) -> Self {
        let mut form = Vec::with_capacity(256);
        form.push(match kind {
            Kind::Gauge => 1,
            Kind::Counter => 2,
            Kind::Histogram => 3,
        });
        let mut text = |t: &str| {
            // Bounded texts: the length fits two bytes.
            form.extend(u16::try_from(t.len()).unwrap_or(u16::MAX).to_le_bytes());
            form.extend(t.as_bytes());
        };
        text(name.as_str());
        text(unit.as_str());
        labels.canonical(&mut form);
        Self(cut(&Sha256::digest(&form)))
    }
}

fn cut(digest: &[u8]) -> [u8; 16] {
    let mut key = [0; 16];
    key.iter_mut().zip(digest).for_each(|(k, d)| *k = *d);
    key
}

impl fmt::Display for SeriesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for SeriesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SeriesKey({self})")
    }
}
