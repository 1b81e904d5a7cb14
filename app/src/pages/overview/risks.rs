//! The greatest residual risks.

use domain::views::overview::TopRisk;
use leptos::prelude::*;

use crate::{
    components::{More, Movement, Severity, number, rest, set_link},
    href,
    i18n::{overview, trend, use_locale},
};

#[component]
pub(super) fn TopRisks(rows: Vec<TopRisk>) -> impl IntoView {
    let l = use_locale();
    let body = if rows.is_empty() {
        view! { <p class="u-muted">{overview::no_risks(l)}</p> }.into_any()
    } else {
        table(rows)
    };
    view! {
        <section class="c-section" id="risks">
            <div class="c-section__head">
                <h2 class="c-section__title">{overview::top_risks(l)}</h2>
                <span class="c-section__note">{overview::top_risks_note(l)}</span>
            </div>
            {body}
        </section>
    }
}

fn table(rows: Vec<TopRisk>) -> AnyView {
    let l = use_locale();
    let total = rows.len();
    let rows = rows.into_iter().enumerate();
    let rows = rows.map(|(index, risk)| row(index, risk)).collect_view();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=overview::top_risks(l) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col">{overview::risk(l)}</th>
                    <th scope="col">{overview::workload(l)}</th>
                    <th scope="col" class="c-table__num">{overview::inherent(l)}</th>
                    <th scope="col" class="c-table__num">{overview::claimed(l)}</th>
                    <th scope="col" class="c-table__num">{overview::assured(l)}</th>
                    <th scope="col" class="c-table__num">{trend::moved_month(l)}</th>
                    <th scope="col" class="c-table__num">{trend::moved_milestone(l)}</th>
                    <th scope="col">{overview::band(l)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <More total=total />
    }
    .into_any()
}

fn row(index: usize, risk: TopRisk) -> AnyView {
    let l = use_locale();
    let explain = href::explain(
        &href::workload(risk.workload, ""),
        "risk",
        risk.risk.as_str(),
    );
    let number = |value: &domain::Exact, set| {
        view! { <a href=set_link(&explain, set)>{number::decimal(Some(value))}</a> }
    };
    let accepted = risk
        .accepted
        .then(|| view! { " "<span class="c-badge">{overview::accepted(l)}</span> });
    let href = href::risk(risk.workload, &risk.risk);
    let month = format!("{}#risks", href::workload(risk.workload, "/trend"));
    let milestone = match risk.milestone.as_ref().and_then(|m| m.milestone) {
        Some(number) => format!(
            "{}?from={number}&to=draft",
            href::workload(risk.workload, "/difference")
        ),
        None => href::workload(risk.workload, "/history"),
    };
    view! {
        <tr class=rest(index)>
            <th scope="row"><a class="c-table__main" href=href>{risk.risk.to_string()}" "{risk.name}</a></th>
            <td data-label=overview::workload(l)><a href=href::workload(risk.workload, "")>{risk.workload_name}</a>
                <span class="c-table__sub">{risk.team_name}</span></td>
            <td class="c-table__num" data-label=overview::inherent(l)>{number::decimal(Some(&risk.inherent))}</td>
            <td class="c-table__num" data-label=overview::claimed(l)>{number(&risk.claimed, domain::Set::Claimed)}</td>
            <td class="c-table__num" data-label=overview::assured(l)>{number(&risk.assured, domain::Set::Assured)}</td>
            <td class="c-table__num" data-label=trend::moved_month(l)><Movement now=risk.assured.clone() before=risk.month href=month /></td>
            <td class="c-table__num" data-label=trend::moved_milestone(l)><Movement now=risk.assured.clone() before=risk.milestone href=milestone /></td>
            <td data-label=overview::band(l)><Severity band=risk.band />{accepted}</td>
        </tr>
    }
    .into_any()
}
