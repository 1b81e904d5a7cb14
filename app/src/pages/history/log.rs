//! The change log of a workload, and what was done before it was imported.

use domain::Locale;
use domain::views::results::{LogPage, LogReach, LogView};
use leptos::prelude::*;

use crate::{
    components::{Glyph, Icon, Imported, LocalTime, LogSubject},
    href,
    i18n::{actions, history, use_locale},
    load::use_query,
};

#[component]
pub(super) fn Log(rows: Vec<LogView>, page: u32, more: bool) -> impl IntoView {
    let l = use_locale();
    let rows = table(l, history::log(l), rows);
    view! {
        <section class="c-section" id="log">
            <div class="c-section__head">
                <h2 class="c-section__title">{history::log(l)}</h2>
                <span class="c-section__note">{history::log_note(l)}</span>
            </div>
            {rows}
            {turn(l, ("page", "log"), (page, more))}
        </section>
    }
}

/// What was done elsewhere before the workload was imported; nothing where nothing was.
#[component]
pub(super) fn Before(log: LogPage) -> impl IntoView {
    if log.rows.is_empty() {
        return ().into_any();
    }
    let l = use_locale();
    let rows = table(l, history::before_import(l), log.rows);
    view! {
        <section class="c-section" id="imported">
            <div class="c-section__head"><h2 class="c-section__title">{history::before_import(l)}</h2></div>
            <p class="u-muted u-measure">{history::before_import_note(l)}</p>
            {rows}
            {turn(l, ("imported", "imported"), (log.page, log.more))}
        </section>
    }
    .into_any()
}

/// Links to the pages beside this one; the part of the page that turns stays in sight.
fn turn(l: Locale, (key, part): (&str, &str), (page, more): (u32, bool)) -> AnyView {
    let query = use_query().get_untracked();
    let link = |to: u32, name: &'static str| {
        let href = format!("{}#{part}", query.with(key, to).link(""));
        view! { <a class="c-btn" href=href>{name}</a> }
    };
    let newer = (page > 1).then(|| link(page - 1, history::newer(l)));
    let older = more.then(|| link(page + 1, history::older(l)));
    view! { <div class="l-row">{newer}{older}</div> }.into_any()
}

fn table(l: Locale, name: &'static str, rows: Vec<LogView>) -> AnyView {
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=name tabindex="0">
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
    }
    .into_any()
}

fn row(entry: LogView) -> AnyView {
    let l = use_locale();
    let actor = if entry.actor.is_empty() {
        history::log_system(l).to_owned()
    } else {
        entry.actor
    };
    let reached = entry.reached.map(|reached| told(l, reached));
    // Beside a name the id is for who looks for it elsewhere.
    let id = entry.called.as_ref().map(|_| {
        let id = entry.subject.clone();
        view! { <span class="c-table__sub u-mono">{id}</span> }
    });
    view! {
        <tr>
            <td class="c-table__num" data-label="#">{entry.number}</td>
            <th scope="row">
                <details><summary class="c-more__toggle"><Icon of=Glyph::Down small=true />{actions::action(l, &entry.action)}</summary><span class="c-table__sub u-mono">{entry.action}</span>{id}{reached}<pre class="c-code">{entry.details}</pre></details>
            </th>
            <td data-label=history::log_subject(l)><LogSubject called=entry.called id=entry.subject /></td>
            <td class="c-signal__long" data-label=history::log_who(l)><span>{actor}<Imported origin=entry.origin /></span></td>
            <td data-label=history::log_time(l) class="u-nowrap"><LocalTime at=entry.at /></td>
        </tr>
    }
    .into_any()
}

/// Whom a change of a platform's answers reached.
fn told(l: Locale, reached: LogReach) -> AnyView {
    let named = u32::try_from(reached.workloads.len()).unwrap_or(u32::MAX);
    let more = reached.count.saturating_sub(named);
    let more =
        (more > 0).then(|| view! { <li class="u-muted">{history::reached_more(l, more)}</li> });
    let one = |(id, name): (Option<domain::WorkloadId>, String)| match id {
        Some(id) => {
            view! { <li><a href=href::workload(id, "/platforms")>{name}</a></li> }.into_any()
        }
        None => view! { <li>{name}</li> }.into_any(),
    };
    view! {
        <p class="u-small">{history::reached(l, reached.count)}</p>
        <ul class="l-row u-small">{reached.workloads.into_iter().map(one).collect_view()}{more}</ul>
    }
    .into_any()
}
