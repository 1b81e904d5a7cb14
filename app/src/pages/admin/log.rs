//! The organisation's change log.

use domain::Locale;
use domain::views::results::{LogPage as Data, LogView};
use leptos::prelude::*;

use super::tabs;
use crate::components::{EmptyState, Glyph, Icon, LocalTime, LogSubject, Page, PageHead};
use crate::error::AppError;
use crate::i18n::{accounts, actions, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

/// One page of what was done outside of single workloads, newest first.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::Forbidden`].
#[server(prefix = "/api/fn", endpoint = "admin/log")]
pub async fn load_log(page: u32) -> Result<Data, AppError> {
    let request = crate::server::request()?;
    Ok(services::history::admin_log(&request.services, request.viewer()?, page).await?)
}

/// The organisation's change log.
#[component]
pub fn LogPage() -> impl IntoView {
    let query = use_query();
    let page = resource(
        move || query.with(|query| query.get("page").parse().unwrap_or(1)),
        |page| async move { load_log(page).await },
    );
    loaded(page, draw)
}

fn draw(log: Data) -> AnyView {
    let locale = use_locale();
    let list = if log.rows.is_empty() {
        view! { <EmptyState title=accounts::log_empty(locale) text=accounts::log_empty_hint(locale) /> }.into_any()
    } else {
        table(locale, log.rows)
    };
    let note = view! { <span class="u-muted">{accounts::log_note(locale)}</span> }.into_any();
    view! {
        <Page title=accounts::log_title(locale)>
            <PageHead title=accounts::log_title(locale) meta=note tabs=tabs() />
            {list}
            {turn(locale, log.page, log.more)}
        </Page>
    }
    .into_any()
}

fn table(locale: Locale, rows: Vec<LogView>) -> AnyView {
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=accounts::log_title(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead>
                    <tr>
                        <th scope="col" class="c-table__num c-table__tight">{accounts::log_number(locale)}</th>
                        <th scope="col">{accounts::log_when(locale)}</th>
                        <th scope="col">{accounts::log_who(locale)}</th>
                        <th scope="col">{accounts::log_what(locale)}</th>
                        <th scope="col" class="c-table__grow">{accounts::log_details(locale)}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|entry| row(locale, entry)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, entry: LogView) -> AnyView {
    let actor = if entry.actor.is_empty() {
        accounts::system(locale).to_owned()
    } else {
        entry.actor
    };
    view! {
        <tr>
            <th scope="row" class="c-table__num c-table__tight">{entry.number}</th>
            <td class="u-nowrap" data-label=accounts::log_when(locale)><LocalTime at=entry.at /></td>
            <td class="c-table__thing" data-label=accounts::log_who(locale)>{actor}</td>
            <td class="c-table__thing" data-label=accounts::log_what(locale)>
                <span>{actions::action(locale, &entry.action)}<span class="c-table__sub u-mono">{entry.action.clone()}</span></span>
            </td>
            <td class="c-table__grow" data-label=accounts::log_details(locale)>
                <span>
                    <span class="u-mono u-xs">{entry.details}</span>
                    <span class="c-table__sub">{accounts::log_subject(locale)}" "<LogSubject called=entry.called id=entry.subject /></span>
                </span>
            </td>
        </tr>
    }
    .into_any()
}

fn turn(locale: Locale, page: u32, more: bool) -> Option<AnyView> {
    let link = |page: u32| Query::default().with("page", page).link("/admin/log");
    let newer = (page > 1).then(|| {
        view! { <a class="c-btn" href=link(page - 1)><Icon of=Glyph::Prev />{accounts::newer(locale)}</a> }
    });
    let older = more.then(|| {
        view! { <a class="c-btn" href=link(page + 1)>{accounts::older(locale)}<Icon of=Glyph::Next /></a> }
    });
    (page > 1 || more).then(|| {
        view! {
            <nav class="c-pagination" aria-label=accounts::page(locale, page)>
                <span>{accounts::page(locale, page)}</span>
                <div class="l-row">{newer}{older}</div>
            </nav>
        }
        .into_any()
    })
}
