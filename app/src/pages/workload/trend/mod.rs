//! A workload over time.

mod risks;

use domain::views::trend::WorkloadTrend;
use domain::{Locale, Set, WorkloadId};
use leptos::prelude::*;

use crate::components::{
    AlertList, BurnDown, Crumb, FreshnessFacts, Page, PageHead, TrendOf, TrendSection,
    WorkloadTabs, set_link,
};
use crate::error::AppError;
use crate::href;
use crate::i18n::{common, trend, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::query::Query;

/// A workload's numbers over time.
#[server(prefix = "/api/fn", endpoint = "workloads/trend", input = leptos::server_fn::codec::Json)]
pub async fn load_trend(id: WorkloadId, span: String) -> Result<WorkloadTrend, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(
        services::trend::workload_page(&request.services, viewer, id, &span, request.locale)
            .await?,
    )
}

/// A workload over time: index, proof, risks, plan.
#[component]
pub fn TrendPage() -> impl IntoView {
    let (query, id) = (use_query(), use_part::<WorkloadId>("id"));
    let page = resource(
        move || (id.get(), query.with(|q| q.get("span").to_owned())),
        |(id, span)| async move { load_trend(id.ok_or(AppError::NotFound)?, span).await },
    );
    loaded(page, move |page| draw(page, query.get_untracked()))
}

fn draw(page: WorkloadTrend, query: Query) -> AnyView {
    let locale = use_locale();
    let head = page.head.clone();
    let crumbs = vec![Crumb::new("/workloads", common::workloads(locale))];
    let of = TrendOf::Workload(head.id);
    let tabs = view! { <WorkloadTabs head=head.clone() /> }.into_any();
    view! {
        <Page title=trend::page_title(locale, &head.name)>
            <PageHead title=head.name.clone() crumbs=crumbs tabs=tabs />
            <div class="l-stack">
                <TrendSection trend=page.trend.clone() query=query of=of />
                <div class="l-split">
                    <BurnDown trend=page.trend.clone() of=of />
                    <div class="l-split__side l-stack">{proof(locale, &page)}</div>
                </div>
                {alerts(locale, &page)}
                {risks::moved(locale, &page)}
            </div>
        </Page>
    }
    .into_any()
}

fn proof(locale: Locale, page: &WorkloadTrend) -> AnyView {
    let evidence = href::workload(page.head.id, "/evidence");
    let rows = ["#ending", "#ending", "#ending", ""].map(|part| format!("{evidence}{part}"));
    let base = href::workload(page.head.id, "");
    let explain = set_link(&href::explain(&base, "index", ""), Set::Assured);
    // How old each proof is stands where what is proven is explained, down to the answer.
    let aged = std::array::from_fn(|_| explain.clone());
    view! {
        <section class="c-section" id="proof">
            <div class="c-section__head"><h2 class="c-section__title">{trend::freshness(locale)}</h2></div>
            <FreshnessFacts of=page.freshness rows=rows aged=aged explain=explain />
        </section>
    }
    .into_any()
}

fn alerts(locale: Locale, page: &WorkloadTrend) -> AnyView {
    let days = page.alerts.days;
    let body = if page.alerts.rows.is_empty() {
        view! { <p class="u-muted">{trend::alerts_none(locale, days)}</p> }.into_any()
    } else {
        view! { <AlertList rows=page.alerts.rows.clone() own=true /> }.into_any()
    };
    view! {
        <section class="c-section" id="alerts">
            <div class="c-section__head">
                <h2 class="c-section__title">{trend::alerts(locale)}</h2>
                <span class="c-section__note">{trend::alerts_note(locale, days)}</span>
            </div>
            {body}
        </section>
    }
    .into_any()
}
