//! Language and theme: forms, because they are remembered.

use domain::Locale;
use domain::views::frame::Theme;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::{Glyph, Icon};
use crate::frame::use_frame;
use crate::i18n::{common, use_locale};

/// Two buttons, one for each language; the page comes back in the chosen one.
#[component]
pub fn LanguageSwitch(
    /// The languages' whole names.
    #[prop(optional)]
    long: bool,
) -> impl IntoView {
    let locale = use_locale();
    let button = move |language: Locale| {
        let text = match (language, long) {
            (Locale::Zh, true) => "中文",
            (Locale::Zh, false) => "中",
            (Locale::En, true) => "English",
            (Locale::En, false) => "EN",
        };
        view! {
            <button
                class="c-switch__item"
                name="locale"
                value=language.tag()
                lang=language.tag()
                aria-pressed=pressed(language == locale)
            >
                {text}
            </button>
        }
    };
    view! {
        <Preference>
            <div class="c-switch" role="group" aria-label=common::language(locale)>
                {Locale::ALL.map(button).collect_view()}
            </div>
        </Preference>
    }
}

/// Three buttons: as the system, light, dark.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let locale = use_locale();
    let chosen = use_frame().theme;
    let button = move |(theme, glyph, label): (Option<Theme>, Glyph, &'static str)| {
        view! {
            <button
                class="c-switch__item"
                name="theme"
                value=theme.map_or("", Theme::as_str)
                aria-pressed=pressed(theme == chosen)
                aria-label=label
                title=label
            >
                <Icon of=glyph small=true />
            </button>
        }
    };
    let choices = [
        (None, Glyph::System, common::theme_system(locale)),
        (Some(Theme::Light), Glyph::Sun, common::theme_light(locale)),
        (Some(Theme::Dark), Glyph::Moon, common::theme_dark(locale)),
    ];
    view! {
        <Preference>
            <div class="c-switch" role="group" aria-label=common::theme(locale)>
                {choices.map(button).collect_view()}
            </div>
        </Preference>
    }
}

/// A form that remembers a preference and comes back to this page.
#[component]
fn Preference(children: Children) -> impl IntoView {
    let location = use_location();
    let back = move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        if search.is_empty() {
            path
        } else {
            format!("{path}?{}", search.trim_start_matches('?'))
        }
    };
    view! {
        <form method="post" action="/preferences">
            <input type="hidden" name="back" value=back />
            {children()}
        </form>
    }
}

const fn pressed(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}
