//! Handing files in: with script they are looked at first, without it the form sends them at once.

use domain::Locale;
use domain::evidence::Kind;
use domain::views::evidence::{EvidencePage, HandedFile};
use domain::views::frame::Outcome;
use leptos::prelude::*;
use leptos::serde_json;

use super::preview::{self, take_back};
use super::reading;
use crate::components::form::use_form;
use crate::components::{Glyph, Icon, PostForm, choices};
use crate::frame::use_flash;
use crate::href;
use crate::i18n::{evidence, evidence_words, names, use_locale};
use crate::upload::{Uploads, chosen};

/// The section with the form, and below it what became of files.
pub(super) fn hand_in(locale: Locale, page: &EvidencePage) -> AnyView {
    if !page.head.abilities.assess {
        return ().into_any();
    }
    let action = href::workload(page.head.id, "/evidence");
    let uploads = Uploads::of(page.head.id);
    let chosen = uploads.clone();
    view! {
        <section class="c-section" id="hand-in">
            <div class="c-section__head"><h2 class="c-section__title">{evidence::hand_in(locale)}</h2></div>
            <PostForm action=action id="hand-in" class="c-upload" multipart=true>
                <Fields uploads=chosen />
            </PostForm>
            {results(locale, page)}
            {preview::previews(locale, &uploads)}
        </section>
    }
    .into_any()
}

/// Kind, subject, files and button. What is said of the files comes first: the server reads the form from its start.
#[component]
fn Fields(uploads: Uploads) -> impl IntoView {
    let locale = use_locale();
    let works = RwSignal::new(false);
    Effect::new(move || works.set(true));
    let problem = use_form().problem("file").map(|problem| {
        let words = names::problem(locale, problem);
        view! { <p class="c-field__error"><Icon of=Glyph::Warn small=true />{words}</p> }
    });
    view! {
        <div class="c-field" hidden=move || works.get()>
            <label class="c-field__label" for="hand-in-kind">{evidence::kind(locale)}</label>
            <span class="c-field__hint" id="hand-in-kind-hint">{evidence::kind_hint(locale)}</span>
            <select class="c-select" id="hand-in-kind" name="kind" aria-describedby="hand-in-kind-hint">
                {choices(kinds(locale), "")}
            </select>
        </div>
        <div class="c-field" hidden=move || works.get()>
            <label class="c-field__label" for="hand-in-subject">{evidence::subject(locale)}</label>
            <span class="c-field__hint" id="hand-in-subject-hint">{evidence::subject_hint(locale)}</span>
            <input
                class="c-input"
                id="hand-in-subject"
                name="subject"
                maxlength="500"
                placeholder=evidence::subject_example(locale)
                aria-describedby="hand-in-subject-hint"
            />
        </div>
        <div class="c-field">
            <label class="c-field__label" for="hand-in-file">{evidence::file(locale)}</label>
            <span class="c-field__hint" id="hand-in-file-hint">{evidence::file_hint(locale)}</span>
            <input
                class="c-upload__input"
                type="file"
                id="hand-in-file"
                name="file"
                multiple=true
                aria-describedby="hand-in-file-hint"
                on:change=move |event| uploads.add(chosen(&event))
            />
            {problem}
            <span class="c-field__hint" hidden=move || !works.get()>{evidence::drop_hint(locale)}</span>
        </div>
        <div class="c-form__actions" hidden=move || works.get()>
            <button class="c-btn c-btn--small">{evidence::send(locale)}</button>
        </div>
    }
}

/// Every kind that somebody can say, the first being that its content tells.
pub(super) fn kinds(locale: Locale) -> Vec<(String, String)> {
    let mut kinds = vec![(String::new(), evidence::kind_auto(locale).to_owned())];
    let told = Kind::ALL.iter().filter(|kind| **kind != Kind::EmptyResult);
    kinds.extend(told.map(|kind| (kind.code().to_owned(), evidence_words::kind(locale, kind))));
    kinds
}

/// What became of the files of the form that was sent last.
fn results(locale: Locale, page: &EvidencePage) -> AnyView {
    let action = href::workload(page.head.id, "/evidence");
    let flash = use_flash().get_untracked();
    let flash =
        flash.filter(|flash| flash.form == action && matches!(flash.outcome, Outcome::Done { .. }));
    let files = flash.and_then(|flash| flash.values.get("files").cloned());
    let files =
        files.and_then(|text| serde_json::from_slice::<Vec<HandedFile>>(text.as_bytes()).ok());
    let Some(files) = files else {
        return ().into_any();
    };
    let rows = files
        .iter()
        .map(|file| result(locale, page, file))
        .collect_view();
    view! {
        <h3 class="c-fieldset__legend">{evidence::after(locale)}</h3>
        <ul class="c-files">{rows}</ul>
    }
    .into_any()
}

fn result(locale: Locale, page: &EvidencePage, file: &HandedFile) -> AnyView {
    let (glyph, class, word) = match (&file.why, file.new) {
        (Some(_), _) => (
            Glyph::Warn,
            "c-badge c-badge--danger",
            evidence::not_kept(locale),
        ),
        (None, true) => (Glyph::Ok, "c-badge c-badge--ok", evidence::sent(locale)),
        (None, false) => (Glyph::Info, "c-badge", evidence::sent_before(locale)),
    };
    let why = file.why.as_ref().map(|why| reading::unusable(locale, why));
    let row = page
        .readings
        .iter()
        .find(|row| row.id.is_some() && row.id == file.reading);
    let facts = row.map(|row| reading::facts(locale, row, None));
    let telemetry = file.telemetry.as_ref();
    let telemetry = telemetry.map(|held| reading::telemetry(locale, held));
    let back = row
        .filter(|_| file.new)
        .map(|row| take_back(locale, page.head.id, row));
    view! {
        <li class="c-files__file">
            <div class="c-files__head">
                <span class="c-files__name">{file.name.clone()}</span>
                <span class=class><Icon of=glyph small=true />{word}</span>
                {back}
            </div>
            {why}
            {facts}
            {telemetry}
        </li>
    }
    .into_any()
}
