//! Teams, workloads, models or features, side by side.

use domain::Locale;
use domain::views::cost::{CostRow, GroupCostPage};
use leptos::prelude::*;

use super::budgets::gauge;
use super::numbers::{kilograms, money, or_dash, percent};
use super::only;
use crate::components::number::{NONE, grouped};
use crate::components::{EmptyState, Pagination, SortHeader};
use crate::href;
use crate::i18n::cost;
use crate::query::Query;

/// What rows are.
pub(super) fn named(locale: Locale, by: &str) -> &'static str {
    match by {
        "team" => cost::by_team(locale),
        "model" => cost::by_model(locale),
        "feature" => cost::by_feature(locale),
        _ => cost::by_workload(locale),
    }
}

/// The page that the table stands on.
fn base(page: &GroupCostPage) -> String {
    page.team
        .map_or_else(|| "/cost".to_owned(), |id| href::team(id, "/cost"))
}

/// The rows of the page.
pub(super) fn table(locale: Locale, page: &GroupCostPage, query: &Query) -> AnyView {
    let chips = only::chips(locale, query, &base(page));
    if page.rows.is_empty() {
        return view! {
            <section class="c-section" id="rows">
                {chips}
                <EmptyState title=cost::no_rows(locale) text=cost::no_rows_text(locale)>
                    <a class="c-btn" href="/workloads">{cost::to_workloads(locale)}</a>
                </EmptyState>
            </section>
        }
        .into_any();
    }
    let narrowed = only::narrowed(query);
    // Machines, energy and budgets are not told apart by model and feature.
    let wide = matches!(page.by.as_str(), "team" | "workload") && !narrowed;
    let counted = !wide && page.by != "workload";
    let note =
        narrowed.then(|| view! { <span class="c-section__note">{cost::only_note(locale)}</span> });
    let usual = if page.currency.is_empty() {
        "-tokens"
    } else {
        "-spend"
    };
    let sorted = if query.get("sort").is_empty() {
        query.with("sort", usual)
    } else {
        query.clone()
    };
    let q = || sorted.clone();
    let label = cost::rows_by(locale, named(locale, &page.by).to_lowercase());
    let spend = cost::spend_in(locale, &page.currency);
    let more = wide.then(|| {
        view! {
            <SortHeader column="gpu" label=cost::gpu(locale) query=q() numeric=true />
            <SortHeader column="energy" label=cost::kwh(locale) query=q() numeric=true />
            <SortHeader column="carbon" label=cost::carbon_kg(locale) query=q() numeric=true />
            <SortHeader column="sci" label=cost::per_sci(locale) query=q() numeric=true />
        }
    });
    let narrow = counted
        .then(|| view! { <th scope="col" class="c-table__num">{cost::workloads(locale)}</th> });
    let budget = wide.then(|| view! { <th scope="col">{cost::budget(locale)}</th> });
    let rows = page
        .rows
        .iter()
        .map(|one| row(locale, (page, query), one, (wide, counted)))
        .collect_view();
    let total = i64::try_from(page.total).unwrap_or(i64::MAX);
    view! {
        <section class="c-section" id="rows">
            <div class="c-section__head">
                <h2 class="c-section__title">{label.clone()}</h2>
                <span class="c-section__note">{cost::rows_count(locale, grouped(page.total))}</span>
                {note}
            </div>
            {chips}
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=label tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <SortHeader column="name" label=cost::name(locale) query=q() />
                        {narrow}
                        <SortHeader column="spend" label=spend query=q() numeric=true />
                        {budget}
                        <SortHeader column="tokens" label=cost::tokens(locale) query=q() numeric=true />
                        {more}
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <Pagination page=page.page pages=page.pages total=total query=query.clone() />
        </section>
    }
    .into_any()
}

/// Where a row leads: a team to its workloads, a workload to its rows, a model or feature to the workloads that name it.
fn lead(page: &GroupCostPage, one: &CostRow, query: &Query) -> String {
    let kept = Query::default()
        .with("month", &page.month)
        .with("currency", &page.currency)
        .with("model", query.get("model"))
        .with("feature", query.get("feature"));
    let rows = if only::narrowed(query) { "#rows" } else { "" };
    match page.by.as_str() {
        "team" => format!("{}{rows}", kept.link(&format!("/teams/{}/cost", one.id))),
        "workload" => {
            let path = format!("/workloads/{}/cost", one.id);
            format!("{}{rows}", kept.link(&path))
        }
        key => {
            let named = kept
                .with("by", "workload")
                .with(key, only::asked(&one.name));
            format!("{}#rows", named.link(&base(page)))
        }
    }
}

fn row(
    locale: Locale,
    (page, query): (&GroupCostPage, &Query),
    one: &CostRow,
    (wide, counted): (bool, bool),
) -> AnyView {
    let name = if matches!(page.by.as_str(), "model" | "feature") {
        only::shown(locale, &one.name)
    } else {
        one.name.clone()
    };
    let href = lead(page, one, query);
    let name = view! { <a class="c-table__main" href=href>{name}</a> };
    let team = one
        .team
        .clone()
        .map(|team| view! { <span class="c-table__sub">{team}</span> });
    let figures = &one.figures;
    let narrow = counted.then(|| view! {
        <td class="c-table__num" data-label=cost::workloads(locale)>{grouped(figures.workloads)}</td>
    });
    let budget = wide.then(|| {
        let shown = match one.budget {
            Some(budget) => gauge(locale, &page.currency, one.spend, budget.value()),
            None => view! { <span class="u-muted">{cost::budget_none(locale)}</span> }.into_any(),
        };
        view! { <td data-label=cost::budget(locale)>{shown}</td> }
    });
    let more = wide.then(|| view! {
        <td class="c-table__num" data-label=cost::gpu(locale)>{percent(figures.gpu_utilisation)}</td>
        <td class="c-table__num" data-label=cost::kwh(locale)>{or_dash(locale, figures.energy_kwh)}</td>
        <td class="c-table__num" data-label=cost::carbon_kg(locale)>{kilograms(locale, figures.carbon_grams)}</td>
        <td class="c-table__num" data-label=cost::per_sci(locale)>{or_dash(locale, figures.sci_grams)}</td>
    });
    let spend = one
        .spend
        .map_or_else(|| NONE.to_owned(), |spend| money(&page.currency, spend));
    view! {
        <tr>
            <th scope="row">{name}{team}</th>
            {narrow}
            <td class="c-table__num" data-label=cost::spend(locale)>{spend}</td>
            {budget}
            <td class="c-table__num" data-label=cost::tokens(locale)>{or_dash(locale, figures.tokens())}</td>
            {more}
        </tr>
    }
    .into_any()
}
