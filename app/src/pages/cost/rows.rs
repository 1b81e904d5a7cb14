//! The rows behind a workload's figures: series by name, files, and series one by one.

use domain::Locale;
use domain::cost::Quantity;
use domain::views::cost::{OriginRow, SeriesRow, WorkloadCostPage};
use leptos::prelude::*;

use super::numbers::of;
use super::only;
use crate::components::number::{grouped, short};
use crate::components::{FilterForm, FilterSelect, Hidden, Pagination};
use crate::href;
use crate::i18n::cost;
use crate::query::Query;

/// The section with its filter.
pub(super) fn rows(locale: Locale, page: &WorkloadCostPage, query: &Query) -> AnyView {
    let options = [
        ("", cost::behind_all(locale)),
        ("tokens", cost::tokens(locale)),
        ("spend", cost::spend(locale)),
        ("gpu", cost::gpu(locale)),
        ("energy", cost::energy(locale)),
        ("carbon", cost::carbon(locale)),
        ("cache", cost::open_cache(locale)),
        ("calls", cost::open_calls(locale)),
    ];
    let options = options
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let body = if page.rows.is_empty() {
        view! { <p class="u-muted">{cost::no_rows(locale)}</p> }.into_any()
    } else {
        table(locale, page, query)
    };
    let (month, asked) = (page.month.clone(), query.clone());
    let kept = only::kept(query);
    let chips = only::chips(locale, query, &href::workload(page.head.id, "/cost"));
    view! {
        <section class="c-section" id="rows">
            <div class="c-section__head">
                <h2 class="c-section__title">{cost::behind(locale)}</h2>
                <span class="c-section__note">{cost::behind_note(locale)}" "{cost::rows_count(locale, grouped(page.total))}</span>
            </div>
            <FilterForm query=query.without("series")>
                <Hidden name="month" value=month />
                <FilterSelect name="open" label=cost::open(locale) options=options query=asked />
                {kept}
            </FilterForm>
            {chips}
            {body}
            {series(locale, page, query)}
        </section>
    }
    .into_any()
}

fn amount(locale: Locale, quantity: Quantity, currency: &str, amount: f64) -> String {
    match quantity {
        Quantity::Spend => of(currency, amount),
        _ => short(locale, amount),
    }
}

fn table(locale: Locale, page: &WorkloadCostPage, query: &Query) -> AnyView {
    let total = i64::try_from(page.total).unwrap_or(i64::MAX);
    let rows = page
        .rows
        .iter()
        .map(|one| row(locale, page, one, query))
        .collect_view();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=cost::behind(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col">{cost::origin(locale)}</th>
                    <th scope="col">{cost::quantity(locale)}</th>
                    <th scope="col" class="c-table__num">{cost::total(locale)}</th>
                    <th scope="col">{cost::model(locale)}</th>
                    <th scope="col">{cost::feature(locale)}</th>
                    <th scope="col" class="c-table__num">{cost::days_column(locale)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pagination page=page.page pages=page.pages total=total query=query.without("series") />
    }
    .into_any()
}

fn row(locale: Locale, page: &WorkloadCostPage, one: &OriginRow, query: &Query) -> AnyView {
    let path = href::workload(page.head.id, "/cost");
    let (name, link, kind) = if one.reading.is_some() {
        (
            one.file.clone(),
            format!("{}#readings", href::workload(page.head.id, "/evidence")),
            cost::origin_file(locale),
        )
    } else {
        let series = query.with("month", &page.month).with("series", &one.series);
        (
            one.series.clone(),
            format!("{}#series", series.link(&path)),
            cost::origin_series(locale),
        )
    };
    let text = |text: &str| {
        if text.is_empty() {
            view! { <span class="u-muted">{cost::not_named(locale)}</span> }.into_any()
        } else {
            only::shown(locale, text).into_any()
        }
    };
    let span = if one.first == one.last {
        one.first.clone()
    } else {
        cost::span(locale, &one.first, &one.last)
    };
    view! {
        <tr>
            <th scope="row" class="c-signal__name"><a class="c-table__main" href=link>{name}</a><span class="c-table__sub">{kind}</span></th>
            <td data-label=cost::quantity(locale)>{cost::quantity_name(locale, one.quantity)}</td>
            <td class="c-table__num" data-label=cost::total(locale)>{amount(locale, one.quantity, &one.currency, one.amount)}</td>
            <td data-label=cost::model(locale)>{text(&one.model)}</td>
            <td data-label=cost::feature(locale)>{text(&one.feature)}</td>
            <td class="c-table__num" data-label=cost::days_column(locale)>{one.days}<span class="c-table__sub">{span}</span></td>
        </tr>
    }
    .into_any()
}

/// The series of the name that was asked for.
fn series(locale: Locale, page: &WorkloadCostPage, query: &Query) -> AnyView {
    let name = query.get("series");
    if name.is_empty() {
        return ().into_any();
    }
    if page.series.is_empty() {
        return view! { <p class="u-muted" id="series">{cost::series_gone(locale)}</p> }.into_any();
    }
    let line = |one: &SeriesRow| {
        let labels: Vec<String> = one
            .labels
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        view! {
            <tr>
                <th scope="row" class="c-signal__name"><code>{labels.join(", ")}</code></th>
                <td data-label=cost::quantity(locale)>{cost::quantity_name(locale, one.quantity)}</td>
                <td class="c-table__num" data-label=cost::total(locale)>{amount(locale, one.quantity, "", one.amount)}</td>
                <td class="c-table__num" data-label=cost::hours(locale)>{grouped(one.hours)}</td>
            </tr>
        }
    };
    let title = cost::series_of(locale, name);
    view! {
        <section class="c-section" id="series">
        <div class="c-section__head"><h3 class="c-section__title">{title.clone()}</h3></div>
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=title tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col">{cost::labels(locale)}</th>
                    <th scope="col">{cost::quantity(locale)}</th>
                    <th scope="col" class="c-table__num">{cost::total(locale)}</th>
                    <th scope="col" class="c-table__num">{cost::hours(locale)}</th>
                </tr></thead>
                <tbody>{page.series.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
        </section>
    }
    .into_any()
}
