//! The page of a workload: figures and the rows behind them, or the calculators.

use domain::views::cost::{PartRow, WorkloadCostPage as Data};
use domain::{Locale, WorkloadId};
use leptos::prelude::*;

use super::numbers::{money, or_dash};
use super::only;
use super::{api, asked, budgets, calculators, days, factors, figures, how, period, rows};
use crate::components::number::NONE;
use crate::components::{FilterForm, Glyph, Icon, Page};
use crate::error::AppError;
use crate::href;
use crate::i18n::{cost, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::pages::workload::head::workload_head;
use crate::query::Query;

/// What a workload costs.
#[component]
pub fn WorkloadCostPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let query = use_query();
    let page = resource(
        move || (id.get(), asked(&query.get())),
        |(id, query)| async move { api::workload_cost(id.ok_or(AppError::NotFound)?, query).await },
    );
    loaded(page, move |page| draw(&page, &query.get_untracked()))
}

fn draw(page: &Data, query: &Query) -> AnyView {
    let locale = use_locale();
    let head = page.head.clone();
    let csv = format!(
        "/api/v1/workloads/{}/cost.csv?month={}&lang={}",
        head.id,
        page.month,
        locale.tag()
    );
    let actions = view! { <a class="c-btn" href=csv rel="external"><Icon of=Glyph::Export />{cost::csv(locale)}</a> }.into_any();
    let body = match &page.estimates {
        Some(estimates) => calculators::calculators(locale, page, estimates, query),
        None => figures_part(locale, page, query),
    };
    let parts = parts(locale, page, query);
    view! {
        <Page title=cost::title(locale, &head.name)>
            {workload_head(&head, None, actions)}
            <div class="l-stack">{parts}{body}</div>
        </Page>
    }
    .into_any()
}

/// Figures or calculators.
fn parts(locale: Locale, page: &Data, query: &Query) -> AnyView {
    let path = href::workload(page.head.id, "/cost");
    let kept = Query::default().with("currency", query.get("currency"));
    let calculators = page.estimates.is_some();
    let current = |yes: bool| yes.then_some("page");
    let computed = kept.with("part", "calculators").link(&path);
    view! {
        <div>
            <nav class="c-switch c-switch--parts" aria-label=cost::parts(locale)>
                <a class="c-switch__item" href=kept.link(&path) aria-current=current(!calculators)>{cost::part_figures(locale)}</a>
                <a class="c-switch__item" href=computed aria-current=current(calculators)>{cost::part_calculators(locale)}</a>
            </nav>
        </div>
    }
    .into_any()
}

fn figures_part(locale: Locale, page: &Data, query: &Query) -> AnyView {
    let base = href::workload(page.head.id, "/cost");
    let leads = |what: &str| {
        let what = if what == "sci" { "carbon" } else { what };
        let opened = only::widened(query)
            .with("month", &page.month)
            .with("open", what)
            .without("series");
        format!("{}#rows", opened.link(&base))
    };
    let currencies: Vec<String> = page.money.iter().map(|one| one.currency.clone()).collect();
    let running = page
        .running
        .then(|| view! { <span>{cost::running(locale)}</span> }.into_any());
    let months = (page.months.as_slice(), page.month.as_str());
    let period = period(locale, query, months, (&currencies, &page.currency));
    view! {
        <FilterForm query=only::widened(query).without("series").without("open") end=running.unwrap_or_else(|| ().into_any())>
            {period}
        </FilterForm>
        {figures::figures(locale, (&page.figures, &page.money), true, &leads)}
        {days::days(locale, page)}
        <div class="l-grid l-grid--wide">
            {part(locale, (page, query), ("model", cost::models(locale), None), &page.models)}
            {part(locale, (page, query), ("feature", cost::features(locale), Some(cost::features_hint(locale))), &page.features)}
        </div>
        <div class="l-grid l-grid--wide">
            {budgets::budgets(locale, &page.budgets, &base, page.may_set)}
            {factors::factors(locale, &page.factors, &base, page.may_set)}
        </div>
        {rows::rows(locale, page, query)}
        {how::how(locale)}
    }
    .into_any()
}

/// Models or features listed on the page; all of them are among the rows.
const PARTS: usize = 25;

/// By model or feature, which `key` says.
fn part(
    locale: Locale,
    (page, query): (&Data, &Query),
    (key, title, hint): (&'static str, &'static str, Option<&'static str>),
    rows: &[PartRow],
) -> AnyView {
    let spend = cost::spend_in(locale, &page.currency);
    let hint = hint.map(|hint| view! { <span class="c-section__note">{hint}</span> });
    let body = if rows.is_empty() {
        view! { <p class="u-muted">{cost::nothing_named(locale)}</p> }.into_any()
    } else {
        let rest = (rows.len() > PARTS).then(
            || view! { <p class="u-muted">{cost::parts_first(locale, PARTS, rows.len())}</p> },
        );
        let rows = rows
            .iter()
            .take(PARTS)
            .map(|one| {
                let link = part_link(page, query, key, &one.name);
                part_row(locale, &page.currency, one, link)
            })
            .collect_view();
        view! {
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=title tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{cost::name(locale)}</th>
                        <th scope="col" class="c-table__num">{spend}</th>
                        <th scope="col" class="c-table__num">{cost::read(locale)}</th>
                        <th scope="col" class="c-table__num">{cost::cached(locale)}</th>
                        <th scope="col" class="c-table__num">{cost::written(locale)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {rest}
        }
        .into_any()
    };
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{title}</h2>{hint}</div>
            {body}
        </section>
    }
    .into_any()
}

/// The rows behind a model or feature.
fn part_link(page: &Data, query: &Query, key: &str, name: &str) -> String {
    let rows = only::widened(query)
        .with("month", &page.month)
        .with(key, only::asked(name))
        .without("open")
        .without("series");
    format!("{}#rows", rows.link(&href::workload(page.head.id, "/cost")))
}

fn part_row(locale: Locale, currency: &str, one: &PartRow, href: String) -> AnyView {
    let name = only::shown(locale, &one.name);
    let spend = one
        .spend
        .map_or_else(|| NONE.to_owned(), |spend| money(currency, spend));
    view! {
        <tr>
            <th scope="row" class="c-signal__name"><a class="c-table__main" href=href>{name}</a></th>
            <td class="c-table__num" data-label=cost::spend(locale)>{spend}</td>
            <td class="c-table__num" data-label=cost::read(locale)>{or_dash(locale, one.tokens_in)}</td>
            <td class="c-table__num" data-label=cost::cached(locale)>{or_dash(locale, one.tokens_cached)}</td>
            <td class="c-table__num" data-label=cost::written(locale)>{or_dash(locale, one.tokens_out)}</td>
        </tr>
    }
    .into_any()
}
