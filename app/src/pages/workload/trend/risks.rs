//! How the risks of a workload have moved.

use domain::views::trend::{MovedRisk, WorkloadTrend};
use domain::{Locale, Set};
use leptos::prelude::*;

use crate::components::number::decimal;
use crate::components::{Movement, Severity, set_link};
use crate::href;
use crate::i18n::{overview, trend};

/// All risks, the greatest assured residual first.
pub(super) fn moved(locale: Locale, page: &WorkloadTrend) -> AnyView {
    let body = if page.risks.is_empty() {
        view! { <p class="u-muted">{overview::no_risks(locale)}</p> }.into_any()
    } else {
        let rows = page.risks.iter().map(|risk| row(locale, page, risk));
        view! {
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=trend::risks(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{overview::risk(locale)}</th>
                        <th scope="col" class="c-table__num">{overview::assured(locale)}</th>
                        <th scope="col" class="c-table__num">{trend::moved_month(locale)}</th>
                        <th scope="col" class="c-table__num">{trend::moved_milestone(locale)}</th>
                        <th scope="col">{overview::band(locale)}</th>
                    </tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="c-section" id="risks">
            <div class="c-section__head">
                <h2 class="c-section__title">{trend::risks(locale)}</h2>
                <span class="c-section__note">{trend::risks_note(locale)}</span>
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn row(locale: Locale, page: &WorkloadTrend, risk: &MovedRisk) -> AnyView {
    let id = page.head.id;
    let explain = href::explain(&href::workload(id, ""), "risk", risk.risk.as_str());
    let treat = href::risk(id, &risk.risk);
    let history = href::workload(id, "/history");
    let milestone = match risk.milestone.as_ref().and_then(|m| m.milestone) {
        Some(number) => format!(
            "{}?from={number}&to=draft",
            href::workload(id, "/difference")
        ),
        None => history.clone(),
    };
    let state = if risk.accepted {
        view! { <span class="c-badge">{overview::accepted(locale)}</span> }.into_any()
    } else {
        view! { <Severity band=risk.band /> }.into_any()
    };
    view! {
        <tr>
            <th scope="row"><a class="c-table__main" href=treat>{format!("{} {}", risk.risk, risk.name)}</a></th>
            <td class="c-table__num" data-label=overview::assured(locale)>
                <a href=set_link(&explain, Set::Assured)>{decimal(Some(&risk.assured))}</a>
            </td>
            <td class="c-table__num" data-label=trend::moved_month(locale)>
                <Movement now=risk.assured.clone() before=risk.month.clone() href=history />
            </td>
            <td class="c-table__num" data-label=trend::moved_milestone(locale)>
                <Movement now=risk.assured.clone() before=risk.milestone.clone() href=milestone />
            </td>
            <td data-label=overview::band(locale)>{state}</td>
        </tr>
    }
    .into_any()
}
