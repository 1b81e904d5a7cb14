//! Teams, workloads, models or features, side by side.

use domain::Locale;
use domain::views::cost::{CostRow, GroupCostPage};
use leptos::prelude::*;

use super::budgets::gauge;
use super::numbers::{kilograms, money, or_dash, percent};
use crate::components::number::{NONE, grouped};
use crate::components::{EmptyState, Pagination, SortHeader};
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

/// The rows of the page.
pub(super) fn table(locale: Locale, page: &GroupCostPage, query: &Query) -> AnyView {
    if page.rows.is_empty() {
        return view! {
            <EmptyState title=cost::no_rows(locale) text=cost::no_rows_text(locale)>
                <a class="c-btn" href="/workloads">{cost::to_workloads(locale)}</a>
            </EmptyState>
        }
        .into_any();
    }
    let wide = matches!(page.by.as_str(), "team" | "workload");
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
    let label = cost::rows_by(locale, named(locale, &page.by));
    let spend = cost::trend_spend(locale, &page.currency);
    let more = wide.then(|| {
        view! {
            <SortHeader column="gpu" label=cost::gpu(locale) query=q() numeric=true />
            <SortHeader column="energy" label=cost::kwh(locale) query=q() numeric=true />
            <SortHeader column="carbon" label=cost::carbon_kg(locale) query=q() numeric=true />
            <SortHeader column="sci" label=cost::per_sci(locale) query=q() numeric=true />
        }
    });
    let narrow = (!wide)
        .then(|| view! { <th scope="col" class="c-table__num">{cost::workloads(locale)}</th> });
    let budget = wide.then(|| view! { <th scope="col">{cost::budget(locale)}</th> });
    let rows = page
        .rows
        .iter()
        .map(|one| row(locale, page, one, wide))
        .collect_view();
    let total = i64::try_from(page.total).unwrap_or(i64::MAX);
    view! {
        <section class="c-section" id="rows">
            <div class="c-section__head">
                <h2 class="c-section__title">{label.clone()}</h2>
                <span class="c-section__note">{cost::rows_count(locale, grouped(page.total))}</span>
            </div>
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

fn row(locale: Locale, page: &GroupCostPage, one: &CostRow, wide: bool) -> AnyView {
    let name = if one.name.is_empty() {
        cost::not_named(locale).to_owned()
    } else {
        one.name.clone()
    };
    let month = Query::default().with("month", &page.month);
    let month = if page.currency.is_empty() {
        month
    } else {
        month.with("currency", &page.currency)
    };
    let link = match page.by.as_str() {
        "team" => Some(month.link(&format!("/teams/{}/cost", one.id))),
        "workload" => Some(month.link(&format!("/workloads/{}/cost", one.id))),
        _ => None,
    };
    let name = match link {
        Some(href) => view! { <a class="c-table__main" href=href>{name}</a> }.into_any(),
        None => view! { <span class="c-table__main">{name}</span> }.into_any(),
    };
    let team = one
        .team
        .clone()
        .map(|team| view! { <span class="c-table__sub">{team}</span> });
    let figures = &one.figures;
    let narrow = (!wide).then(|| view! {
        <td class="c-table__num" data-label=cost::workloads(locale)>{grouped(figures.workloads)}</td>
    });
    let budget = wide.then(|| {
        let shown = match one.budget {
            Some(budget) => gauge(locale, one.spend, budget.value()),
            None => view! { <span class="u-muted">{cost::budget_none(locale)}</span> }.into_any(),
        };
        view! { <td data-label=cost::budget(locale)>{shown}</td> }
    });
    let more = wide.then(|| view! {
        <td class="c-table__num" data-label=cost::gpu(locale)>{percent(figures.gpu_utilisation)}</td>
        <td class="c-table__num" data-label=cost::kwh(locale)>{or_dash(figures.energy_kwh)}</td>
        <td class="c-table__num" data-label=cost::carbon_kg(locale)>{kilograms(figures.carbon_grams)}</td>
        <td class="c-table__num" data-label=cost::per_sci(locale)>{or_dash(figures.sci_grams)}</td>
    });
    let spend = one.spend.map_or_else(|| NONE.to_owned(), money);
    view! {
        <tr>
            <th scope="row">{name}{team}</th>
            {narrow}
            <td class="c-table__num" data-label=cost::spend(locale)>{spend}</td>
            {budget}
            <td class="c-table__num" data-label=cost::tokens(locale)>{or_dash(figures.tokens())}</td>
            {more}
        </tr>
    }
    .into_any()
}
