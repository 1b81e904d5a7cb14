//! What comes by mail.

use domain::Locale;
use domain::notice::NoticeKind;
use domain::views::notices::NoticeChoices;
use leptos::prelude::*;

use crate::components::{Callout, Choice, PostForm, Tone};
use crate::i18n::{common, notices, use_locale};

/// Each kind of notice, and whether it comes by mail.
#[component]
pub fn NoticesForm(
    /// As they stand.
    choices: NoticeChoices,
    /// Whether the reader's language follows the browser.
    follows_browser: bool,
) -> impl IntoView {
    let locale = use_locale();
    let unset = (!choices.sends).then(|| {
        view! {
            <Callout tone=Tone::Info title=notices::no_mail_title(locale)><p>{notices::no_mail(locale)}</p></Callout>
        }
    });
    let language = follows_browser
        .then(|| view! { <p class="u-small u-muted">{notices::choices_no_language(locale)}</p> });
    let boxes: Vec<_> = choices
        .mail
        .iter()
        .map(|(kind, mail)| choice(locale, *kind, *mail))
        .collect();
    view! {
        <section class="c-section" id="notices">
            <div class="c-section__head">
                <h2 class="c-section__title">{notices::choices(locale)}</h2>
                <span class="c-section__note">{notices::choices_note(locale)}</span>
            </div>
            <div class="l-stack l-stack--tight">
                {unset}
                {language}
                <PostForm action="/account/notices" id="choices">
                    <fieldset>
                        <legend class="c-fieldset__legend">{notices::by_mail(locale)}</legend>
                        <div class="c-choices">{boxes}</div>
                    </fieldset>
                    <div class="c-form__actions"><button class="c-btn">{common::save(locale)}</button></div>
                </PostForm>
            </div>
        </section>
    }
}

fn choice(locale: Locale, kind: NoticeKind, mail: bool) -> AnyView {
    let label = notices::of_kind(locale, kind);
    view! { <Choice name="mail" value=kind.as_str() label=label checked=mail /> }.into_any()
}
