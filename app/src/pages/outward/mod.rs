//! Reports that leave the console by themselves: links for people without an account, and schedules.

mod choices;
mod kept;
mod schedule_form;
mod schedules;
mod shares;

pub use schedules::SchedulesPage;
pub use shares::SharesPage;

use leptos::prelude::*;

use crate::components::{Tab, Tabs};
use crate::i18n::{outward, use_locale};

/// Pages about reports.
pub(crate) fn tabs() -> AnyView {
    let locale = use_locale();
    let tabs = vec![
        Tab::new("/reports", outward::reports(locale)),
        Tab::new("/reports/shared", outward::shared(locale)),
        Tab::new("/reports/schedules", outward::schedules(locale)),
    ];
    view! { <Tabs label=outward::reports(locale) tabs=tabs /> }.into_any()
}
