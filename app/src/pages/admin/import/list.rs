//! Handing an export in, and what was handed in.

use domain::Locale;
use domain::views::transfer::{ImportRow, ImportsPage as Data};
use leptos::prelude::*;

use super::super::tabs;
use super::PATH;
use crate::components::form::use_form;
use crate::components::number::bytes;
use crate::components::{Choice, EmptyState, Glyph, Icon, LocalTime, Page, PageHead, PostForm};
use crate::error::AppError;
use crate::i18n::{common, names, transfer, use_locale};
use crate::load::{loaded, resource};

/// What was handed in.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::Forbidden`].
#[server(prefix = "/api/fn", endpoint = "admin/imports")]
pub async fn load_imports() -> Result<Data, AppError> {
    let request = crate::server::request()?;
    Ok(services::transfer::uploads(&request.services, request.viewer()?).await?)
}

/// Exports that were handed in.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let page = resource(|| (), |()| load_imports());
    loaded(page, draw)
}

fn draw(page: Data) -> AnyView {
    let locale = use_locale();
    let note = view! { <span class="u-muted u-measure">{transfer::lead(locale)}</span> };
    let largest = format!("{} MiB", page.largest / 1024 / 1024);
    let list = if page.rows.is_empty() {
        let text = transfer::none_text(locale, page.kept_hours);
        view! { <EmptyState title=transfer::none(locale) text=text /> }.into_any()
    } else {
        table(locale, page.rows)
    };
    view! {
        <Page title=transfer::title(locale)>
            <PageHead title=transfer::title(locale) meta=note.into_any() tabs=tabs() />
            <div class="l-stack">
                {form(locale, &largest)}
                <section class="c-section">
                    <div class="c-section__head"><h2 class="c-section__title">{transfer::past(locale)}</h2></div>
                    {list}
                </section>
            </div>
        </Page>
    }
    .into_any()
}

fn form(locale: Locale, largest: &str) -> AnyView {
    let export = "/api/v1/organisation/export.ndjson";
    view! {
        <section class="c-section" id="hand-in">
            <div class="c-section__head"><h2 class="c-section__title">{transfer::hand_in(locale)}</h2></div>
            <PostForm action=PATH id="import" multipart=true>
                <File />
                <div class="c-choices">
                    <Choice
                        name="match_people"
                        value="yes"
                        label=transfer::match_people(locale)
                        hint=transfer::match_people_hint(locale).to_owned()
                        checked=true
                    />
                </div>
                <div class="c-form__actions">
                    <button class="c-btn c-btn--primary">{transfer::look(locale)}</button>
                </div>
            </PostForm>
        </section>
        <section class="c-section" id="export">
            <div class="c-section__head"><h2 class="c-section__title">{transfer::export_title(locale)}</h2></div>
            <div class="l-stack l-stack--tight">
                <p class="u-muted u-small u-measure">{transfer::how(locale, largest)}</p>
                <p class="l-row">
                    <a class="c-btn c-btn--small" href=export rel="external"><Icon of=Glyph::Export />{transfer::export_all(locale)}</a>
                    <a class="c-btn c-btn--small" href=format!("{export}?files=true") rel="external"><Icon of=Glyph::Export />{transfer::export_files(locale)}</a>
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// The file, with what was wrong with the last one.
#[component]
fn File() -> impl IntoView {
    let locale = use_locale();
    let problem = use_form().problem("file").map(|problem| {
        let words = names::problem(locale, problem);
        view! { <p class="c-field__error" id="import-file-err"><Icon of=Glyph::Warn small=true />{words}</p> }
    });
    let described = if problem.is_some() {
        "import-file-hint import-file-err"
    } else {
        "import-file-hint"
    };
    view! {
        <div class="c-field">
            <label class="c-field__label" for="import-file">{transfer::file(locale)}" "<span class="c-field__required">{common::required(locale)}</span></label>
            <span class="c-field__hint" id="import-file-hint">{transfer::file_hint(locale)}</span>
            <div class="c-upload">
                <input class="c-upload__input" type="file" id="import-file" name="file" required=true aria-describedby=described />
            </div>
            {problem}
        </div>
    }
}

fn table(locale: Locale, rows: Vec<ImportRow>) -> AnyView {
    let rows: Vec<_> = rows.into_iter().map(|one| row(locale, one)).collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=transfer::past(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{transfer::file(locale)}</th>
                    <th scope="col">{transfer::state(locale)}</th>
                    <th scope="col">{transfer::holds(locale)}</th>
                    <th scope="col" class="c-table__num">{transfer::size(locale)}</th>
                    <th scope="col">{transfer::by(locale)}</th>
                    <th scope="col">{transfer::when(locale)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, one: ImportRow) -> AnyView {
    let by = if one.by.is_empty() {
        transfer::command_line(locale).to_owned()
    } else {
        one.by.clone()
    };
    view! {
        <tr>
            <th scope="row" class="c-table__grow">
                <a class="c-table__main" href=format!("{PATH}/{}", one.id)>{one.file_name.clone()}</a>
                <span class="c-table__sub u-mono u-truncate">{one.sha256.clone()}</span>
            </th>
            <td data-label=transfer::state(locale)>{state(locale, &one)}</td>
            <td data-label=transfer::holds(locale)>{transfer::holds_workloads(locale, one.workloads)}</td>
            <td class="c-table__num" data-label=transfer::size(locale)>{bytes(one.size)}</td>
            <td data-label=transfer::by(locale)>{by}</td>
            <td data-label=transfer::when(locale)><LocalTime at=one.at /></td>
        </tr>
    }
    .into_any()
}

/// Whether it was imported, can be, or can't.
pub(super) fn state(locale: Locale, one: &ImportRow) -> AnyView {
    let (class, text) = match (&one.done_at, one.obstacles) {
        (Some(_), _) => (
            "c-badge c-badge--ok",
            transfer::state_done(locale).to_owned(),
        ),
        (None, 0) => (
            "c-badge c-badge--info",
            transfer::state_clear(locale).to_owned(),
        ),
        (None, count) => (
            "c-badge c-badge--danger",
            transfer::state_blocked(locale, count),
        ),
    };
    view! { <span class=class>{text}</span> }.into_any()
}
