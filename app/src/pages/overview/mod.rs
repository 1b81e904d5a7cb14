//! The landing page of a manager, and a team's page.

mod alerts;
mod api;
mod empty;
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
        BurnDown, Crumb, Page, PageHead, Radar, RadarAxis, ReportMenu, TeamTabs, TrendOf,
        TrendSection,
    },
    href,
    i18n::{common, overview, trend, use_locale},
    load::{loaded, resource, use_part, use_query},
    query::Query,
};

/// The organisation: pillar × team, ranked.
#[component]
pub fn OrganisationPage() -> impl IntoView {
    let query = use_query();
    let page = resource(move || asked(&query.get()), api::organisation_overview);
    loaded(page, move |data| {
        view! { <Overview data=data query=query.get_untracked() /> }.into_any()
    })
}

/// A team: pillar × workload, ranked.
#[component]
pub fn TeamPage() -> impl IntoView {
    let query = use_query();
    let id = use_part::<TeamId>("id");
    let page = resource(
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
    let counted = any.then(|| match data.not_assessed {
        0 => overview::counted_all(l, data.assessed),
        none => overview::counted(l, data.assessed, none),
    });
    let meta = view! { <span>{counted}</span> }.into_any();
    let actions = actions(&data);
    let tabs = data
        .team
        .clone()
        .map(|(id, name)| view! { <TeamTabs team=id name=name /> });
    let body = if any {
        body(data, query)
    } else {
        empty::empty(&data)
    };
    let head = title.clone();
    let head = match tabs {
        Some(tabs) => {
            view! { <PageHead title=head crumbs=crumbs meta=meta actions=actions tabs=tabs.into_any() /> }
                .into_any()
        }
        None => view! { <PageHead title=head meta=meta actions=actions /> }.into_any(),
    };
    view! {
        <Page title=title>
            {head}
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
    // Before the first workload the page itself says what to do.
    if data.assessed + data.not_assessed == 0 {
        return ().into_any();
    }
    let create = new_workload(data)
        .map(|href| view! { <a class="c-btn" href=href>{overview::new_workload(l)}</a> });
    view! { {create} {reports(data)} }.into_any()
}

/// Where the reader creates a workload: in the team whose page it is; none where they may not.
fn new_workload(data: &Data) -> Option<String> {
    let (first, _) = data.workloads.creatable.first()?;
    let team = data.team.as_ref().map_or(*first, |(team, _)| *team);
    Some(Query::default().with("team", team).link("/workloads/new"))
}

/// Every file that a team or the organisation leaves as.
fn reports(data: &Data) -> AnyView {
    let l = use_locale();
    let team = data.team.as_ref().map(|(id, _)| *id);
    let subject = crate::pages::reports::of_group(l, team, &Query::default());
    let page = team.map_or_else(Query::default, |id| Query::default().with("team", id));
    view! { <ReportMenu subject=subject page=page.link("/reports") primary=true /> }.into_any()
}
