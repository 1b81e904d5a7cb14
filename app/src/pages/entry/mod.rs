//! Coming in: the set-up, signing in, links from invitations and for new passwords.

mod door;
mod invite;
mod login;
mod reset;
mod setup;

pub use invite::InvitePage;
pub use login::LoginPage;
pub use reset::ResetPage;
pub use setup::SetupPage;
