//! The landing page of a manager, and a team's page.

mod alerts;
mod api;
mod heat;
mod numbers;
mod overdue;
mod proof;
mod risks;
mod table;
mod versions;

pub use alerts::AlertsPage;

use domain::{
    TeamId,
    views::{overview::OverviewPage as Data, workloads::WorkloadQuery},
};
use leptos::prelude::*;

use crate::{
    components::{
        BurnDown, Crumb, EmptyState, Page, PageHead, Radar, RadarAxis, ReportMenu, TrendOf,
        TrendSection,
    },
    frame::use_frame,
    href,
    i18n::{common, overview, trend, use_locale},
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
        has: get("has"),
        sort: get("sort"),
        page: get("page"),
        heat: get("heat"),
        span: get("span"),
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
    // Nothing to draw before anybody has answered anything.
    let over_time = (data.assessed > 0).then(|| over_time(&data, &query));
    view! {
        <div class="l-stack">
            <numbers::Numbers data=data.clone() />
            <versions::Versions data=data.clone() />
            {over_time}
            <heat::Heat data=data.clone() query=query.clone() />
            <risks::TopRisks rows=data.risks.clone() />
            <table::Workloads data=data query=query />
        </div>
    }
    .into_any()
}

/// What has changed and what waits; how the index has come and will go.
fn over_time(data: &Data, query: &Query) -> AnyView {
    let team = data.team.as_ref();
    let of = team.map_or(TrendOf::Organisation, |(id, _)| TrendOf::Team(*id));
    view! {
        <div class="l-split">
            <TrendSection trend=data.trend.clone() query=query.clone() of=of />
            <div class="l-split__side l-stack">{radar(data)}</div>
        </div>
        <div class="l-split l-split--even">
            <alerts::Alerts data=data.clone() />
            <overdue::Overdue data=data.clone() />
        </div>
        <div class="l-split">
            <BurnDown trend=data.trend.clone() of=of />
            <div class="l-split__side l-stack"><proof::Freshness data=data.clone() /></div>
        </div>
    }
    .into_any()
}

fn radar(data: &Data) -> AnyView {
    let l = use_locale();
    let axis = |(id, name): &(domain::PillarId, String)| RadarAxis {
        id: id.clone(),
        // The full name stands in the heat map; long ones would leave the drawing.
        name: name.split(' ').next().unwrap_or_default().to_owned(),
        score: data.means.map(|m| m.pillars.get(id).cloned()),
    };
    let all: Vec<_> = data.names.pillars.iter().map(axis).collect();
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{trend::radar(l)}</h2></div>
            <Radar axes=all base=base(data) />
        </section>
    }
    .into_any()
}

/// The list of workloads that have something; of the team whose page it is.
fn having(data: &Data, has: &str) -> String {
    listed(data, &Query::default().with("has", has))
}

/// The list of workloads, as it is asked for; of the team whose page it is.
fn listed(data: &Data, all: &Query) -> String {
    match &data.team {
        Some((id, _)) => all.with("team", id).link("/workloads"),
        None => all.link("/workloads"),
    }
}

fn actions(data: &Data) -> AnyView {
    let l = use_locale();
    let spent = match &data.team {
        Some((id, _)) => href::team(*id, "/cost"),
        None => "/cost".to_owned(),
    };
    let spent = view! { <a class="c-btn" href=spent>{common::cost(l)}</a> };
    let manage = data.team.as_ref().filter(|_| data.manage).map(|(id, _)| {
        view! { <a class="c-btn" href=href::team(*id, "/settings")>{overview::settings(l)}</a> }
    });
    let create = data.workloads.creatable.first().map(|(id, _)| {
        let team = data.team.as_ref().map_or(*id, |(team, _)| *team);
        let href = Query::default().with("team", team).link("/workloads/new");
        view! { <a class="c-btn" href=href>{overview::new_workload(l)}</a> }
    });
    let reports = (data.assessed + data.not_assessed > 0).then(|| reports(data));
    let plan = data
        .team
        .as_ref()
        .map_or_else(|| "/plan".to_owned(), |(id, _)| href::team(*id, "/plan"));
    let plan = view! { <a class="c-btn" href=plan>{common::plan(l)}</a> };
    view! { {spent} {manage} {plan} {create} {reports} }.into_any()
}

/// Every file that a team or the organisation leaves as.
fn reports(data: &Data) -> AnyView {
    let l = use_locale();
    let team = data.team.as_ref().map(|(id, _)| *id);
    let subject = crate::pages::reports::of_group(l, team, &Query::default());
    let page = team.map_or_else(Query::default, |id| Query::default().with("team", id));
    view! { <ReportMenu subject=subject page=page.link("/reports") primary=true /> }.into_any()
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
