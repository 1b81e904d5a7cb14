//! The server: configuration, HTTP, sessions, REST API and the command line.

pub mod api;
pub mod cli;
pub mod commands;
pub mod config;
pub mod database;
pub mod delivery;
pub mod demo;
pub mod forms;
mod hex;
pub mod ingest;
pub mod instance;
pub mod prometheus;
pub mod secret_key;
pub mod serve;
pub mod web;
mod work;
