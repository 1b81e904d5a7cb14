//! Postgres: the only SQL of the product, a module per aggregate, every query checked at compile time.
//!
//! Functions take one connection, which is the caller's transaction: a use case never holds two. Lookups return
//! `Option`, for "not there" is handled differently from failure. What changes a team's rows takes the
//! [`Permit`](domain::Permit) that allows it. Time, ids and secrets are parameters.

pub mod answers;
pub mod attempts;
pub mod change_log;
pub mod decisions;
mod error;
pub mod findings;
pub mod frameworks;
pub mod invitations;
pub mod members;
pub mod organisation;
pub mod password_resets;
pub mod proof;
pub mod readings;
pub mod results;
pub mod reviews;
mod rows;
pub mod server;
pub mod sessions;
pub mod teams;
pub mod tokens;
pub mod users;
pub mod verdicts;
pub mod workloads;

pub use error::StoreError;
pub use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// The schema's migrations, run under sqlx's own advisory lock.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// Everything that can be done in one transaction.
pub type Tx = Transaction<'static, Postgres>;
