//! Which workloads a report is about: the filters of the list, and ticks.

use domain::views::workloads::{WorkloadPage, WorkloadQuery, WorkloadRow};
use domain::{Locale, WorkloadId};
use leptos::prelude::*;

use super::front::ReportsData;
use crate::components::{EmptyState, FilterForm, FilterSearch, Hidden, OtherVersion, number};
use crate::href;
use crate::i18n::{common, names, reports, workloads};
use crate::pages::workloads::filter_selects;
use crate::query::Query;

/// Filters of the list, in the order of its form.
const FILTERS: [&str; 7] = ["q", "team", "tier", "fact", "state", "has", "show"];

/// What the address asks for.
pub(super) fn wanted(query: &Query) -> WorkloadQuery {
    let get = |key| query.get(key).to_owned();
    WorkloadQuery {
        q: get("q"),
        team: get("team"),
        tier: get("tier"),
        fact: get("fact"),
        state: get("state"),
        has: get("has"),
        show: get("show"),
        ..WorkloadQuery::default()
    }
}

/// The choice as the addresses of reports take it.
pub(super) fn choice(query: &Query, picked: &[&str]) -> Query {
    let mut choice = Query::default();
    for key in FILTERS {
        choice = choice.with(key, query.get(key));
    }
    // What is no id leads nowhere, so it is not passed on.
    let ids = picked.iter().filter(|id| id.parse::<WorkloadId>().is_ok());
    choice.with("ids", ids.copied().collect::<Vec<_>>().join(","))
}

/// Whether all workloads are asked for.
pub(super) fn unfiltered(query: &Query) -> bool {
    FILTERS.iter().all(|key| query.get(key).is_empty())
}

/// What the report is about.
pub(super) fn title(
    locale: Locale,
    data: &ReportsData,
    (query, picked): (&Query, &[&str]),
) -> String {
    if !picked.is_empty() {
        return reports::of_picked(locale, picked.len());
    }
    let filtered = FILTERS.into_iter().filter(|key| !query.get(key).is_empty());
    match filtered.collect::<Vec<_>>().as_slice() {
        [] => reports::of_organisation(locale).to_owned(),
        ["team"] => {
            let mut teams = data.page.teams.iter();
            let team = teams.find(|(id, _)| id.to_string() == query.get("team"));
            team.map_or_else(
                || reports::of_chosen(locale, data.page.total),
                |(_, name)| reports::of_team(locale, name),
            )
        }
        _ => reports::of_chosen(locale, data.page.total),
    }
}

/// Filter and list.
pub(super) fn draw(locale: Locale, page: WorkloadPage, query: &Query, picked: &[&str]) -> AnyView {
    let end = view! { <span>{workloads::rows(locale, page.total)}</span> }.into_any();
    let filters = FILTERS
        .iter()
        .fold(Query::default(), |all, key| all.with(key, query.get(key)));
    let body = if page.rows.is_empty() {
        view! {
            <EmptyState title=reports::nothing(locale) text=reports::nothing_text(locale)>
                <a class="c-btn" href="/reports">{common::clear_filter(locale)}</a>
            </EmptyState>
        }
        .into_any()
    } else {
        list(locale, &page, (query, picked))
    };
    let selects = filter_selects(locale, &page, &filters);
    let search = filters.clone();
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title">{reports::choose(locale)}</h2>
                <span class="c-section__note">{reports::choose_note(locale)}</span>
            </div>
            <FilterForm query=filters end=end>
                <FilterSearch query=search />
                {selects}
            </FilterForm>
            {body}
        </section>
    }
    .into_any()
}

fn list(locale: Locale, page: &WorkloadPage, (query, picked): (&Query, &[&str])) -> AnyView {
    let kept = FILTERS.iter().filter(|key| !query.get(key).is_empty());
    let kept = kept.map(|key| view! { <Hidden name=*key value=query.get(key).to_owned() /> });
    let without = query.without("pick").without("workload").link("/reports");
    let clear = (!picked.is_empty()).then(
        || view! { <a class="c-btn c-btn--quiet" href=without>{reports::none_picked(locale)}</a> },
    );
    let shown = page.rows.len();
    let total = usize::try_from(page.total).unwrap_or(usize::MAX);
    let more = (total > shown)
        .then(|| view! { <p class="u-muted">{reports::first_rows(locale, shown, total)}</p> });
    let rows = page
        .rows
        .iter()
        .map(|row| draw_row(locale, row, picked))
        .collect_view();
    view! {
        <form method="get" action="/reports" class="l-stack l-stack--tight">
            {kept.collect_view()}
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=common::workloads(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead>
                        <tr>
                            <th scope="col">{reports::pick_column(locale)}</th>
                            <th scope="col">{workloads::name(locale)}</th>
                            <th scope="col">{workloads::tier(locale)}</th>
                            <th scope="col">{reports::index(locale)}</th>
                            <th scope="col">{reports::menu(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
            <div class="l-row">
                <button class="c-btn">{reports::only_picked(locale)}</button>
                {clear}
            </div>
        </form>
    }
    .into_any()
}

fn draw_row(locale: Locale, row: &WorkloadRow, picked: &[&str]) -> AnyView {
    let id = row.id.to_string();
    let ticked = picked.contains(&id.as_str());
    let own = Query::default().with("workload", &id).link("/reports");
    let index = format!(
        "{} / {}",
        number::decimal(row.index.assured.as_ref().filter(|_| row.assessed)),
        number::decimal(row.index.claimed.as_ref().filter(|_| row.assessed))
    );
    view! {
        <tr>
            <td data-label=reports::pick_column(locale)>
                <input
                    class="c-choice__input"
                    type="checkbox"
                    name="pick"
                    value=id
                    checked=ticked
                    aria-label=reports::pick(locale, &row.name)
                />
            </td>
            <th scope="row">
                <a class="c-table__main" href=href::workload(row.id, "")>{row.name.clone()}</a>
                <OtherVersion version=row.version.clone() />
                <span class="c-table__sub">{row.team_name.clone()}</span>
            </th>
            <td class="u-nowrap" data-label=workloads::tier(locale)>{names::tier(locale, row.tier)}</td>
            <td class="u-nowrap" data-label=reports::index(locale)>{index}</td>
            <td data-label=reports::menu(locale)><a href=own>{reports::open_one(locale)}</a></td>
        </tr>
    }
    .into_any()
}
