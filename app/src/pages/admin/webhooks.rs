//! Webhooks: other systems that are told of events.

use std::sync::Arc;

use domain::Locale;
use domain::views::frame::Outcome;
use domain::views::notices::{SecretState, WebhookRow, WebhooksPage as Data};
use leptos::prelude::*;

use super::{tabs, webhook_form};
use crate::components::{
    Callout, ConfirmForm, CopyButton, EmptyState, Folds, Hidden, LocalTime, Page, PageHead,
    PostForm, Tone,
};
use crate::error::AppError;
use crate::frame::use_flash;
use crate::i18n::{notices, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

const COLUMNS: &str = "4";
const PATH: &str = "/admin/webhooks";

/// All webhooks, without their secrets.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::Forbidden`].
#[server(prefix = "/api/fn", endpoint = "admin/webhooks")]
pub async fn load_webhooks() -> Result<Data, AppError> {
    let request = crate::server::request()?;
    Ok(services::notices::webhooks_page(&request.services, request.viewer()?).await?)
}

/// The installation's webhooks.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let query = use_query();
    let page = resource(|| (), |()| load_webhooks());
    loaded(page, move |page| draw(Arc::new(page), query))
}

fn draw(page: Arc<Data>, query: Memo<Query>) -> AnyView {
    let locale = use_locale();
    let folds = Folds::new(query, "webhook", &format!("{PATH}/"));
    let note = view! { <span class="u-muted u-measure">{notices::webhooks_note(locale)}</span> };
    let list = if page.rows.is_empty() {
        view! { <EmptyState title=notices::webhooks_none(locale) text=notices::webhooks_none_text(locale) /> }.into_any()
    } else {
        table(locale, &page, folds)
    };
    view! {
        <Page title=notices::webhooks(locale)>
            <PageHead title=notices::webhooks(locale) meta=note.into_any() tabs=tabs() />
            <div class="l-stack">
                {once(locale)}
                {kept(locale, &page)}
                {list}
                <section class="c-section" id="add">
                    <div class="c-section__head"><h2 class="c-section__title">{notices::webhook_add(locale)}</h2></div>
                    {webhook_form::add(locale)}
                </section>
            </div>
        </Page>
    }
    .into_any()
}

/// A secret that was just made: never again after this page.
fn once(locale: Locale) -> AnyView {
    let flash = use_flash().get_untracked();
    let made = flash.filter(|flash| {
        flash.form.starts_with(PATH) && matches!(flash.outcome, Outcome::Done { .. })
    });
    let Some(secret) = made.and_then(|flash| flash.values.get("secret").cloned()) else {
        return ().into_any();
    };
    view! {
        <Callout tone=Tone::Ok title=notices::webhook_once(locale)>
            <div class="l-stack l-stack--tight">
                <div class="c-secret"><code class="c-secret__value">{secret.clone()}</code><CopyButton text=secret /></div>
                <p>{notices::webhook_once_text(locale)}</p>
            </div>
        </Callout>
    }
    .into_any()
}

/// What is wrong with how secrets are kept.
fn kept(locale: Locale, page: &Data) -> AnyView {
    let any = |state| page.rows.iter().any(|row| row.secret == state);
    if any(SecretState::Lost) {
        return view! {
            <Callout tone=Tone::Warn title=notices::webhooks_lost(locale)>
                <p>{notices::webhooks_lost_text(locale)}</p>
            </Callout>
        }
        .into_any();
    }
    let clear = any(SecretState::Clear).then(
        || view! { <p class="u-muted u-small u-measure">{notices::webhooks_clear(locale)}</p> },
    );
    clear.into_any()
}

fn table(locale: Locale, page: &Arc<Data>, folds: Folds) -> AnyView {
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|row| entry(locale, row.clone(), folds))
        .collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=notices::webhooks(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{notices::webhook_name(locale)}</th>
                    <th scope="col">{notices::webhook_what(locale)}</th>
                    <th scope="col">{notices::webhook_state(locale)}</th>
                    <th scope="col"><span class="u-vh">{crate::i18n::common::actions(locale)}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn entry(locale: Locale, row: WebhookRow, folds: Folds) -> AnyView {
    let id = row.id.to_string();
    let fold = folds.row(id.clone(), PATH.to_owned());
    let details = {
        let row = row.clone();
        fold.details(COLUMNS, move || webhook_form::edit(locale, &row))
    };
    let kinds: Vec<_> = row
        .kinds
        .iter()
        .map(|kind| notices::of_kind(locale, *kind))
        .collect();
    let kinds = kinds.join(if locale == Locale::Zh { "、" } else { ", " });
    let state = if row.active {
        view! { <span class="c-badge c-badge--ok">{notices::webhook_on(locale)}</span> }
    } else {
        view! { <span class="c-badge">{notices::webhook_off(locale)}</span> }
    };
    let lost = (row.secret == SecretState::Lost).then(|| {
        view! { " "<span class="c-badge c-badge--warn">{notices::webhook_secret_lost(locale)}</span> }
    });
    view! {
        <tr id=id>
            <th scope="row">
                {fold.link("c-table__main", row.name.clone())}
                <span class="c-table__sub u-mono">{row.url.clone()}</span>
                <span class="c-table__sub">{notices::webhook_by(locale, &row.by)}" "<LocalTime at=row.at.as_str() /></span>
            </th>
            <td class="c-signal__long" data-label=notices::webhook_what(locale)>{kinds}</td>
            <td data-label=notices::webhook_state(locale)>{state}{lost}</td>
            <td>{acts(locale, &row)}</td>
        </tr>
        {details}
    }
    .into_any()
}

fn acts(locale: Locale, row: &WebhookRow) -> AnyView {
    let at = |act: &str| format!("{PATH}/{}/{act}", row.id);
    let (test, secret, remove) = (at("test"), at("secret"), at("remove"));
    let version = row.version.to_string();
    let new = notices::webhook_secret_question(locale, &row.name);
    let gone = notices::webhook_remove_question(locale, &row.name);
    view! {
        <div class="l-row l-row--tight">
            <PostForm action=test class="l-row"><button class="c-btn c-btn--small">{notices::webhook_test(locale)}</button></PostForm>
            <ConfirmForm
                action=secret
                label=notices::webhook_secret(locale)
                question=new
                danger=true
            >
                <Hidden name="version" value=version />
            </ConfirmForm>
            <ConfirmForm
                action=remove
                label=notices::webhook_remove(locale)
                question=gone
                danger=true
            />
        </div>
    }
    .into_any()
}
