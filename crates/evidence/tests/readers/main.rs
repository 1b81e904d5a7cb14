//! Readers against our own fixtures, generated files, and samples of real tools.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests stop the test where something they need is not there"
)]

mod attacks;
mod broken;
mod common;
mod costs;
mod delivery;
mod gateways;
mod hostile;
mod kubernetes;
mod load;
mod mcp;
mod posture;
mod properties;
mod pyrit;
mod quality;
mod recognition;
mod resilience;
mod samples;
mod sarif;
mod secrets;
mod supply_chain;
mod vulnerabilities;
