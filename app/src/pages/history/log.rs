//! The change log of a workload.

use domain::views::results::LogView;
use leptos::prelude::*;

use crate::{
    components::LocalTime,
    i18n::{history, use_locale},
    load::use_query,
};

#[component]
pub(super) fn Log(rows: Vec<LogView>, page: u32, more: bool) -> impl IntoView {
    let l = use_locale();
    let query = use_query().get_untracked();
    let link = |to: u32, name: &'static str| view! { <a class="c-btn" href=query.with("page", to).link("")>{name}</a> };
    let newer = (page > 1).then(|| link(page - 1, history::newer(l)));
    let older = more.then(|| link(page + 1, history::older(l)));
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title">{history::log(l)}</h2>
                <span class="c-section__note">{history::log_note(l)}</span>
            </div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=history::log(l) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col" class="c-table__num">"#"</th>
                        <th scope="col">{history::log_what(l)}</th>
                        <th scope="col">{history::log_subject(l)}</th>
                        <th scope="col">{history::log_who(l)}</th>
                        <th scope="col">{history::log_time(l)}</th>
                    </tr></thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <div class="l-row">{newer}{older}</div>
        </section>
    }
}

fn row(entry: LogView) -> AnyView {
    let l = use_locale();
    let actor = if entry.actor.is_empty() {
        history::log_system(l).to_owned()
    } else {
        entry.actor
    };
    view! {
        <tr>
            <td class="c-table__num" data-label="#">{entry.number}</td>
            <th scope="row">
                <details><summary>{history::action(l, &entry.action)}</summary><pre class="c-code">{entry.details}</pre></details>
            </th>
            <td data-label=history::log_subject(l)><span class="u-mono u-small">{entry.subject}</span></td>
            <td data-label=history::log_who(l)>{actor}</td>
            <td data-label=history::log_time(l) class="u-nowrap"><LocalTime at=entry.at /></td>
        </tr>
    }
    .into_any()
}
