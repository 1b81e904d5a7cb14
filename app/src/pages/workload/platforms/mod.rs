//! Shared services: what a workload inherits, what it offers to others.

mod candidates;
mod consumers;
mod offer;
mod offer_form;
mod subscription;

pub use offer::OfferPage;
pub(crate) use subscription::standing_words;

use domain::views::platforms::{PlatformName, PlatformsPage as Data};
use domain::{Locale, WorkloadId};
use leptos::prelude::*;

use crate::components::{EmptyState, Page};
use crate::error::AppError;
use crate::href;
use crate::i18n::{platforms, use_locale};
use crate::load::{loaded, resource, use_part};
use crate::pages::workload::head::workload_head;

/// The platforms of a workload.
#[server(prefix = "/api/fn", endpoint = "workloads/platforms")]
pub async fn load_platforms(id: WorkloadId) -> Result<Data, AppError> {
    let request = crate::server::request()?;
    let (viewer, locale) = (request.viewer()?, request.locale);
    Ok(services::platforms::platforms_page(&request.services, viewer, id, locale).await?)
}

/// The platforms of a workload.
#[component]
pub fn PlatformsPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let page = resource(
        move || id.get(),
        |id| async move { load_platforms(id.ok_or(AppError::NotFound)?).await },
    );
    loaded(page, draw)
}

fn draw(page: Data) -> AnyView {
    let l = use_locale();
    view! {
        <Page title=platforms::title(l, &page.head.name)>
            {workload_head(&page.head, None, ().into_any())}
            <div class="l-stack">
                <p class="u-muted u-measure">{platforms::intro(l)}</p>
                {subscribed(l, &page)}
                {candidates::candidates(l, &page)}
                {own_offer(l, &page)}
            </div>
        </Page>
    }
    .into_any()
}

fn subscribed(l: Locale, page: &Data) -> AnyView {
    if page.subscriptions.is_empty() {
        return view! { <EmptyState title=platforms::none_title(l) text=platforms::none_text(l) /> }
            .into_any();
    }
    let several = page.subscriptions.len() > 1;
    let rows = page.subscriptions.iter();
    let rows = rows.map(|row| subscription::subscription(l, &page.head, row));
    view! {
        <section class="c-section" id="subscribed">
            <div class="c-section__head">
                <h2 class="c-section__title">{platforms::subscribed(l)}</h2>
                {several.then(|| view! { <span class="c-section__note">{platforms::weaker_rule(l)}</span> })}
            </div>
            <div class="l-stack">{rows.collect_view()}</div>
        </section>
    }
    .into_any()
}

/// A platform's name: a link for those who may read it.
pub(crate) fn platform_name(platform: &PlatformName) -> AnyView {
    let name = platform.name.clone();
    match &platform.readable {
        Some((id, _)) => view! { <a href=href::workload(*id, "")>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    }
}

fn own_offer(l: Locale, page: &Data) -> AnyView {
    let offers = page.offers > 0;
    let text = if offers {
        platforms::own_offer_some(l, page.offers, page.consumers)
    } else {
        platforms::own_offer_none(l).to_owned()
    };
    let link = (offers || page.head.abilities.offer).then(|| {
        view! { <a class="c-btn" href=href::workload(page.head.id, "/offer")>{platforms::to_offer(l)}</a> }
    });
    view! {
        <section class="c-section" id="offered">
            <div class="c-section__head"><h2 class="c-section__title">{platforms::own_offer(l)}</h2></div>
            <div class="l-row l-row--between"><p class="u-measure">{text}</p>{link}</div>
        </section>
    }
    .into_any()
}
