//! Notices, and what becomes of them outside the console.

use serde::{Deserialize, Serialize};

use crate::{
    CheckId, DeliveryId, EventId, WebhookId, WorkloadId,
    notice::{Channel, DeliveryState, Event, Failure, NoticeKind},
};

/// What a reader asks of their notices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeQuery {
    /// A [`NoticeKind`]; empty or unknown for all.
    #[serde(default)]
    pub kind: String,
    /// From 1.
    #[serde(default)]
    pub page: u32,
}

/// A criterion that a notice names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// `S02.3b`, or `K-S1` of a risk.
    pub id: String,
    /// Its check; none of a risk.
    pub check: Option<CheckId>,
    /// Its statement or name in the reader's language.
    pub text: String,
}

/// Something that somebody is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRow {
    /// Which.
    pub id: EventId,
    /// What happened.
    pub event: Event,
    /// To which workload; none where it is about a team or the organisation.
    pub workload: Option<WorkloadId>,
    /// Its name, else the team's or the organisation's.
    pub workload_name: String,
    /// The team's name; empty where it is about the organisation.
    pub team_name: String,
    /// The criteria or the risk that it names.
    pub about: Vec<Named>,
    /// When, as RFC 3339.
    pub at: String,
    /// Not marked as read yet.
    pub unread: bool,
}

/// One's notices: those not read first, then by time, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticesPage {
    /// What was asked.
    pub kind: Option<NoticeKind>,
    /// This page's rows.
    pub rows: Vec<NoticeRow>,
    /// From 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// How many rows on all of them.
    pub total: i64,
    /// How many of all kinds are not read, at most a hundred.
    pub unread: i64,
    /// When the page was made, as RFC 3339: what came later was not seen.
    pub seen: String,
}

/// What somebody wants to see, and what by mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeChoices {
    /// Each kind, and whether the console shows it.
    pub console: Vec<(NoticeKind, bool)>,
    /// Each kind, and whether it comes by mail.
    pub mail: Vec<(NoticeKind, bool)>,
    /// Whether this installation sends mail.
    pub sends: bool,
}

crate::answer::wire_enum! {
    /// How a secret is kept in the database.
    SecretState {
        /// Sealed with the installation's key.
        Sealed = "sealed",
        /// In clear: the installation has no key.
        Clear = "clear",
        /// Sealed with another key than the installation's: it can't be read.
        Lost = "lost",
    }
}

/// A webhook as its page shows it; its secret is never shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRow {
    /// Which.
    pub id: WebhookId,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// What it is sent.
    pub kinds: Vec<NoticeKind>,
    /// Whether it is sent anything.
    pub active: bool,
    /// How its secret is kept.
    pub secret: SecretState,
    /// Who made it.
    pub by: String,
    /// When, as RFC 3339.
    pub at: String,
    /// For optimistic writes.
    pub version: i32,
}

/// All webhooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhooksPage {
    /// By name.
    pub rows: Vec<WebhookRow>,
}

/// What a reader asks of the deliveries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryQuery {
    /// A [`DeliveryState`]; empty or unknown for all.
    #[serde(default)]
    pub state: String,
    /// A [`Channel`]; empty or unknown for both.
    #[serde(default)]
    pub channel: String,
    /// From 1.
    #[serde(default)]
    pub page: u32,
}

/// A mail or a call of a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// Which.
    pub id: DeliveryId,
    /// Which way.
    pub channel: Channel,
    /// The person's or the webhook's name.
    pub to: String,
    /// What it tells of; nothing of a test, and of a report.
    pub kinds: Vec<NoticeKind>,
    /// Whether it brings a report.
    pub report: bool,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next, where it is.
    pub next_at: Option<String>,
    /// Why it failed last.
    pub failure: Option<Failure>,
    /// When it came to be, as RFC 3339.
    pub created_at: String,
    /// When it was sent or given up.
    pub done_at: Option<String>,
}

/// Deliveries of the last thirty days, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveriesPage {
    /// This page's rows.
    pub rows: Vec<DeliveryRow>,
    /// From 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// How many rows on all of them.
    pub total: i64,
    /// Whether this installation sends mail at all.
    pub sends: bool,
}
