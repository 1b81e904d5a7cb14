//! What a workload offers to others, and who takes it over.

use domain::views::platforms::{OfferPage as Data, OfferQuery};
use domain::{Locale, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use super::{consumers, offer_form};
use crate::components::Page;
use crate::error::AppError;
use crate::i18n::{platforms, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::pages::workload::head::workload_head;
use crate::query::Query;

/// What a workload offers.
#[server(prefix = "/api/fn", endpoint = "workloads/offer", input = Json)]
pub async fn load_offer(id: Option<WorkloadId>, query: OfferQuery) -> Result<Data, AppError> {
    let request = crate::server::request()?;
    let (viewer, locale) = (request.viewer()?, request.locale);
    let id = id.ok_or(services::Error::NotFound)?;
    Ok(services::platforms::offer_page(&request.services, viewer, id, &query, locale).await?)
}

/// What a workload offers to others.
#[component]
pub fn OfferPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let query = use_query();
    let asked = move || {
        let query = query.get();
        let asked = OfferQuery {
            criterion: query.get("criterion").to_owned(),
            page: query.get("page").to_owned(),
        };
        (id.get(), asked)
    };
    let page = resource(asked, |(id, query)| load_offer(id, query));
    loaded(page, move |page| draw(page, &query.get_untracked()))
}

fn draw(page: Data, query: &Query) -> AnyView {
    let l = use_locale();
    let consumers = consumers::consumers(l, &page, query);
    view! {
        <Page title=platforms::offer_title(l, &page.head.name)>
            {workload_head(&page.head, None, ().into_any())}
            <div class="l-split l-split--wide">
                <div class="l-stack">
                    {intro(l, &page)}
                    {offer_form::offer_form(l, &page)}
                </div>
                {consumers}
            </div>
        </Page>
    }
    .into_any()
}

fn intro(l: Locale, page: &Data) -> AnyView {
    let read_only =
        (!page.writable).then(|| view! { <p class="u-muted">{platforms::offer_read_only(l)}</p> });
    view! {
        <div class="l-stack l-stack--tight">
            <p class="u-muted u-measure">{platforms::offer_intro(l)}</p>
            <p class="u-muted u-measure">{platforms::offer_rules(l)}</p>
            {read_only}
        </div>
    }
    .into_any()
}
