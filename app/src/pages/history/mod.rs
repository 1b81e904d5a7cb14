//! Milestones, the change log, and the difference of any two states.

mod api;
mod changes;
mod difference;
mod log;
mod milestones;

pub use difference::DifferencePage;

use domain::{WorkloadId, views::results::HistoryPage as Data};
use leptos::prelude::*;

use crate::{
    components::{Crumb, Page, PageHead, WorkloadTabs},
    i18n::{common, history, use_locale},
    load::{loaded, resource, use_part, use_query},
};

/// The history page of a workload.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let (query, id) = (use_query(), use_part::<WorkloadId>("id"));
    let asked = move || {
        let page = |key: &str| query.with(|q| q.get(key).parse::<u32>().unwrap_or(1));
        (id.get(), page("page"), page("imported"))
    };
    let page = resource(asked, |(id, page, imported)| {
        api::workload_history(id, page, imported)
    });
    loaded(page, |data| view! { <History data=data /> }.into_any())
}

#[component]
fn History(data: Data) -> impl IntoView {
    let l = use_locale();
    let head = data.head.clone();
    let title = format!("{} · {}", head.name, history::title(l));
    let crumbs = vec![Crumb::new("/workloads", common::workloads(l))];
    let tabs = view! { <WorkloadTabs head=head.clone() /> }.into_any();
    view! {
        <Page title=title>
            <PageHead title=head.name.clone() crumbs=crumbs tabs=tabs />
            <div class="l-stack">
                <milestones::Milestones id=head.id rows=data.milestones />
                <log::Log rows=data.log page=data.log_page more=data.log_more />
                <log::Before log=data.imported />
            </div>
        </Page>
    }
}
