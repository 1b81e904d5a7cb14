//! The whole server as its clients see it: the real router over a real Postgres.

mod access;
mod api;
mod bad_input;
mod entry;
mod forms;
mod load;
mod one_connection;
mod pages;
mod sessions;
mod support;
mod uploads;
