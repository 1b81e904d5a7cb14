//! Entries of the organisation's chain.

use std::fmt::Display;

use domain::{TeamId, UserId};
use serde_json::Value;
use store::{
    StoreError, Tx,
    change_log::{Chain, Entry, append},
};
use time::OffsetDateTime;

/// What there is to say about a write to people, teams or settings.
pub(crate) struct Note<'a> {
    /// When.
    pub at: OffsetDateTime,
    /// Who; none for a command on the server.
    pub actor: Option<UserId>,
    /// The team whose members may read it; none for administrators only.
    pub team: Option<TeamId>,
    /// What.
    pub action: &'a str,
    /// The row.
    pub subject: &'a (dyn Display + Sync),
    /// Before and after.
    pub details: Value,
}

/// Notes a write, in its transaction and as its last statement: all writers of the chain wait for one another.
pub(crate) async fn note(tx: &mut Tx, note: Note<'_>) -> Result<(), StoreError> {
    let Note {
        at,
        actor,
        team,
        action,
        subject,
        details,
    } = note;
    let subject = subject.to_string();
    append(
        tx,
        Entry {
            chain: Chain::Organisation,
            at,
            actor,
            team,
            action,
            subject: &subject,
            details,
        },
    )
    .await
}
