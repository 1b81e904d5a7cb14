//! The review: what is open before submission, the verdict, and what was said before.

mod api;
mod audit;
mod history;
mod verdict;

use domain::WorkloadId;
use domain::views::assessing::ReviewPage as Data;
use leptos::prelude::*;

use super::head::workload_head;
use crate::components::Page;
use crate::i18n::{review, use_locale};
use crate::load::{loaded, resource, use_part};

/// A workload's review.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let page = resource(move || id.get(), api::load_review);
    loaded(page, draw)
}

fn draw(page: Data) -> AnyView {
    let l = use_locale();
    let title = format!("{} · {}", review::title(l), page.head.name);
    view! {
        <Page title=title>
            {workload_head(&page.head, Some(page.counts), ().into_any())}
            <div class="l-split">
                <div class="l-stack">{audit::audit(l, &page)}</div>
                <div class="l-split__side l-split__side--sticky l-stack">
                    {verdict::verdict(l, &page)}
                    {history::history(l, &page.reviews)}
                </div>
            </div>
        </Page>
    }
    .into_any()
}
