//! Use cases: one function for each thing that a person or a machine does. Each authorises, runs one transaction,
//! applies the rules of `domain` and writes the change log.
//!
//! The web page, the REST API and the command line are three doors to the same functions.

pub mod assessing;
mod basis;
pub mod catalog;
mod context;
mod error;
pub mod evidence;
pub mod explain;
pub mod export;
pub mod history;
mod insight;
pub mod overview;
pub mod plan;
mod results;
pub mod risks;
mod snapshot;
mod texts;
pub mod workload;

pub mod accounts;
pub mod invitations;
pub mod login;
pub mod sessions;
pub mod settings;
pub mod teams;

pub use context::{Clock, Randomness, Services};
pub use error::Error;
pub use insight::results_page;
