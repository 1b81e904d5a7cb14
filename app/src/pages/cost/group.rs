//! The pages of the organisation and of a team.

use domain::views::cost::{CostMonth, GroupCostPage};
use domain::{Locale, TeamId};
use leptos::prelude::*;

use super::bars::{Below, Course, bars};
use super::{api, asked, budgets, factors, figures, how, numbers, only, period, table};
use crate::components::number::{grouped, short};
use crate::components::{Crumb, FilterForm, FilterSelect, Glyph, Icon, Page, PageHead, TeamTabs};
use crate::error::AppError;
use crate::href;
use crate::i18n::{common, cost, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::query::Query;

/// The organisation: by team, workload, model or feature.
#[component]
pub fn OrganisationCostPage() -> impl IntoView {
    let query = use_query();
    let page = resource(move || asked(&query.get()), api::organisation_cost);
    loaded(page, move |page| draw(&page, &query.get_untracked()))
}

/// A team: by workload, model or feature, with its budgets.
#[component]
pub fn TeamCostPage() -> impl IntoView {
    let id = use_part::<TeamId>("id");
    let query = use_query();
    let page = resource(
        move || (id.get(), asked(&query.get())),
        |(id, query)| async move { api::team_cost(id.ok_or(AppError::NotFound)?, query).await },
    );
    loaded(page, move |page| draw(&page, &query.get_untracked()))
}

fn draw(page: &GroupCostPage, query: &Query) -> AnyView {
    let locale = use_locale();
    let base = page
        .team
        .map_or_else(|| "/cost".to_owned(), |id| href::team(id, "/cost"));
    let (title, heading) = match page.team {
        Some(_) => (cost::title(locale, &page.name), page.name.clone()),
        None => (
            cost::organisation_title(locale).to_owned(),
            cost::organisation_title(locale).to_owned(),
        ),
    };
    let crumbs = page
        .team
        .map(|_| vec![Crumb::new("/teams", common::teams(locale))])
        .unwrap_or_default();
    let leads = |what: &str| leads(page, query, &base, what);
    let own = page.team.map(|id| {
        let base = href::team(id, "/cost");
        view! {
            <div class="l-grid l-grid--wide">
                {budgets::budgets(locale, &page.budgets, &base, page.may_set)}
                {factors::factors(locale, &page.factors, &base, page.may_set)}
            </div>
        }
    });
    let head = head(locale, page, heading, crumbs);
    let shown = (&page.figures, page.money.as_slice());
    let body = view! {
        {filter(locale, page, query)}
        {figures::figures(locale, shown, page.team.is_some(), &leads)}
        {trend(locale, page)}
        {table::table(locale, page, query)}
        {own}
        {how::how(locale)}
    }
    .into_any();
    view! {
        <Page title=title>
            {head}
            <div class="l-stack">{body}</div>
        </Page>
    }
    .into_any()
}

fn head(locale: Locale, page: &GroupCostPage, heading: String, crumbs: Vec<Crumb>) -> AnyView {
    let api = page.team.map_or_else(
        || "/api/v1/organisation".to_owned(),
        |id| format!("/api/v1/teams/{id}"),
    );
    let csv = format!("{api}/cost.csv?month={}&lang={}", page.month, locale.tag());
    let actions = view! { <a class="c-btn" href=csv rel="external"><Icon of=Glyph::Export />{cost::csv(locale)}</a> }.into_any();
    let running = page
        .running
        .then(|| view! { <span class="c-badge">{cost::running(locale)}</span> });
    let meta =
        view! { <span>{cost::counted(locale, grouped(page.figures.workloads))}</span>{running} }
            .into_any();
    match page.team {
        Some(id) => {
            let tabs = view! { <TeamTabs team=id name=page.name.clone() /> }.into_any();
            view! { <PageHead title=heading crumbs=crumbs meta=meta actions=actions tabs=tabs /> }
                .into_any()
        }
        None => {
            view! { <PageHead title=heading crumbs=crumbs meta=meta actions=actions /> }.into_any()
        }
    }
}

/// Figures open the workloads with the most of it.
fn leads(page: &GroupCostPage, query: &Query, base: &str, what: &str) -> String {
    let sort = match what {
        "gpu" => "gpu".to_owned(),
        what => format!("-{what}"),
    };
    let month = only::widened(query)
        .with("month", &page.month)
        .with("by", "workload")
        .with("sort", sort);
    format!("{}#rows", month.link(base))
}

fn filter(locale: Locale, page: &GroupCostPage, query: &Query) -> AnyView {
    let kinds: &[&str] = if page.team.is_some() {
        &["workload", "model", "feature"]
    } else {
        &["team", "workload", "model", "feature"]
    };
    let options = kinds
        .iter()
        .map(|by| ((*by).to_owned(), table::named(locale, by).to_owned()))
        .collect();
    let currencies: Vec<String> = page.money.iter().map(|one| one.currency.clone()).collect();
    let by = query.with("by", &page.by);
    let kept = only::kept(query);
    let months = (page.months.as_slice(), page.month.as_str());
    let period = period(locale, query, months, (&currencies, &page.currency));
    view! {
        <FilterForm query=query.clone()>
            {period}
            <FilterSelect name="by" label=cost::breakdown(locale) options=options query=by />
            {kept}
        </FilterForm>
    }
    .into_any()
}

fn trend(locale: Locale, page: &GroupCostPage) -> AnyView {
    let months: Vec<String> = page.months.iter().take(12).rev().cloned().collect();
    // The chosen month is the last one, also where later ones are known.
    let last = months
        .iter()
        .position(|month| *month == page.month)
        .map_or(months.len(), |at| at + 1);
    let mut names: Vec<String> = page.trend.iter().map(|one| one.month.clone()).collect();
    names.extend(months.into_iter().take(last));
    names.sort();
    names.dedup();
    let ends = (
        names.first().cloned().unwrap_or_default(),
        names.last().cloned().unwrap_or_default(),
    );
    let course = |title: String, of: fn(&CostMonth) -> Option<f64>, say: &dyn Fn(f64) -> String| {
        let value = |name: &String| {
            page.trend
                .iter()
                .find(|one| one.month == *name)
                .and_then(of)
        };
        let values: Vec<Option<f64>> = names.iter().map(value).collect();
        let known: Vec<String> = names
            .iter()
            .zip(&values)
            .filter_map(|(name, value)| Some(format!("{name} {}", say((*value)?))))
            .collect();
        bars(Course {
            heard: cost::trend_heard(locale, &title, known.join(", ")),
            title,
            below: Below::Ends(ends.0.clone(), ends.1.clone()),
            values,
            say,
            caption: known.last().cloned().unwrap_or_default(),
        })
    };
    let in_currency = |amount: f64| numbers::money(&page.currency, amount);
    let count = |amount: f64| short(locale, amount);
    let spend = course(
        cost::trend_spend(locale, &page.currency),
        |one| one.spend,
        &in_currency,
    );
    let tokens = course(cost::tokens(locale).to_owned(), |one| one.tokens, &count);
    let energy = course(
        cost::trend_energy(locale).to_owned(),
        |one| one.energy_kwh,
        &count,
    );
    let none = (spend.is_none() && tokens.is_none() && energy.is_none())
        .then(|| view! { <p class="u-muted">{cost::trend_empty(locale)}</p> });
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{cost::trend(locale)}</h2></div>
            {none}
            <div class="c-cost__courses">{spend}{tokens}{energy}</div>
        </section>
    }
    .into_any()
}
