//! What administrators see: people, settings, rules, webhooks, deliveries, the change log.

mod deliveries;
mod import;
mod log;
mod people;
mod person;
mod rule_form;
mod rules;
mod settings;
mod webhook_form;
mod webhooks;

pub use deliveries::DeliveriesPage;
pub use import::{ImportPage, ImportsPage};
pub use log::LogPage;
pub use people::PeoplePage;
pub use rules::RulesPage;
pub use settings::SettingsPage;
pub use webhooks::WebhooksPage;

use leptos::prelude::*;

use crate::components::{Tab, Tabs};
use crate::i18n::{common, notices, transfer, use_locale};

/// The administration's pages.
fn tabs() -> AnyView {
    let locale = use_locale();
    let tabs = vec![
        Tab::new("/admin/people", common::people(locale)),
        Tab::new("/admin/settings", common::settings(locale)),
        Tab::new("/admin/rules", common::rules(locale)),
        Tab::new("/admin/webhooks", notices::webhooks(locale)),
        Tab::new("/admin/deliveries", notices::deliveries(locale)),
        Tab::new("/admin/import", transfer::title(locale)).and_below(),
        Tab::new("/admin/log", common::change_log(locale)),
    ];
    view! { <Tabs label=common::administration(locale) tabs=tabs /> }.into_any()
}
