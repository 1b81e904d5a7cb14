//! What people are told, in the console, by mail and by webhook.
//!
//! An event is written in the transaction that causes it, together with who is told and which webhooks are called; what
//! only time causes is looked for once a day. Deliveries follow later, by themselves (ADR 11).

mod acceptances;
mod actions;
mod budgets;
mod choices;
mod conflicts;
mod deliveries;
mod due;
mod inbox;
mod jobs;
mod mail;
mod outbox;
mod reports;
mod review;
mod secrets;
mod webhooks;

pub(crate) use acceptances::{acceptance_approved, acceptance_asked, acceptance_rejected};
pub(crate) use actions::{ActionNews, Cause, tell_actions};
pub(crate) use budgets::tell_passed;
pub use choices::{choices, choose};
pub(crate) use conflicts::{claimed_now, contradicted, tell_contradicted};
pub use deliveries::{deliveries_page, retry, upkeep};
pub use due::tell_due;
pub use inbox::{notices_page, read_all, read_one, unread};
pub use jobs::{Call, Job, Letter, ReportLetter, Work, report, take};
pub use mail::gather;
pub(crate) use reports::{report_failed, report_ready};
pub(crate) use review::{decided, review_asked};
pub use secrets::{Sealed, seal_secrets};
pub use webhooks::{
    WebhookForm, add_webhook, change_webhook, new_secret, remove_webhook, test_webhook,
    webhooks_page,
};
