//! What changed for the worse: a few on the overview, all on a page of their own.

use domain::views::{overview::OverviewPage as Data, trend::AlertsPage as Listing};
use leptos::prelude::*;

use crate::AppError;
use crate::components::{AlertList, Crumb, EmptyState, More, Page, PageHead, Pagination};
use crate::href;
use crate::i18n::{common, overview, trend, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

#[component]
pub(super) fn Alerts(data: Data) -> impl IntoView {
    let l = use_locale();
    let of = data.alerts;
    let all = match &data.team {
        Some((id, _)) => Query::default().with("team", id).link("/alerts"),
        None => "/alerts".to_owned(),
    };
    let body = if of.rows.is_empty() {
        view! { <p class="u-muted">{trend::alerts_none(l, of.days)}</p> }.into_any()
    } else {
        let total = of.rows.len();
        view! {
            <AlertList rows=of.rows />
            <More total=total />
        }
        .into_any()
    };
    let all = (of.total > 0).then(|| view! { <a href=all>{trend::alerts_all(l, of.total)}</a> });
    view! {
        <section class="c-section" id="alerts">
            <div class="c-section__head">
                <h2 class="c-section__title">{trend::alerts(l)}</h2>
                <span class="c-section__note">{trend::alerts_note(l, of.days)}</span>
                <div class="c-section__actions">{all}</div>
            </div>
            {body}
        </section>
    }
}

/// Alerts of the last days, of one team or of all.
#[server(prefix = "/api/fn", endpoint = "overview/alerts", input = leptos::server_fn::codec::Json)]
pub async fn load_alerts(team: String, page: String) -> Result<Listing, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let team = match team.as_str() {
        "" => None,
        text => Some(
            text.parse::<domain::TeamId>()
                .map_err(|_| services::Error::NotFound)?,
        ),
    };
    Ok(
        services::trend::alerts_page(&request.services, viewer, team, &page, request.locale)
            .await?,
    )
}

/// Everything that changed for the worse in the last days.
#[component]
pub fn AlertsPage() -> impl IntoView {
    let query = use_query();
    let page = resource(
        move || query.get(),
        |query| load_alerts(query.get("team").to_owned(), query.get("page").to_owned()),
    );
    loaded(page, move |data| draw(data, query.get_untracked()))
}

fn draw(data: Listing, query: Query) -> AnyView {
    let l = use_locale();
    let back = match &data.team {
        Some((id, name)) => Crumb::new(href::team(*id, ""), name.clone()),
        None => Crumb::new("/", overview::organisation_title(l)),
    };
    let of = data.alerts;
    let meta = view! { <span>{trend::alerts_note(l, of.days)}</span> }.into_any();
    let body = if of.rows.is_empty() {
        view! {
            <EmptyState title=trend::alerts_title(l) text=trend::alerts_none(l, of.days)>
                <a class="c-btn" href="/workloads">{common::workloads(l)}</a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <AlertList rows=of.rows />
            <Pagination page=of.page pages=of.pages total=i64::from(of.total) query=query />
        }
        .into_any()
    };
    view! {
        <Page title=trend::alerts_title(l)>
            <PageHead title=trend::alerts_title(l) crumbs=vec![back] meta=meta />
            <div class="l-stack">{body}</div>
        </Page>
    }
    .into_any()
}
