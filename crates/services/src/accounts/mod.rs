//! People: the set-up, one's own account, the administrators' list, new passwords.

mod administration;
mod form;
mod journal;
mod limits;
mod own;
mod password;
mod reset;
mod secret;
mod setup;

pub use administration::{disable, enable, list_users, set_org_role};
pub use own::{
    ChangePassword, OwnForm, change_password, choose_locale, choose_theme, own, update_own,
};
pub use password::PasswordCost;
pub use reset::{SetPassword, issue_reset, look_reset, recover, reset_password};
pub use setup::{NewOrganisation, needs_setup, setup};

pub(crate) use form::{new_password, one_line, optional, required};
pub(crate) use journal::{Note, note};
pub(crate) use limits::{Account, Address, PER_ACCOUNT, WINDOW, allowed, take_report};
pub(crate) use password::{Verdict, hash, verify};
pub(crate) use secret::{Secret, token_hash};
