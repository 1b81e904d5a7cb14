//! Telemetry as programs send it, and as nobody should.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests stop the test where something they need is not there"
)]
#![expect(clippy::float_cmp, reason = "sums of small whole numbers are exact")]

#[path = "../../../evidence/tests/readers/broken.rs"]
mod broken;
mod common;
mod decisions;
mod each_reader;
mod exposition;
mod files;
mod hostile;
mod joined;
mod journal;
mod known;
mod mapping;
mod minutes;
mod otlp_metrics;
mod query;
mod remote_write;
mod responses;
mod rollup;
mod runtime;
mod samples;
mod sketch;
mod spans;
mod traces;
