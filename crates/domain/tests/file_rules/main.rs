//! Rules over files, as the built-in framework states them, on readings written by hand.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod attacks;
mod bills;
mod cluster;
mod common;
mod costs;
mod declared;
mod drills;
mod files;
mod glance;
mod later;
mod properties;
mod scans;
mod watching;
