//! The pages of a team.

use domain::TeamId;
use leptos::prelude::*;

use crate::components::{Tab, Tabs};
use crate::href;
use crate::i18n::{accounts, common, use_locale};

/// Links to the pages of a team, for the `tabs` of its `PageHead`.
#[component]
pub fn TeamTabs(
    /// Which team.
    team: TeamId,
    /// Its name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let locale = use_locale();
    let tabs = vec![
        Tab::new(href::team(team, ""), accounts::overview(locale)),
        Tab::new(href::team(team, "/risks"), common::risks(locale)),
        Tab::new(href::team(team, "/plan"), common::plan(locale)),
        Tab::new(href::team(team, "/cost"), common::cost(locale)),
        Tab::new(href::team(team, "/settings"), common::settings(locale)),
    ];
    view! { <Tabs label=name tabs=tabs /> }
}
