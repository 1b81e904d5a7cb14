//! The register of all risks: of the organisation, and of a team.

mod api;
mod bulk;
mod filter;
mod matrix;
mod table;
mod waiting;

pub(crate) use waiting::reject;

use domain::views::register::{RegisterPage as Data, RegisterQuery};
use domain::{Locale, TeamId};
use leptos::prelude::*;

use crate::components::{Crumb, EmptyState, Glyph, Icon, Page, PageHead, Pagination, TeamTabs};
use crate::href;
use crate::i18n::{common, register, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::query::Query;

/// Everything that the reader may see.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let query = use_query();
    let page = resource(move || asked(&query.get()), api::organisation_register);
    loaded(page, move |data| draw(data, query.get_untracked()))
}

/// One team's risks.
#[component]
pub fn TeamRegisterPage() -> impl IntoView {
    let query = use_query();
    let id = use_part::<TeamId>("id");
    let page = resource(
        move || (id.get(), asked(&query.get())),
        |(id, query)| api::team_register(id, query),
    );
    loaded(page, move |data| draw(data, query.get_untracked()))
}

/// What the address asks for.
fn asked(query: &Query) -> RegisterQuery {
    let get = |key: &str| query.get(key).to_owned();
    RegisterQuery {
        q: get("q"),
        team: get("team"),
        workload: get("workload"),
        risk: get("risk"),
        pillar: get("pillar"),
        inherent: get("inherent"),
        claimed: get("claimed"),
        assured: get("assured"),
        treatment: get("treatment"),
        acceptance: get("acceptance"),
        owner: get("owner"),
        kind: get("kind"),
        findings: get("findings"),
        matrix: get("matrix"),
        likelihood: get("likelihood"),
        impact: get("impact"),
        sort: get("sort"),
        page: get("page"),
    }
}

/// The page's own path.
fn path(data: &Data) -> String {
    match &data.team {
        Some((id, _)) => href::team(*id, "/risks"),
        None => "/risks".to_owned(),
    }
}

fn draw(data: Data, query: Query) -> AnyView {
    let locale = use_locale();
    let title = match &data.team {
        Some((_, name)) => register::team_title(locale, name),
        None => register::title(locale).to_owned(),
    };
    let crumbs = match &data.team {
        Some(_) => vec![Crumb::new("/teams", common::teams(locale))],
        None => Vec::new(),
    };
    let untouched = query.without("sort").without("page").is_empty();
    let body = if data.total == 0 && untouched {
        first_use(locale)
    } else {
        body(locale, &data, &query)
    };
    let csv = (data.total > 0).then(|| {
        view! { <a class="c-btn" href=csv(locale, &data, &query) rel="external"><Icon of=Glyph::Export />{register::csv(locale)}</a> }
    });
    let tabs = data
        .team
        .clone()
        .map(|(id, name)| view! { <TeamTabs team=id name=name /> });
    let head = match tabs {
        Some(tabs) => view! { <PageHead title=title.clone() crumbs=crumbs actions=csv.into_any() tabs=tabs.into_any() /> }.into_any(),
        None => view! { <PageHead title=title.clone() actions=csv.into_any() /> }.into_any(),
    };
    view! {
        <Page title=title>
            {head}
            {body}
        </Page>
    }
    .into_any()
}

/// The rows that are shown, all pages of them, as a table to take away.
fn csv(locale: Locale, data: &Data, query: &Query) -> String {
    let query = query.without("page").with("lang", locale.tag());
    let query = match &data.team {
        Some((id, _)) => query.with("team", id),
        None => query,
    };
    query.link("/api/v1/risks.csv")
}

fn body(locale: Locale, data: &Data, query: &Query) -> AnyView {
    let rows = if data.rows.is_empty() {
        let at = path(data);
        view! {
            <EmptyState title=register::no_match(locale) text=register::no_match_text(locale)>
                <a class="c-btn" href=at>{common::clear_filter(locale)}</a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            {table::table(locale, data, query)}
            {bulk::bulk(locale, data, query)}
            <Pagination page=data.page pages=data.pages total=i64::from(data.total) query=query.clone() />
        }
        .into_any()
    };
    view! {
        {waiting::waiting(locale, data, query)}
        {filter::filter(locale, data, query)}
        <div class="l-split l-split--narrow">
            <section class="c-section" id="rows">{rows}</section>
            {matrix::matrices(locale, data, query)}
        </div>
    }
    .into_any()
}

fn first_use(locale: Locale) -> AnyView {
    view! {
        <EmptyState title=register::none_title(locale) text=register::none_text(locale)>
            <a class="c-btn c-btn--primary" href="/workloads">{common::workloads(locale)}</a>
        </EmptyState>
    }
    .into_any()
}
