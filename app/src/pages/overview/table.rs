//! The workloads: sorted and paged by the URL.

use domain::views::{overview::OverviewPage as Data, workloads::WorkloadRow};
use leptos::prelude::*;

use crate::{
    components::{LevelBadge, More, OtherVersion, Pagination, ProofBar, Ring, SortHeader, rest},
    href,
    i18n::{names, overview, use_locale},
    pages::workloads::row::inherited,
    query::Query,
};

#[component]
pub(super) fn Workloads(data: Data, query: Query) -> impl IntoView {
    let l = use_locale();
    let all = match &data.team {
        Some((id, _)) => Query::default().with("team", id).link("/workloads"),
        None => "/workloads".to_owned(),
    };
    let page = data.workloads;
    let shown = page.rows.len();
    let rows = page.rows.into_iter().enumerate();
    let rows = rows.map(|(index, w)| row(index, w)).collect_view();
    let q = || query.clone();
    view! {
        <section class="c-section" id="workloads">
            <div class="c-section__head">
                <h2 class="c-section__title">{overview::workloads(l)}</h2>
                <div class="c-section__actions"><a href=all>{overview::all_workloads(l)}</a></div>
            </div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=overview::workloads(l) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <SortHeader column="name" label=overview::workload(l) query=q() default=true />
                        <SortHeader column="tier" label=overview::tier(l) query=q() />
                        <SortHeader column="assured" label=overview::index_three(l) query=q() />
                        <SortHeader column="gap" label=overview::gap(l) query=q() numeric=true />
                        <th scope="col">{overview::level(l)}</th>
                        <SortHeader column="answered" label=overview::answered(l) query=q() />
                        <SortHeader column="risks" label=overview::risks(l) query=q() numeric=true />
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <More total=shown />
            <Pagination page=page.page pages=page.pages total=i64::from(page.total) query=query />
        </section>
    }
}

fn row(index: usize, w: WorkloadRow) -> AnyView {
    let l = use_locale();
    let explain = href::explain(&href::workload(w.id, ""), "index", "");
    let inherited = inherited(l, &w);
    let gap = w
        .index
        .claimed
        .clone()
        .zip(w.index.assured.clone())
        .map(|(claimed, assured)| (claimed - assured).decimal(1));
    let bar = if w.assessed {
        view! { <ProofBar score=w.index explain=explain label=w.name.clone() /> }.into_any()
    } else {
        view! { <span class="c-badge">{overview::unassessed(l)}</span> }.into_any()
    };
    let gap = if w.assessed {
        gap.unwrap_or_default()
    } else {
        "–".to_owned()
    };
    let level = if w.assessed { w.level.assured } else { None };
    let risks = if w.assessed {
        view! { <a href=href::workload(w.id, "/risks")>{w.high_risks}</a> }.into_any()
    } else {
        "–".into_any()
    };
    view! {
        <tr class=rest(index)>
            <th scope="row">
                <a class="c-table__main" href=href::workload(w.id, "")>{w.name}</a>
                <OtherVersion version=w.version />
                <span class="c-table__sub">{w.team_name}</span>
            </th>
            <td data-label=overview::tier(l)>{names::tier(l, w.tier)}</td>
            <td class="c-table__bar">{bar}</td>
            <td class="c-table__num" data-label=overview::gap(l)>{gap}</td>
            <td data-label=overview::level(l)><LevelBadge level=level /></td>
            <td data-label=overview::answered(l)><Ring done=w.counts.answered() total=w.counts.in_scope />{inherited}</td>
            <td class="c-table__num" data-label=overview::risks(l)>{risks}</td>
        </tr>
    }
    .into_any()
}
