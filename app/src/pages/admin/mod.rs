//! What administrators see: people, settings, the change log.

mod log;
mod people;
mod person;
mod settings;

pub use log::LogPage;
pub use people::PeoplePage;
pub use settings::SettingsPage;

use leptos::prelude::*;

use crate::components::{Tab, Tabs};
use crate::i18n::{common, use_locale};

/// The administration's pages.
fn tabs() -> AnyView {
    let locale = use_locale();
    let tabs = vec![
        Tab::new("/admin/people", common::people(locale)),
        Tab::new("/admin/settings", common::settings(locale)),
        Tab::new("/admin/log", common::change_log(locale)),
    ];
    view! { <Tabs label=common::administration(locale) tabs=tabs /> }.into_any()
}
