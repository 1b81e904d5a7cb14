//! The plan of the organisation and of a team.

use domain::views::plans::{PlanQuery, PlanView, PlansPage};
use domain::{Locale, TeamId};
use leptos::prelude::*;

use super::{api, filter, reach, views};
use crate::components::number::grouped;
use crate::components::{Callout, Crumb, EmptyState, Page, PageHead, Stat, TeamTabs, Tone};
use crate::href;
use crate::i18n::{common, plans, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::query::Query;

/// The plans of all workloads that the reader may see.
#[component]
pub fn OrganisationPlanPage() -> impl IntoView {
    let query = use_query();
    let page = resource(move || asked(&query.get()), api::organisation_plans);
    loaded(page, move |page| draw(page, None, query.get_untracked()))
}

/// The plans of a team.
#[component]
pub fn TeamPlanPage() -> impl IntoView {
    let query = use_query();
    let id = use_part::<TeamId>("id");
    let page = resource(
        move || (id.get(), asked(&query.get())),
        |(id, query)| api::team_plans(id, query),
    );
    loaded(page, move |page| {
        draw(page, id.get_untracked(), query.get_untracked())
    })
}

/// What the address asks for.
pub(crate) fn asked(query: &Query) -> PlanQuery {
    let get = |key: &str| query.get(key).to_owned();
    PlanQuery {
        view: get("view"),
        q: get("q"),
        team: get("team"),
        workload: get("workload"),
        owner: get("owner"),
        state: get("state"),
        due: get("due"),
        pillar: get("pillar"),
        phase: get("phase"),
        sort: get("sort"),
        page: get("page"),
        capacity: get("capacity"),
    }
}

/// `of` is the team whose page it is.
fn draw(page: PlansPage, of: Option<TeamId>, query: Query) -> AnyView {
    let locale = use_locale();
    let name = page.team.as_ref().filter(|_| of.is_some());
    let title = name.map_or_else(
        || plans::title(locale).to_owned(),
        |(_, name)| plans::title_of(locale, name),
    );
    let heading = name.map_or_else(|| plans::title(locale).to_owned(), |(_, name)| name.clone());
    let crumbs = of.map(|_| vec![Crumb::new("/teams", common::teams(locale))]);
    let tabs = of.map(|id| team_tabs(id, &page));
    let at = of.map_or_else(|| "/plan".to_owned(), |id| href::team(id, "/plan"));
    let actions = match of {
        Some(id) => views::exports(locale, &format!("/api/v1/teams/{id}"), None),
        None => views::exports(locale, "/api/v1/organisation", Some(&query)),
    };
    let untouched = query
        .without("view")
        .without("sort")
        .without("page")
        .without("capacity")
        .is_empty();
    let counts = page.counts;
    let nothing = counts.open + counts.in_progress + counts.done + counts.dropped == 0;
    let content = if nothing && untouched && !page.catching_up {
        first_use(locale)
    } else {
        content(locale, page, of, query, at)
    };
    let head = match tabs {
        Some(tabs) => view! {
            <PageHead title=heading crumbs=crumbs.unwrap_or_default() actions=actions tabs=tabs />
        }
        .into_any(),
        None => view! { <PageHead title=heading actions=actions /> }.into_any(),
    };
    view! {
        <Page title=title>
            {head}
            {content}
        </Page>
    }
    .into_any()
}

fn team_tabs(id: TeamId, page: &PlansPage) -> AnyView {
    let name = page
        .team
        .as_ref()
        .map(|(_, name)| name.clone())
        .unwrap_or_default();
    view! { <TeamTabs team=id name=name /> }.into_any()
}

fn first_use(locale: Locale) -> AnyView {
    view! {
        <EmptyState title=plans::none_title(locale) text=plans::none_text(locale)>
            <a class="c-btn c-btn--primary" href="/workloads">{plans::to_workloads(locale)}</a>
        </EmptyState>
    }
    .into_any()
}

fn content(
    locale: Locale,
    page: PlansPage,
    of: Option<TeamId>,
    query: Query,
    at: String,
) -> AnyView {
    let view: PlanView = query.get("view").parse().unwrap_or(PlanView::List);
    let catching_up = page.catching_up.then(|| {
        view! {
            <Callout tone=Tone::Info title=plans::catching_up_title(locale)>
                <p>{plans::catching_up_text(locale)}</p>
            </Callout>
        }
    });
    view! {
        <div class="l-stack">
            {catching_up}
            {stats(locale, &page, &query, &at)}
            {reach::reach(locale, &page, &query, &at)}
            <section class="c-section" id="actions">
                {views::switch(locale, view, &query, &at)}
                {filter::filter(locale, &page, of, view, &query)}
                {views::body(locale, page, view, query, &at)}
            </section>
        </div>
    }
    .into_any()
}

/// How much there is to do; each number leads to its rows.
fn stats(locale: Locale, page: &PlansPage, query: &Query, at: &str) -> AnyView {
    let counts = page.counts;
    let link = |key: &str, value: &str| {
        let base = query.without("page").without("state").without("view");
        format!("{}#actions", base.with(key, value).link(at))
    };
    let all = format!(
        "{}#actions",
        query
            .without("page")
            .without("state")
            .without("due")
            .link(at)
    );
    let count = |of: u32| grouped(u64::from(of));
    view! {
        <div class="c-stats">
            <Stat label=plans::stat_open(locale) value=count(counts.open + counts.in_progress) href=all />
            <Stat label=plans::stat_overdue(locale) value=count(counts.overdue) href=link("due", "overdue") />
            <Stat label=plans::stat_unowned(locale) value=count(counts.unowned) href=link("owner", "none") />
            <Stat label=plans::stat_effort(locale) value=grouped(counts.effort_days) unit=format!(" {}", plans::unit_days(locale)) />
        </div>
    }
    .into_any()
}
