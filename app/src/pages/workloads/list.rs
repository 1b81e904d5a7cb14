//! The list of workloads: filtered, sorted and paged by the address.

use domain::views::workloads::{WorkloadPage, WorkloadQuery};
use domain::{AssessmentState, Fact, Locale, PillarId, Tier};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::row::{head_row, row};
use crate::components::number::grouped;
use crate::components::{
    EmptyState, FilterForm, FilterSearch, FilterSelect, Glyph, Icon, Page, PageHead, Pagination,
    ProofKey,
};
use crate::error::AppError;
use crate::i18n::{common, names, reports, trend, use_locale, workloads};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

const PATH: &str = "/workloads";

/// One page of the list, and the pillars it has columns for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListPage {
    /// The rows.
    pub page: WorkloadPage,
    /// Pillars in order, with their names.
    pub pillars: Vec<(PillarId, String)>,
}

/// The workloads that the reader may see.
#[server(prefix = "/api/fn", endpoint = "workloads/list")]
pub async fn load_list(query: WorkloadQuery) -> Result<ListPage, AppError> {
    let request = crate::server::request()?;
    let page = services::workload::list(&request.services, request.viewer()?, &query).await?;
    let pillars = services::workload::names(&request.services, request.locale).pillars;
    Ok(ListPage { page, pillars })
}

/// All workloads that the reader may see.
#[component]
pub fn WorkloadsPage() -> impl IntoView {
    let query = use_query();
    let page = resource(move || query.get(), |query| load_list(wanted(&query)));
    loaded(page, move |page| draw(page, query.get_untracked()))
}

/// What the address asks for.
fn wanted(query: &Query) -> WorkloadQuery {
    let get = |key| query.get(key).to_owned();
    WorkloadQuery {
        q: get("q"),
        team: get("team"),
        tier: get("tier"),
        fact: get("fact"),
        state: get("state"),
        show: get("show"),
        has: get("has"),
        sort: get("sort"),
        page: get("page"),
        ..WorkloadQuery::default()
    }
}

fn draw(ListPage { page, pillars }: ListPage, query: Query) -> AnyView {
    let locale = use_locale();
    let create = (!page.creatable.is_empty()).then(|| {
        view! {
            <a class="c-btn c-btn--primary" href="/workloads/new"><Icon of=Glyph::Plus />{workloads::create(locale)}</a>
        }
    });
    let untouched = query.without("sort").without("page").is_empty();
    let body = if page.rows.is_empty() && untouched {
        first_use(locale, &page)
    } else {
        view! {
            {filter(locale, &page, &query)}
            {if page.rows.is_empty() { nothing(locale, &query) } else { table(page, pillars, query, locale) }}
        }
        .into_any()
    };
    view! {
        <Page title=common::workloads(locale)>
            <PageHead title=common::workloads(locale) actions=create.into_any() />
            {body}
        </Page>
    }
    .into_any()
}

fn filter(locale: Locale, page: &WorkloadPage, query: &Query) -> AnyView {
    let report = crate::pages::reports::page_of(query);
    let end = view! {
        <span>{workloads::rows(locale, grouped(u64::from(page.total)))}</span>
        <a href=report>{reports::report_on_these(locale)}</a>
    }
    .into_any();
    let search = query.clone();
    let selects = filter_selects(locale, page, query);
    view! {
        <FilterForm query=query.clone() end=end>
            <FilterSearch query=search />
            {selects}
        </FilterForm>
    }
    .into_any()
}

/// The choices that lists of workloads can be filtered by.
pub(crate) fn filter_selects(locale: Locale, page: &WorkloadPage, query: &Query) -> AnyView {
    let choices = move |options: Vec<(String, String)>| {
        let all = (String::new(), workloads::all(locale).to_owned());
        std::iter::once(all).chain(options).collect::<Vec<_>>()
    };
    let teams = page
        .teams
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()))
        .collect();
    let tiers = Tier::ALL.map(|tier| {
        (
            tier.number().to_string(),
            names::tier(locale, tier).to_owned(),
        )
    });
    let facts = Fact::ALL.map(|fact| {
        (
            fact.as_str().to_owned(),
            names::fact(locale, fact).to_owned(),
        )
    });
    let states = [AssessmentState::Draft, AssessmentState::InReview];
    let states = states.map(|state| {
        (
            state.as_str().to_owned(),
            names::assessment(locale, state).to_owned(),
        )
    });
    let shows = vec![
        (String::new(), workloads::current(locale).to_owned()),
        (
            "archived".to_owned(),
            workloads::archive_list(locale).to_owned(),
        ),
    ];
    let select = |(name, label, options): (&'static str, &'static str, Vec<(String, String)>)| {
        view! { <FilterSelect name=name label=label options=options query=query.clone() /> }
    };
    let selects = [
        ("team", workloads::team(locale), choices(teams)),
        ("tier", workloads::tier(locale), choices(tiers.to_vec())),
        ("fact", workloads::fact(locale), choices(facts.to_vec())),
        ("state", workloads::state(locale), choices(states.to_vec())),
        (
            "has",
            trend::has(locale),
            choices(having(locale, query.get("has"))),
        ),
        ("show", workloads::show(locale), shows),
    ];
    selects.map(select).collect_view().into_any()
}

/// What workloads can be asked to have; milestones of some days only where they are asked for.
fn having(locale: Locale, asked: &str) -> Vec<(String, String)> {
    let all = [
        ("critical", trend::has_critical(locale)),
        ("conflicts", trend::has_conflicts(locale)),
        ("ended", trend::has_ended(locale)),
        ("ending-7", trend::has_ending_7(locale)),
        ("ending-30", trend::has_ending_30(locale)),
        ("ending-90", trend::has_ending_90(locale)),
        ("age-30", trend::has_age_30(locale)),
        ("age-90", trend::has_age_90(locale)),
        ("age-180", trend::has_age_180(locale)),
        ("age-older", trend::has_age_older(locale)),
        ("overdue", trend::has_overdue(locale)),
        ("acceptance-ended", trend::has_acceptance_ended(locale)),
        ("acceptance-asked", trend::has_acceptance_asked(locale)),
    ];
    let mut all = all
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let days = asked.strip_prefix("milestone.");
    if let Some((from, to)) = days.and_then(|days| days.split_once('.')) {
        all.push((asked.to_owned(), trend::has_milestone(locale, from, to)));
    }
    all
}

fn table(
    page: WorkloadPage,
    pillars: Vec<(PillarId, String)>,
    query: Query,
    locale: Locale,
) -> AnyView {
    let WorkloadPage {
        rows,
        total,
        page,
        pages,
        ..
    } = page;
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=common::workloads(locale) tabindex="0">
            <table class="c-table c-table--cards c-table--dense">
                <thead>{head_row(locale, &pillars, &query)}</thead>
                <tbody>{rows.into_iter().map(|w| row(locale, w, &pillars)).collect_view()}</tbody>
            </table>
        </div>
        <div class="l-row"><ProofKey /></div>
        <Pagination page=page pages=pages total=i64::from(total) query=query />
    }
    .into_any()
}

/// Nothing to see at all: what a workload is, and who can enter one.
pub(crate) fn first_use(locale: Locale, page: &WorkloadPage) -> AnyView {
    let no_teams = page.teams.is_empty();
    let role = crate::frame::use_frame()
        .me
        .as_ref()
        .and_then(|me| me.org_role);
    let (text, step) = if !page.creatable.is_empty() {
        (
            workloads::none_text(locale),
            Some(("/workloads/new", workloads::create(locale))),
        )
    } else if no_teams && role == Some(domain::OrgRole::Administrator) {
        (
            workloads::none_no_team(locale),
            Some(("/teams", workloads::to_teams(locale))),
        )
    } else if no_teams && role.is_none() {
        (workloads::none_outsider(locale), None)
    } else {
        (workloads::none_member(locale), None)
    };
    let step = step.map(|(href, label)| view! { <a class="c-btn" href=href>{label}</a> });
    let archive = (!no_teams).then(|| {
        view! { <a class="c-btn c-btn--quiet" href="/workloads?show=archived">{workloads::archive_list(locale)}</a> }
    });
    view! { <EmptyState title=workloads::none_title(locale) text=text>{step}{archive}</EmptyState> }
        .into_any()
}

/// Nothing that matches.
fn nothing(locale: Locale, query: &Query) -> AnyView {
    let rest = query.without("sort").without("page");
    if rest == Query::default().with("show", "archived") {
        return view! {
            <EmptyState title=workloads::archive_empty(locale) text=workloads::archive_empty_text(locale)>
                <a class="c-btn" href=PATH>{workloads::to_current(locale)}</a>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title=workloads::no_match(locale) text=workloads::no_match_text(locale)>
            <a class="c-btn" href=PATH>{common::clear_filter(locale)}</a>
        </EmptyState>
    }
    .into_any()
}
