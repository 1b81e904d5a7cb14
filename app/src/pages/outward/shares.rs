//! Links with which anybody reads one report.

use domain::Locale;
use domain::views::frame::Outcome;
use domain::views::outward::{ShareRow, ShareState, SharesPage as Data};
use leptos::prelude::*;

use super::choices::{Form, subject, subject_link, words};
use super::tabs;
use crate::components::number::bytes;
use crate::components::{
    Callout, ConfirmForm, CopyButton, EmptyState, Hidden, LocalTime, Page, PageHead, Pagination,
    PostForm, TextField, Tone,
};
use crate::error::AppError;
use crate::frame::use_flash;
use crate::i18n::{common, outward, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

const PATH: &str = "/reports/shared";

/// Links that the reader made or manages.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "reports/shared")]
pub async fn load_shares(about: String, page: u32) -> Result<Data, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::outward::shares_page(&request.services, viewer, &about, page).await?)
}

/// Links with which anybody reads one report.
#[component]
pub fn SharesPage() -> impl IntoView {
    let query = use_query();
    let asked = move || {
        query.with(|query| {
            let page = query.get("page").parse().unwrap_or(1);
            (query.get("about").to_owned(), page)
        })
    };
    let page = resource(asked, |(about, page)| async move {
        load_shares(about, page).await
    });
    loaded(page, move |page| draw(page, query.get_untracked()))
}

fn draw(page: Data, query: Query) -> AnyView {
    let locale = use_locale();
    let note = view! { <span class="u-muted u-measure">{outward::shared_note(locale)}</span> };
    let (number, pages, total) = (page.page, page.pages, page.total);
    let list = if page.rows.is_empty() {
        view! { <EmptyState title=outward::no_links(locale) text=outward::no_links_text(locale) /> }
            .into_any()
    } else {
        table(locale, page.rows, &query.link(PATH))
    };
    view! {
        <Page title=outward::shared(locale)>
            <PageHead title=outward::shared(locale) meta=note.into_any() tabs=tabs() />
            <div class="l-stack">
                {once(locale)}
                <section class="c-section" id="new">
                    <div class="c-section__head"><h2 class="c-section__title">{outward::new_link(locale)}</h2></div>
                    <PostForm action=PATH id="share">
                        {subject(locale, &page.subjects)}
                        <Form language=locale />
                        <TextField
                            name="days"
                            kind="number"
                            label=outward::days(locale)
                            value="30"
                            hint=outward::days_hint(locale).to_owned()
                            min="1".to_owned()
                            max="366".to_owned()
                            required=true
                        />
                        <div class="c-form__actions">
                            <button class="c-btn c-btn--primary">{outward::make_link(locale)}</button>
                        </div>
                    </PostForm>
                </section>
                <section class="c-section">
                    <div class="c-section__head"><h2 class="c-section__title">{outward::shared(locale)}</h2></div>
                    {list}
                    <Pagination page=number pages=pages total=total query=query />
                </section>
            </div>
        </Page>
    }
    .into_any()
}

/// A link that was just made: never again after this page.
fn once(locale: Locale) -> AnyView {
    let flash = use_flash().get_untracked();
    let made =
        flash.filter(|flash| flash.form == PATH && matches!(flash.outcome, Outcome::Done { .. }));
    let Some(flash) = made else {
        return ().into_any();
    };
    let value = |name: &str| flash.values.get(name).cloned().unwrap_or_default();
    let (link, until) = (value("address"), value("expires_at"));
    view! {
        <Callout tone=Tone::Ok title=outward::link_ready(locale)>
            <div class="l-stack l-stack--tight">
                <div class="c-secret"><code class="c-secret__value">{link.clone()}</code><CopyButton text=link /></div>
                <p>{outward::link_until(locale)}" "<LocalTime at=until /></p>
                <p>{outward::link_ready_text(locale)}</p>
            </div>
        </Callout>
    }
    .into_any()
}

fn table(locale: Locale, rows: Vec<ShareRow>, back: &str) -> AnyView {
    let rows: Vec<_> = rows.into_iter().map(|one| row(locale, one, back)).collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=outward::shared(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{outward::about(locale)}</th>
                    <th scope="col">{outward::state(locale)}</th>
                    <th scope="col">{outward::made(locale)}</th>
                    <th scope="col">{outward::ends(locale)}</th>
                    <th scope="col">{outward::used(locale)}</th>
                    <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, one: ShareRow, back: &str) -> AnyView {
    let class = match one.state {
        ShareState::Open => "c-badge c-badge--ok",
        ShareState::Expired => "c-badge",
        ShareState::Revoked => "c-badge c-badge--danger",
    };
    let used = match one.last_used_at {
        Some(at) => view! { <span>{outward::uses(locale, one.uses)}" "<LocalTime at=at /></span> }
            .into_any(),
        None => view! { <span class="u-muted">{outward::never_used(locale)}</span> }.into_any(),
    };
    let form = words(locale, (one.kind, one.format, one.locale));
    let back = back.to_owned();
    let revoke = (one.state == ShareState::Open).then(|| {
        view! {
            <ConfirmForm
                action=format!("{PATH}/{}/revoke", one.id)
                label=outward::revoke(locale)
                question=outward::revoke_question(locale)
                danger=true
            >
                <Hidden name="back" value=back />
            </ConfirmForm>
        }
    });
    view! {
        <tr>
            <th scope="row" class="c-table__grow">
                {subject_link(locale, one.about, &one.name)}
                <span class="c-table__sub">{form}" · "{bytes(one.size)}</span>
                <span class="c-table__sub u-mono u-anywhere">{outward::sha256(locale, &one.sha256)}</span>
            </th>
            <td data-label=outward::state(locale)><span class=class>{outward::state_of(locale, one.state)}</span></td>
            <td data-label=outward::made(locale)>
                <span><LocalTime at=one.created_at /><span class="c-table__sub">{outward::made_by(locale, &one.by)}</span></span>
            </td>
            <td data-label=outward::ends(locale)><LocalTime at=one.expires_at /></td>
            <td data-label=outward::used(locale)>{used}</td>
            <td>{revoke}</td>
        </tr>
    }
    .into_any()
}
