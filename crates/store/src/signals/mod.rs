//! Telemetry: the journal of acknowledged batches, series, rollups, traces.

pub mod batches;
pub mod partitions;
pub mod pull_bounds;
pub mod pulls;
pub mod rollups;
pub mod series;
pub mod traces;
pub mod workloads;
