//! What the last form said.

use domain::Locale;
use domain::views::frame::{Flash, Outcome};
use leptos::prelude::*;

use crate::components::{CopyButton, Glyph, Icon};
use crate::frame::{dismiss_flash, use_flash};
use crate::i18n::{common, errors, outcomes, use_locale};

/// What the last form said: announced, and gone once the reader goes on or closes it.
#[component]
pub fn FlashMessage() -> impl IntoView {
    let locale = use_locale();
    let flash = use_flash();
    move || flash.get().map(|flash| message(locale, &flash))
}

fn message(locale: Locale, flash: &Flash) -> AnyView {
    let done = matches!(flash.outcome, Outcome::Done { .. });
    let (class, role, glyph) = if done {
        ("c-flash", "status", Glyph::Ok)
    } else {
        ("c-flash c-flash--error", "alert", Glyph::Warn)
    };
    // A link that is shown once: the page that made it shows it, and here it can be copied.
    let link = flash.values.get("link").filter(|_| done).map(|link| {
        view! {
            <code class="c-secret__value">{link.clone()}</code>
            <CopyButton text=link.clone() />
        }
    });
    view! {
        <div class=class role=role>
            <Icon of=glyph />
            <span>{counted(&sentence(locale, &flash.outcome), flash)}</span>
            {link}
            <CloseButton />
        </div>
    }
    .into_any()
}

/// A sentence with the counts that the form's answer carries in place of `{count}` and `{refused}`.
fn counted(sentence: &str, flash: &Flash) -> String {
    let number = |name: &str| flash.values.get(name).map_or("", String::as_str);
    sentence
        .replace("{count}", number("count"))
        .replace("{refused}", number("refused"))
}

/// Without script there is nothing to close with: the message goes with the page.
#[component]
fn CloseButton() -> impl IntoView {
    let works = RwSignal::new(false);
    Effect::new(move || works.set(true));
    let close = common::close(use_locale());
    view! {
        <button
            type="button"
            class="c-btn c-btn--quiet c-btn--icon c-btn--small c-flash__close"
            aria-label=close
            hidden=move || !works.get()
            on:click=move |_| dismiss_flash()
        >
            <Icon of=Glyph::Close />
        </button>
    }
}

/// What happened, in words.
pub(crate) fn sentence(locale: Locale, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done { code } => outcomes::done(locale, code).to_owned(),
        Outcome::Invalid { .. } => errors::check_fields(locale).to_owned(),
        Outcome::Stale => errors::stale(locale).to_owned(),
        Outcome::State { code } => outcomes::refused(locale, code).to_owned(),
        Outcome::TooMany { seconds } => errors::too_many_hint(locale, seconds),
    }
}
