//! Use cases: one function for each thing that a person or a machine does. Each authorises, runs one transaction,
//! applies the rules of `domain` and writes the change log.
//!
//! The web page, the REST API and the command line are three doors to the same functions.

pub mod assessing;
mod basis;
pub mod catalog;
mod context;
pub mod cost;
mod error;
pub mod evidence;
pub mod explain;
pub mod export;
pub mod history;
pub mod idempotency;
mod insight;
pub mod map;
pub mod notices;
pub mod outward;
pub mod overview;
pub mod plan;
pub mod platforms;
pub mod register;
mod results;
pub mod risks;
pub mod rules;
mod sealing;
pub mod signals;
mod snapshot;
mod texts;
mod ties;
pub mod transfer;
pub mod trend;
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
pub use results::prepare;
pub use sealing::{SealError, SealingKey};
