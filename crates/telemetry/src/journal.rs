//! A batch as one row of bytes: written before it is acknowledged, folded later.

use domain::evidence::Component;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{dropped::Dropped, intake::Intake, series::Series, spans::TraceFacts, value::Point};

/// Bytes that are no batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// Written by another version of this program.
    #[error("batch of unknown version {0:?}")]
    Version(Option<u8>),
    /// Damaged or cut off.
    #[error("damaged batch")]
    Damaged(#[from] postcard::Error),
    /// More follows.
    #[error("{0} bytes after the batch")]
    Surplus(usize),
}

/// The first byte; a change of [`Intake`] or of what it holds takes the next.
const VERSION: u8 = 2;
/// Bytes that a number takes, about: with room for them at once, the list does not grow step by step.
const USUAL: usize = 16;
/// Before there were points of known series. What was acknowledged by the program before this one is read still.
const FULL_ONLY: u8 = 1;

/// A batch of version 1.
#[derive(Deserialize)]
struct FullOnly {
    series: Vec<Series>,
    #[serde(with = "points")]
    points: Vec<Point>,
    traces: Vec<TraceFacts>,
    components: Vec<Component>,
    dropped: Dropped,
}

impl From<FullOnly> for Intake {
    fn from(batch: FullOnly) -> Self {
        Self {
            series: batch.series,
            points: batch.points,
            known: Vec::new(),
            traces: batch.traces,
            components: batch.components,
            dropped: batch.dropped,
        }
    }
}

/// The bytes of a batch.
///
/// # Errors
/// None in practice; the encoder's.
pub fn encode(intake: &Intake) -> Result<Vec<u8>, JournalError> {
    let points = intake.points.len() + intake.known.len();
    let mut out = Vec::with_capacity(64 + points * USUAL);
    out.push(VERSION);
    Ok(postcard::to_extend(intake, out)?)
}

/// Reads what [`encode`] wrote.
///
/// # Errors
/// When the bytes are of another version or damaged.
pub fn decode(bytes: &[u8]) -> Result<Intake, JournalError> {
    match bytes.split_first() {
        Some((&VERSION, rest)) => whole(rest),
        Some((&FULL_ONLY, rest)) => whole::<FullOnly>(rest).map(Intake::from),
        other => Err(JournalError::Version(other.map(|(version, _)| *version))),
    }
}

fn whole<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JournalError> {
    let (value, rest) = postcard::take_from_bytes(bytes)?;
    match rest.len() {
        0 => Ok(value),
        surplus => Err(JournalError::Surplus(surplus)),
    }
}

/// Points in the journal: times as differences to the point before, which are small.
pub(crate) mod points {
    use serde::{Deserializer, Serializer};

    use super::packed::{self, Packed};
    use crate::{time::Millis, value::Point};

    pub fn serialize<S: Serializer>(points: &[Point], serializer: S) -> Result<S::Ok, S::Error> {
        let mut before = 0;
        serializer.collect_seq(points.iter().map(|point| {
            let step = point.at.wrapping_sub(before);
            before = point.at;
            Packed {
                series: point.series,
                step,
                value: &point.value,
            }
        }))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Point>, D::Error> {
        let mut at: Millis = 0;
        packed::read(deserializer, |point: packed::Unpacked<u32>| {
            at = at.wrapping_add(point.step);
            Point {
                series: point.series,
                at,
                value: point.value,
            }
        })
    }
}

/// Points of known series: ids too as differences to the point before, because bodies name them in one order.
pub(crate) mod known_points {
    use serde::{Deserializer, Serializer};

    use super::packed::{self, Packed};
    use crate::{time::Millis, value::KnownPoint};

    pub fn serialize<S: Serializer>(list: &[KnownPoint], serializer: S) -> Result<S::Ok, S::Error> {
        let (mut id, mut at) = (0_i64, 0);
        serializer.collect_seq(list.iter().map(|point| {
            let packed = Packed {
                series: point.id.wrapping_sub(id),
                step: point.at.wrapping_sub(at),
                value: &point.value,
            };
            (id, at) = (point.id, point.at);
            packed
        }))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<KnownPoint>, D::Error> {
        let (mut id, mut at): (i64, Millis) = (0, 0);
        packed::read(from, |point: packed::Unpacked<i64>| {
            id = id.wrapping_add(point.series);
            at = at.wrapping_add(point.step);
            KnownPoint {
                id,
                at,
                value: point.value,
            }
        })
    }
}

/// A point as it is written.
mod packed {
    use std::marker::PhantomData;

    use serde::{
        Deserialize, Deserializer, Serialize,
        de::{SeqAccess, Visitor},
    };

    use crate::{time::Millis, value::Value};

    #[derive(Serialize)]
    pub struct Packed<'v, S> {
        pub series: S,
        pub step: Millis,
        pub value: &'v Value,
    }

    #[derive(Deserialize)]
    pub struct Unpacked<S> {
        pub series: S,
        pub step: Millis,
        pub value: Value,
    }

    pub fn read<'de, D: Deserializer<'de>, S: Deserialize<'de>, T>(
        deserializer: D,
        one: impl FnMut(Unpacked<S>) -> T,
    ) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(List(one, PhantomData))
    }

    struct List<F, S>(F, PhantomData<S>);

    impl<'de, S: Deserialize<'de>, T, F: FnMut(Unpacked<S>) -> T> Visitor<'de> for List<F, S> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("points")
        }

        fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Vec<T>, A::Error> {
            // A damaged length must not reserve memory that no points fill.
            let mut points = Vec::with_capacity(list.size_hint().unwrap_or_default().min(100_000));
            while let Some(point) = list.next_element()? {
                points.push((self.0)(point));
            }
            Ok(points)
        }
    }
}
