//! The pages of a workload.

use domain::views::workloads::WorkloadHead;
use leptos::prelude::*;

use crate::components::{Tab, Tabs};
use crate::href;
use crate::i18n::{use_locale, workloads};

/// Links to the pages of a workload; for the `tabs` of its `PageHead`.
#[component]
pub fn WorkloadTabs(
    /// Which workload.
    head: WorkloadHead,
) -> impl IntoView {
    let locale = use_locale();
    let at = |part: &str| href::workload(head.id, part);
    let mut tabs = vec![
        Tab::new(at(""), workloads::tab_results(locale)),
        Tab::new(at("/checks"), workloads::tab_checks(locale)).and_below(),
        Tab::new(at("/risks"), workloads::tab_risks(locale)),
        Tab::new(at("/plan"), workloads::tab_plan(locale)),
        Tab::new(at("/review"), workloads::tab_review(locale)),
        Tab::new(at("/history"), workloads::tab_history(locale)),
    ];
    if head.abilities.edit {
        tabs.push(Tab::new(at("/edit"), workloads::tab_edit(locale)));
    }
    view! { <Tabs label=head.name tabs=tabs /> }
}
