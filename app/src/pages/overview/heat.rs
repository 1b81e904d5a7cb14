//! The heat map: pillar × team, or pillar × workload, ranked.

use domain::views::overview::{HeatRow, OverviewPage as Data};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    components::{HeatCell, HeatScale, OtherVersion, PillarMark, ProofBar, ProofKey},
    href,
    i18n::{overview, trend, use_locale},
    query::Query,
};

#[component]
pub(super) fn Heat(data: Data, query: Query) -> impl IntoView {
    let l = use_locale();
    let (title, first) = match data.team {
        Some(_) => (overview::heat_workloads(l), overview::workload(l)),
        None => (overview::heat_teams(l), overview::team(l)),
    };
    let pillars = data.names.pillars.clone();
    let heads = pillars.iter().map(|(id, name)| {
        view! { <th scope="col"><PillarMark id=id.clone() name=name.clone() /></th> }
    });
    let heads = heads.collect_view();
    let rows = data
        .heat
        .iter()
        .map(|row| heat_row(row, &pillars))
        .collect_view();
    view! {
        <section class="c-section" id="heat">
            <div class="c-section__head">
                <h2 class="c-section__title">{title}</h2>
                <span class="c-section__note">{overview::heat_note(l)}</span>
            </div>
            <div class="c-tablewrap" role="region" aria-label=title tabindex="0">
                <table class="c-heat" aria-label=title>
                    <thead><tr><th scope="col">{first}</th>{heads}<th scope="col">{overview::index_short(l)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="l-row l-row--between"><HeatScale /><ProofKey /></div>
            {pages(&data, &query)}
        </section>
    }
}

/// Links to the other rows, where there are more than fit.
fn pages(data: &Data, query: &Query) -> AnyView {
    let l = use_locale();
    let (page, pages, total) = data.heat_page;
    if pages <= 1 {
        return ().into_any();
    }
    let path = use_location().pathname.get_untracked();
    let link = |number: u32| {
        let current = (number == page).then_some("page");
        let href = format!("{}#heat", query.with("heat", number).link(&path));
        view! { <li><a class="c-pagination__link" href=href aria-current=current>{number}</a></li> }
    };
    let near = (1..=pages).filter(|n| *n == 1 || *n == pages || n.abs_diff(page) <= 2);
    view! {
        <nav class="c-pagination" aria-label=overview::heat_pages(l)>
            <span>{trend::heat_rows(l, data.heat.len(), total)}</span>
            <ul class="c-pagination__list">{near.map(link).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

fn heat_row(row: &HeatRow, pillars: &[(domain::PillarId, String)]) -> AnyView {
    let l = use_locale();
    let count = (row.assessed + row.not_assessed > 1).then(|| row.assessed + row.not_assessed);
    let count = count.map(|n| view! { " "<span class="u-muted u-small">{n}</span> });
    let head = view! {
        <th scope="row" class="c-heat__rowhead">
            <a class="c-table__main" href=row.href.clone()>{row.name.clone()}</a>{count}
            <OtherVersion version=row.version.clone() />
        </th>
    };
    if row.assessed == 0 {
        let span = (pillars.len() + 1).to_string();
        return view! {
            <tr>{head}<td class="c-heat__cell c-heat__cell--none" colspan=span>
                <a href=row.href.clone()>{overview::none_assessed(l, row.not_assessed)}</a>
            </td></tr>
        }
        .into_any();
    }
    let cell = |(id, name): &(domain::PillarId, String)| {
        let score = row
            .pillars
            .iter()
            .find(|(p, _)| p == id)
            .map(|(_, s)| s.clone())
            .unwrap_or_default();
        let explain = href::explain(&row.href, "pillar", id.as_str());
        view! { <HeatCell score=score explain=explain label=format!("{} {name}", row.name) /> }
    };
    let index = href::explain(&row.href, "index", "");
    view! {
        <tr>
            {head}
            {pillars.iter().map(cell).collect_view()}
            <td class="c-heat__total"><ProofBar score=row.index.clone() explain=index label=row.name.clone() /></td>
        </tr>
    }
    .into_any()
}
