//! Postgres: the only SQL of the product, a module per aggregate, every query checked at compile time.
//!
//! Functions take one connection, which is the caller's transaction: a use case never holds two. Lookups return
//! `Option`, for "not there" is handled differently from failure. What changes a team's rows takes the
//! [`Permit`](domain::Permit) that allows it. Time, ids and secrets are parameters.

pub mod alerts;
pub mod answers;
pub mod attempts;
mod canonical;
pub mod change_log;
pub mod components;
pub mod cost;
pub mod decisions;
pub mod deliveries;
mod error;
pub mod findings;
pub mod frameworks;
pub mod group_reports;
pub mod idempotency_keys;
pub mod imported_history;
pub mod invitations;
pub mod lists;
pub mod map;
pub mod members;
pub mod notices;
pub mod organisation;
pub mod own_risks;
pub mod password_resets;
pub mod plans;
pub mod platforms;
pub mod proof;
pub mod readings;
pub mod register;
pub mod report_files;
pub mod results;
pub mod reviews;
mod rows;
pub mod rule_thresholds;
pub mod samples;
pub mod schedules;
pub mod server;
pub mod sessions;
pub mod shares;
pub mod signals;
pub mod team_results;
pub mod teams;
pub mod tokens;
pub mod transfer;
pub mod users;
pub mod verdicts;
pub mod webhooks;
pub mod workloads;

pub use error::StoreError;
pub use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// The schema's migrations, run under sqlx's own advisory lock.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// Everything that can be done in one transaction.
pub type Tx = Transaction<'static, Postgres>;
