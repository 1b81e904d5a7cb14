//! Mails and calls of webhooks: what was sent, what failed.

use domain::Locale;
use domain::notice::{Channel, DeliveryState};
use domain::views::notices::{DeliveriesPage as Data, DeliveryQuery, DeliveryRow};
use leptos::prelude::*;

use super::tabs;
use crate::components::{
    Callout, EmptyState, FilterForm, FilterSelect, Hidden, LocalTime, Page, PageHead, Pagination,
    PostForm,
};
use crate::error::AppError;
use crate::i18n::{common, notices, outward, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

const PATH: &str = "/admin/deliveries";

/// Deliveries of the last thirty days.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::Forbidden`].
#[server(prefix = "/api/fn", endpoint = "admin/deliveries")]
pub async fn load_deliveries(query: DeliveryQuery) -> Result<Data, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::notices::deliveries_page(&request.services, viewer, &query).await?)
}

/// What was sent, and what failed.
#[component]
pub fn DeliveriesPage() -> impl IntoView {
    let query = use_query();
    let asked = move || {
        query.with(|query| DeliveryQuery {
            state: query.get("state").to_owned(),
            channel: query.get("channel").to_owned(),
            page: query.get("page").parse().unwrap_or(1),
        })
    };
    let page = resource(asked, |query| async move { load_deliveries(query).await });
    loaded(page, move |page| draw(page, query.get_untracked()))
}

fn draw(page: Data, query: Query) -> AnyView {
    let locale = use_locale();
    let (number, pages, total) = (page.page, page.pages, page.total);
    let note = view! { <span class="u-muted u-measure">{notices::deliveries_note(locale)}</span> };
    let back = query.link(PATH);
    // Without a mail server nothing is listed here for a reason that nobody would guess.
    let no_mail = (!page.sends).then(|| {
        view! { <Callout title=notices::no_mail_title(locale)><p>{notices::no_mail_here(locale)}</p></Callout> }
    });
    let list = if page.rows.is_empty() {
        view! {
            <EmptyState title=notices::deliveries_none(locale) text=notices::deliveries_none_text(locale)>
                <a class="c-btn" href="/admin/webhooks">{notices::webhooks(locale)}</a>
            </EmptyState>
        }
        .into_any()
    } else {
        table(locale, page.rows, &back)
    };
    view! {
        <Page title=notices::deliveries(locale)>
            <PageHead title=notices::deliveries(locale) meta=note.into_any() tabs=tabs() />
            <div class="l-stack l-stack--tight">
                {no_mail}
                <div>{filter(locale, query.clone())}{list}</div>
            </div>
            <Pagination page=number pages=pages total=total query=query />
        </Page>
    }
    .into_any()
}

fn filter(locale: Locale, query: Query) -> AnyView {
    let all = || vec![(String::new(), notices::all_kinds(locale).to_owned())];
    let (mut states, mut channels) = (all(), all());
    states.extend(DeliveryState::ALL.iter().map(|state| {
        (
            state.as_str().to_owned(),
            notices::state(locale, *state).to_owned(),
        )
    }));
    channels.extend(Channel::ALL.iter().map(|channel| {
        (
            channel.as_str().to_owned(),
            notices::channel(locale, *channel).to_owned(),
        )
    }));
    view! {
        <FilterForm query=query.clone()>
            <FilterSelect name="state" label=notices::delivery_state(locale) options=states query=query.clone() />
            <FilterSelect name="channel" label=notices::delivery_channel(locale) options=channels query=query.clone() />
        </FilterForm>
    }
    .into_any()
}

fn table(locale: Locale, rows: Vec<DeliveryRow>, back: &str) -> AnyView {
    let rows: Vec<_> = rows.into_iter().map(|one| row(locale, one, back)).collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=notices::deliveries(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{notices::delivery_to(locale)}</th>
                    <th scope="col">{notices::delivery_what(locale)}</th>
                    <th scope="col">{notices::delivery_state(locale)}</th>
                    <th scope="col" class="c-table__num">{notices::delivery_attempts(locale)}</th>
                    <th scope="col">{notices::delivery_when(locale)}</th>
                    <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, one: DeliveryRow, back: &str) -> AnyView {
    let kinds: Vec<_> = one
        .kinds
        .iter()
        .map(|kind| notices::of_kind(locale, *kind))
        .collect();
    let what = if one.report {
        outward::schedules(locale).to_owned()
    } else if kinds.is_empty() {
        notices::delivery_test(locale).to_owned()
    } else {
        kinds.join(if locale == Locale::Zh { "、" } else { ", " })
    };
    let when = match (&one.done_at, &one.next_at) {
        (Some(at), _) => view! { <span class="c-table__sub">{notices::delivery_done(locale)}" "<LocalTime at=at.as_str() /></span> }.into_any(),
        (None, Some(at)) => view! { <span class="c-table__sub">{notices::delivery_next(locale)}" "<LocalTime at=at.as_str() /></span> }.into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                {one.to.clone()}
                <span class="c-table__sub">{notices::channel(locale, one.channel)}</span>
            </th>
            <td class="c-signal__long" data-label=notices::delivery_what(locale)>{what}</td>
            <td class="c-signal__long" data-label=notices::delivery_state(locale)><span>{state(locale, &one)}</span></td>
            <td class="c-table__num" data-label=notices::delivery_attempts(locale)>{one.attempts}</td>
            <td data-label=notices::delivery_when(locale)><span><LocalTime at=one.created_at.as_str() />{when}</span></td>
            <td>{retry(locale, &one, back)}</td>
        </tr>
    }
    .into_any()
}

fn state(locale: Locale, one: &DeliveryRow) -> AnyView {
    let class = match one.state {
        DeliveryState::Sent => "c-badge c-badge--ok",
        DeliveryState::Failed => "c-badge c-badge--warn",
        DeliveryState::GivenUp => "c-badge c-badge--danger",
        DeliveryState::Waiting => "c-badge",
    };
    let failure = one.failure.as_ref().map(
        |failure| view! { <span class="c-table__sub">{notices::failure(locale, failure)}</span> },
    );
    view! { <span class=class>{notices::state(locale, one.state)}</span>{failure} }.into_any()
}

fn retry(locale: Locale, one: &DeliveryRow, back: &str) -> AnyView {
    if !matches!(one.state, DeliveryState::Failed | DeliveryState::GivenUp) {
        return ().into_any();
    }
    let back = back.to_owned();
    view! {
        <PostForm action=format!("/admin/deliveries/{}/retry", one.id) class="l-row">
            <Hidden name="back" value=back />
            <button class="c-btn c-btn--small">{notices::delivery_retry(locale)}</button>
        </PostForm>
    }
    .into_any()
}
