//! The pages of a workload.

use domain::views::workloads::WorkloadHead;
use leptos::prelude::*;

use crate::components::{Tab, Tabs};
use crate::href;
use crate::i18n::{trend, use_locale, workloads};
use crate::upload::DropZone;

/// Links to the pages of a workload, for the `tabs` of its `PageHead`; files can be dropped wherever they are.
#[component]
pub fn WorkloadTabs(
    /// Which workload.
    head: WorkloadHead,
) -> impl IntoView {
    let locale = use_locale();
    let at = |part: &str| href::workload(head.id, part);
    let mut evidence = Tab::new(at("/evidence"), workloads::tab_evidence(locale))
        .and_also(at("/findings"))
        .and_also(at("/signals"));
    if head.to_decide > 0 {
        evidence = evidence.count(head.to_decide);
    }
    let mut tabs = vec![
        Tab::new(at(""), workloads::tab_results(locale)),
        Tab::new(at("/checks"), workloads::tab_checks(locale)).and_below(),
        evidence,
        Tab::new(at("/map"), workloads::tab_map(locale)),
        Tab::new(at("/risks"), workloads::tab_risks(locale)).and_below(),
        Tab::new(at("/plan"), workloads::tab_plan(locale)),
        Tab::new(at("/platforms"), workloads::tab_platforms(locale)).and_also(at("/offer")),
        Tab::new(at("/trend"), trend::tab(locale)),
        Tab::new(at("/cost"), workloads::tab_cost(locale)),
        Tab::new(at("/review"), workloads::tab_review(locale)),
        Tab::new(at("/history"), workloads::tab_history(locale)),
    ];
    if head.abilities.edit {
        tabs.push(Tab::new(at("/edit"), workloads::tab_edit(locale)));
    }
    let drop_zone = head
        .abilities
        .assess
        .then(|| view! { <DropZone workload=head.id name=head.name.clone() /> });
    view! {
        <Tabs label=head.name tabs=tabs />
        {drop_zone}
    }
}
