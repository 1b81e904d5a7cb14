//! Why a number is what it is: formula, values, terms, each opening further down to answers and proof.

mod api;

use domain::{
    Set, TeamId, WorkloadId,
    views::results::{ExplainPage as Data, ExplainQuery, ExplainRow},
};
use leptos::prelude::*;

use crate::{
    components::{Crumb, Page, PageHead, number},
    i18n::{common, history, use_locale},
    load::{PageData, loaded, resource, use_part, use_query},
    query::Query,
};

/// A number of the organisation.
#[component]
pub fn OrganisationExplained() -> impl IntoView {
    let query = use_query();
    draw(
        resource(move || asked(&query.get()), api::explain_organisation),
        query,
    )
}

/// A number of a team.
#[component]
pub fn TeamExplained() -> impl IntoView {
    let (query, id) = (use_query(), use_part::<TeamId>("id"));
    draw(
        resource(
            move || (id.get(), asked(&query.get())),
            |(id, q)| api::explain_team(id, q),
        ),
        query,
    )
}

/// A number of a workload.
#[component]
pub fn WorkloadExplained() -> impl IntoView {
    let (query, id) = (use_query(), use_part::<WorkloadId>("id"));
    draw(
        resource(
            move || (id.get(), asked(&query.get())),
            |(id, q)| api::explain_workload(id, q),
        ),
        query,
    )
}

fn asked(query: &Query) -> ExplainQuery {
    let get = |key: &str| query.get(key).to_owned();
    ExplainQuery {
        number: get("number"),
        id: get("id"),
        set: get("set"),
        day: get("day"),
        version: get("version"),
    }
}

fn draw(page: PageData<Data>, query: Memo<Query>) -> AnyView {
    loaded(page, move |data| {
        view! { <Explained data=data query=query.get_untracked() /> }.into_any()
    })
}

#[component]
fn Explained(data: Data, query: Query) -> impl IntoView {
    let l = use_locale();
    let title = history::explain_title(l, &data.name);
    let crumbs = vec![Crumb::new(data.back.clone(), data.of.clone())];
    // What is counted is whole, and the same by each set; a level is whole too.
    let counts = matches!(data.kind.as_str(), "met" | "proven" | "effort");
    let places = if counts || data.kind == "level" { 0 } else { 6 };
    let meta = if counts {
        ().into_any()
    } else {
        sets(data.set, query)
    };
    view! {
        <Page title=title.clone()>
            <PageHead title=title crumbs=crumbs meta=meta />
            <div class="l-stack">
                {formula(&data, places)} {remarks(&data.remarks)} {terms(data.rows, places)}
                <p class="u-small u-muted u-anywhere">{history::basis(l, data.basis)}
                    {data.input_hash.map(|hash| view! { " · "{history::input_hash(l)}" "<span class="u-mono">{hash}</span> })}</p>
            </div>
        </Page>
    }
}

/// The same number by each of the three sets.
fn sets(current: Set, query: Query) -> AnyView {
    let l = use_locale();
    let item = |set: Set, name: &'static str| {
        let on = (set == current).then_some("true");
        let href = query.with("set", set.as_str()).link("");
        view! { <a class="c-switch__item" aria-current=on href=href>{name}</a> }
    };
    view! {
        <div class="c-switch" role="group" aria-label=history::choose_set(l)>
            {item(Set::Assured, common::assured(l))}
            {item(Set::Claimed, common::claimed(l))}
            {item(Set::Possible, common::possible(l))}
        </div>
    }
    .into_any()
}

fn formula(data: &Data, places: u32) -> AnyView {
    let l = use_locale();
    let value = data.value.as_ref().map(|v| {
        view! { <div class="c-stat"><span class="c-stat__label">{history::result(l)}</span>
        <span class="c-stat__value">{v.decimal(places)}</span></div> }
    });
    let worked = (!data.worked.is_empty()).then(|| {
        view! { <dt>{history::worked(l)}</dt><dd><code class="c-formula">{data.worked.clone()}</code></dd> }
    });
    view! {
        <section class="c-section c-panel">
            {value}
            <dl class="c-facts">
                <dt>{history::formula(l)}</dt><dd><code class="c-formula">{data.formula.clone()}</code></dd>
                {worked}
            </dl>
        </section>
    }
    .into_any()
}

fn remarks(remarks: &[String]) -> Option<AnyView> {
    let l = use_locale();
    let item = |text: &String| view! { <li>{text.clone()}</li> };
    (!remarks.is_empty()).then(|| {
        view! {
            <section class="c-section">
                <div class="c-section__head"><h2 class="c-section__title">{history::remark(l)}</h2></div>
                <ul class="c-prose">{remarks.iter().map(item).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

fn terms(rows: Vec<ExplainRow>, places: u32) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let l = use_locale();
    // A column that no row fills is left out.
    let weighted = rows.iter().any(|r| r.weight.is_some());
    let contributes = rows.iter().any(|r| r.contribution.is_some());
    let valued = rows.iter().any(|r| r.value.is_some());
    let head = |on: bool, name: &'static str| {
        on.then(|| view! { <th scope="col" class="c-table__num">{name}</th> })
    };
    let cell = move |on: bool, name: &'static str, text: Option<String>| {
        let text = text.unwrap_or_else(|| number::decimal(None));
        on.then(|| view! { <td class="c-table__num" data-label=name>{text}</td> })
    };
    let row = move |row: ExplainRow| {
        let name = match row.href {
            Some(href) => view! { <a class="c-table__main" href=href>{row.name}</a> }.into_any(),
            None => view! { <span class="c-table__main">{row.name}</span> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row" class="c-table__grow">{name}<span class="c-table__sub">{row.note}</span></th>
                {cell(weighted, history::weight(l), row.weight.map(|v| v.plain()))}
                {cell(valued, history::value(l), row.value.map(|v| v.decimal(places)))}
                {cell(contributes, history::contribution(l), row.contribution.map(|v| v.decimal(6)))}
            </tr>
        }
    };
    Some(
        view! {
            <section class="c-section">
                <div class="c-section__head"><h2 class="c-section__title">{history::terms(l)}</h2></div>
                <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=history::terms(l) tabindex="0">
                    <table class="c-table c-table--cards">
                        <thead><tr>
                            <th scope="col">{history::term(l)}</th>
                            {head(weighted, history::weight(l))}
                            {head(valued, history::value(l))}
                            {head(contributes, history::contribution(l))}
                        </tr></thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}
