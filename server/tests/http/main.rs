//! The whole server as its clients see it: the real router over a real Postgres.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod access;
mod api;
mod bad_input;
mod entry;
mod evidence;
mod forms;
mod functions;
mod load;
mod one_connection;
mod pages;
mod sessions;
mod support;
mod uploads;
