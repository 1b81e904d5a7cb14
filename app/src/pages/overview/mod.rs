//! The landing page of a manager, and a team's page.

mod api;
mod heat;
mod numbers;
mod risks;
mod table;

use domain::{
    TeamId,
    views::{overview::OverviewPage as Data, workloads::WorkloadQuery},
};
use leptos::prelude::*;

use crate::{
    components::{Crumb, EmptyState, Page, PageHead},
    frame::use_frame,
    href,
    i18n::{common, overview, use_locale},
    load::{loaded, use_part, use_query},
    query::Query,
};

/// The organisation: pillar × team, ranked.
#[component]
pub fn OrganisationPage() -> impl IntoView {
    let query = use_query();
    let page = Resource::new(move || asked(&query.get()), api::organisation_overview);
    loaded(page, move |data| {
        view! { <Overview data=data query=query.get_untracked() /> }.into_any()
    })
}

/// A team: pillar × workload, ranked.
#[component]
pub fn TeamPage() -> impl IntoView {
    let query = use_query();
    let id = use_part::<TeamId>("id");
    let page = Resource::new(
        move || (id.get(), asked(&query.get())),
        |(id, query)| api::team_overview(id, query),
    );
    loaded(page, move |data| {
        view! { <Overview data=data query=query.get_untracked() /> }.into_any()
    })
}

/// What the table of workloads shows; comes from the URL.
fn asked(query: &Query) -> WorkloadQuery {
    let get = |key: &str| query.get(key).to_owned();
    WorkloadQuery {
        q: get("q"),
        team: get("team"),
        tier: get("tier"),
        fact: get("fact"),
        state: get("state"),
        show: String::new(),
        sort: get("sort"),
        page: get("page"),
    }
}

/// The path that explanations of these numbers start with.
fn base(data: &Data) -> String {
    data.team
        .as_ref()
        .map(|(id, _)| href::team(*id, ""))
        .unwrap_or_default()
}

#[component]
fn Overview(data: Data, query: Query) -> impl IntoView {
    let l = use_locale();
    let title = match &data.team {
        Some((_, name)) => name.clone(),
        None => overview::organisation_title(l).to_owned(),
    };
    let crumbs = data
        .team
        .as_ref()
        .map(|_| vec![Crumb::new("/teams", common::teams(l))])
        .unwrap_or_default();
    let any = data.assessed + data.not_assessed > 0;
    let counted = any.then(|| overview::counted(l, data.assessed, data.not_assessed));
    let meta = view! { <span>{counted}</span> }.into_any();
    let actions = actions(&data);
    let body = if any { body(data, query) } else { empty(&data) };
    view! {
        <Page title=title.clone()>
            <PageHead title=title crumbs=crumbs meta=meta actions=actions />
            {body}
        </Page>
    }
}

fn body(data: Data, query: Query) -> AnyView {
    view! {
        <div class="l-stack">
            <numbers::Numbers data=data.clone() />
            <heat::Heat data=data.clone() />
            <risks::TopRisks rows=data.risks.clone() />
            <table::Workloads data=data query=query />
        </div>
    }
    .into_any()
}

fn actions(data: &Data) -> AnyView {
    let l = use_locale();
    let api = match &data.team {
        Some((id, _)) => format!("/api/v1/teams/{id}"),
        None => "/api/v1/organisation".to_owned(),
    };
    let manage = data.team.as_ref().filter(|_| data.manage).map(|(id, _)| {
        view! { <a class="c-btn" href=href::team(*id, "/settings")>{overview::settings(l)}</a> }
    });
    let create = data.workloads.creatable.first().map(|(id, _)| {
        let team = data.team.as_ref().map_or(*id, |(team, _)| *team);
        let href = Query::default().with("team", team).link("/workloads/new");
        view! { <a class="c-btn" href=href>{overview::new_workload(l)}</a> }
    });
    let reports = (data.assessed > 0).then(|| reports(&api));
    view! { {manage} {create} {reports} }.into_any()
}

fn reports(api: &str) -> AnyView {
    let l = use_locale();
    view! {
        <details class="c-menu">
            <summary class="c-btn c-btn--primary">{overview::report(l)}</summary>
            <div class="c-menu__panel">
                <a class="c-menu__item" rel="external" href=format!("{api}/report.pdf?lang=zh-CN")>{overview::report_pdf_zh(l)}</a>
                <a class="c-menu__item" rel="external" href=format!("{api}/report.pdf?lang=en")>{overview::report_pdf_en(l)}</a>
                <a class="c-menu__item" rel="external" href=format!("{api}/workloads.csv?lang={}", l.tag())>{overview::report_csv(l)}</a>
                <a class="c-menu__item" rel="external" href=format!("{api}/report.json")>{overview::report_json(l)}</a>
            </div>
        </details>
    }
    .into_any()
}

fn empty(data: &Data) -> AnyView {
    let l = use_locale();
    let me = use_frame().me.clone();
    let outsider = me
        .as_ref()
        .is_some_and(|me| me.org_role.is_none() && me.teams.is_empty());
    if outsider {
        return view! { <EmptyState title=overview::nobody_title(l) text=overview::nobody_text(l) /> }.into_any();
    }
    if data.workloads.creatable.is_empty() {
        return view! {
            <EmptyState title=overview::empty_title(l) text=overview::empty_teams(l)>
                <a class="c-btn c-btn--primary" href="/teams">{overview::to_teams(l)}</a>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title=overview::empty_title(l) text=overview::empty_text(l)>
            <a class="c-btn c-btn--primary" href="/workloads/new">{overview::new_workload(l)}</a>
        </EmptyState>
    }
    .into_any()
}
