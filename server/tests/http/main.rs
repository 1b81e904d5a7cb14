//! The whole server as its clients see it: the real router over a real Postgres.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod access;
mod api;
mod bad_input;
mod connections;
mod cost;
mod entry;
mod evidence;
mod evidence_forms;
mod forms;
mod functions;
mod idempotency;
mod load;
mod map;
mod notices;
mod one_connection;
mod openapi;
mod outward;
mod pages;
mod plans;
mod push;
mod register;
mod reports;
mod sessions;
mod signals;
mod signals_bodies;
mod signals_forms;
mod signals_many;
mod support;
mod tables;
mod transfer;
mod transfer_measured;
mod uploads;
