//! Telemetry in, points, rollups and facts of traces out: pure, without input or output, clock or network.
//!
//! ```
//! use telemetry::{Limits, decompress::{Compression, decompress}, journal, otlp, rollup};
//!
//! # let (request, gzip, json) = (&b"{}"[..], "", "application/json; charset=utf-8");
//! let limits = Limits::default();
//! // When a request comes in. An error of either step answers 400, of a body too large 413.
//! let body = decompress(request, Compression::of(gzip).ok_or("415")?, limits.bytes)?;
//! let encoding = otlp::Encoding::of(json).ok_or("415")?;
//! let intake = otlp::read(otlp::Signal::Metrics, encoding, &body, &limits)?;
//! let row = journal::encode(&intake)?; // stored before the answer
//! let answer = otlp::reply(otlp::Signal::Metrics, encoding, &intake.dropped);
//! # assert_eq!(answer, b"{}");
//!
//! // Later, with the states of the batch's series.
//! let mut states = rollup::States::default();
//! let stored = journal::decode(&row)?;
//! let ids: Vec<_> = (1..).zip(&stored.series).map(|(id, _)| Some(id)).collect();
//! let folded = rollup::fold(stored.samples(&ids), &mut states);
//! # assert!(folded.hours.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Points of metrics that are sent again count once ([`rollup::fold`]). Spans and log records are reduced to
//! sums when they are read, so a batch of them must be recognised as a whole: by a hash of its decompressed body.
//! `README.md` says how to add a name, a metric or a measure, and lists the derived series.

mod cast;
pub mod decompress;
pub mod distribution;
pub mod dropped;
mod intake;
pub mod journal;
mod limits;
pub mod mapping;
pub mod otlp;
pub mod pii;
pub mod prometheus;
mod registry;
pub mod rollup;
pub mod series;
pub mod spans;
mod time;
mod value;

pub use intake::Intake;
pub use limits::Limits;
pub use registry::{Registry, Unknown, WireKey, fingerprint};
pub use time::{Millis, Minute};
pub use value::{Histogram, KnownPoint, Observed, Point, Spread, Temporality, Value};
