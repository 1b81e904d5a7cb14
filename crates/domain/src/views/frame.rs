//! What stands around every page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{FieldErrors, Locale, OrgRole, TeamId, TeamRole, UserId};

/// Loaded once with each document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The organisation's name; empty before the set-up.
    pub organisation: String,
    /// The reader's language.
    pub locale: Locale,
    /// The reader's theme; none follows the system.
    pub theme: Option<Theme>,
    /// Who is signed in.
    pub me: Option<Me>,
    /// What the last form said, shown once.
    pub flash: Option<Flash>,
    /// How many notices the reader has not read, at most a hundred.
    #[serde(default)]
    pub unread: i64,
    /// Today, in UTC: the same on the server and in the browser.
    pub today: String,
}

crate::answer::wire_enum! {
    /// A chosen theme.
    Theme {
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Role in the organisation.
    pub org_role: Option<OrgRole>,
    /// Teams with the role in each, by name.
    pub teams: Vec<MyTeam>,
}

/// A team the signed-in person belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyTeam {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// The role.
    pub role: TeamRole,
}

/// The outcome of the last form, carried over the redirect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// Which form: its action path.
    pub form: String,
    /// What happened.
    pub outcome: Outcome,
    /// What was typed, without secrets, to fill the form again.
    pub values: BTreeMap<String, String>,
}

/// What happened to a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// Done; the code names the sentence to show.
    Done {
        /// `workload_created`, `password_changed` …
        code: String,
    },
    /// Something is wrong with these fields.
    Invalid {
        /// Field by field.
        errors: FieldErrors,
    },
    /// Somebody changed it meanwhile.
    Stale,
    /// Not possible in this state; the code names the sentence.
    State {
        /// `not_draft`, `last_administrator` …
        code: String,
    },
    /// Too many tries.
    TooMany {
        /// Seconds to wait.
        seconds: u64,
    },
}
