//! Teams: the list, and a team's settings.

mod bound;
mod invitations;
mod list;
mod members;
mod settings;

pub use list::TeamsPage;
pub use settings::TeamSettingsPage;

pub use invitations::Invitations;
