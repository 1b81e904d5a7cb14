//! A world with one person in each role, and browsers for them.

mod client;
mod evidence;
pub mod receiver;
pub mod smtp;
mod state;
mod world;

pub use client::{Answer, Client, multipart};
pub use evidence::FILE;
pub use state::{checksum, log_entries};
pub use world::{CHECK, CRITERION, PASSWORD, Role, World, check, criterion};
