//! What the console shows, and what comes by mail.

use domain::Locale;
use domain::notice::NoticeKind;
use domain::views::notices::NoticeChoices;
use leptos::prelude::*;

use crate::components::{Callout, Choice, PostForm, Tone};
use crate::i18n::{common, notices, use_locale};

/// Each kind of notice: whether the console shows it, and whether it comes by mail.
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
    let console = boxes(locale, "console", &choices.console);
    let mail = boxes(locale, "mail", &choices.mail);
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
                        <legend class="c-fieldset__legend">{notices::by_console(locale)}</legend>
                        <div class="c-choices">{console}</div>
                    </fieldset>
                    <fieldset>
                        <legend class="c-fieldset__legend">{notices::by_mail(locale)}</legend>
                        <div class="c-choices">{mail}</div>
                    </fieldset>
                    <div class="c-form__actions"><button class="c-btn">{common::save(locale)}</button></div>
                </PostForm>
            </div>
        </section>
    }
}

fn boxes(locale: Locale, name: &'static str, kinds: &[(NoticeKind, bool)]) -> Vec<AnyView> {
    let choice = |(kind, wanted): &(NoticeKind, bool)| {
        let label = notices::of_kind(locale, *kind);
        view! { <Choice name=name value=kind.as_str() label=label checked=*wanted /> }.into_any()
    };
    kinds.iter().map(choice).collect()
}
