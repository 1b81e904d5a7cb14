//! What people did about risks and actions.

use domain::{Name, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use super::super::people::PeopleOf;

parts! {
    /// Something that was done about a risk or an action. It names people by their names only: it is read, and nothing
    /// follows from it.
    HistoryPart [] {
        /// Its place, from 1, the oldest first.
        number: i64,
        /// The organisation in whose installation it was done.
        origin: Name,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
        /// Who; none for the product itself.
        actor: Option<Name>,
        /// What: `risk.treat` …
        action: String,
        /// The risk, or the criterion of the action.
        subject: String,
        /// Fields with their values; an owner is a name.
        details: Value,
    }
}
