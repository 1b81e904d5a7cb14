//! Rules over what happened, moved and was stated, as the built-in framework states them.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod beside;
mod caches;
mod collected;
mod common;
mod energy;
mod events;
mod scaling;
mod services;
