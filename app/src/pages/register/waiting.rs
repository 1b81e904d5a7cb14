//! Acceptances that wait for the reader: approve, or refuse with a reason.

use domain::Locale;
use domain::views::register::{RegisterPage, WaitingRow};
use leptos::prelude::*;

use super::path;
use crate::components::number::decimal;
use crate::components::{ConfirmForm, Hidden, LocalTime, PostForm, Severity, TextAreaField};
use crate::href;
use crate::i18n::{register, risks};
use crate::query::Query;

/// What the ids of each row's form start with: as many as the server shows at most.
const FORMS: [&str; 20] = [
    "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9", "w10", "w11", "w12", "w13", "w14", "w15",
    "w16", "w17", "w18", "w19", "w20",
];

/// The list; nothing where nothing waits.
pub(super) fn waiting(locale: Locale, page: &RegisterPage, query: &Query) -> AnyView {
    if page.waiting.is_empty() {
        return ().into_any();
    }
    let back = query.link(&path(page));
    let rows: Vec<_> = page
        .waiting
        .iter()
        .zip(FORMS)
        .map(|(row, form)| entry(locale, row, form, &back))
        .collect();
    let shown = u32::try_from(page.waiting.len()).unwrap_or(u32::MAX);
    let more = (page.waiting_total > shown).then(|| {
        let all = Query::default().with("acceptance", "waiting").link(&path(page));
        view! { <div class="c-section__actions"><a href=all>{register::waiting_more(locale)}</a></div> }
    });
    view! {
        <section class="c-section" id="waiting">
            <div class="c-section__head">
                <h2 class="c-section__title">{register::waiting(locale)}</h2>
                <span class="c-section__note">{register::waiting_note(locale, page.waiting_total)}</span>
                {more}
            </div>
            <ul class="c-inbox">{rows}</ul>
        </section>
    }
    .into_any()
}

fn entry(locale: Locale, row: &WaitingRow, form: &'static str, back: &str) -> AnyView {
    let at = href::risk(row.workload, &row.risk);
    let score = decimal(Some(&row.assured.0));
    view! {
        <li class="c-inbox__row">
            <div class="c-inbox__body">
                <div class="c-inbox__head">
                    <Severity band=row.assured.1 />
                    <span class="u-strong">{score}</span>
                    <a class="c-inbox__check" href=at>{format!("{} {}", row.risk, row.name)}</a>
                    <span>{format!("{} · {}", row.workload_name, row.team_name)}</span>
                </div>
                <div class="c-note"><p>{row.note.clone()}</p></div>
                <p class="l-row u-small u-muted">
                    <span>{register::asked(locale, &row.asked_by)}" "<LocalTime at=row.asked_at.clone() /></span>
                    <span>{register::until(locale, &row.until)}</span>
                </p>
                {decide(locale, row, form, back)}
            </div>
        </li>
    }
    .into_any()
}

fn decide(locale: Locale, row: &WaitingRow, form: &'static str, back: &str) -> AnyView {
    let path = format!("/risks/{}", row.risk);
    let action = |what: &str| href::workload(row.workload, &format!("{path}/{what}"));
    let question = risks::approve_question(locale, &row.asked_by, &row.until);
    let (version, back, too) = (row.version.to_string(), back.to_owned(), back.to_owned());
    view! {
        <div class="l-row">
            <ConfirmForm action=action("approve") label=risks::approve(locale) question=question>
                <Hidden name="version" value=version.clone() />
                <Hidden name="back" value=back.clone() />
            </ConfirmForm>
            {reject(locale, (action("reject"), form), row.version, Some(too))}
        </div>
    }
    .into_any()
}

/// The form that refuses an acceptance, where it posts to and what its ids start with; it stays open where the reason
/// was refused.
pub(crate) fn reject(
    locale: Locale,
    (action, id): (String, &'static str),
    version: i32,
    back: Option<String>,
) -> AnyView {
    let open = crate::frame::use_flash()
        .get_untracked()
        .is_some_and(|flash| flash.form == action);
    let back = back.map(|back| view! { <Hidden name="back" value=back /> });
    view! {
        <details class="c-fold" open=open>
            <summary class="c-btn c-btn--small">{register::reject(locale)}</summary>
            <PostForm action=action id=id>
                <Hidden name="version" value=version.to_string() />
                {back}
                <TextAreaField
                    name="reason"
                    label=register::reject_reason(locale)
                    hint=register::reject_hint(locale)
                    rows=2
                    required=true
                    max_length=2_000u32
                />
                <div class="c-form__actions"><button class="c-btn c-btn--danger">{register::reject(locale)}</button></div>
            </PostForm>
        </details>
    }
    .into_any()
}
