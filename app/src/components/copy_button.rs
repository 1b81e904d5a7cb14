//! A button that copies.

use leptos::prelude::*;

use crate::i18n::{evidence, use_locale};

/// Puts a text on the clipboard; needs script, so it is not there without.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let locale = use_locale();
    let (works, done) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move || works.set(true));
    let copy = move |_| {
        // The browser may refuse it; the text can be selected all the same.
        drop(
            window()
                .navigator()
                .clipboard()
                .write_text(&text.get_untracked()),
        );
        done.set(true);
    };
    let label = move || {
        if done.get() {
            evidence::copied(locale)
        } else {
            evidence::copy(locale)
        }
    };
    view! {
        <button type="button" class="c-btn c-btn--small" hidden=move || !works.get() on:click=copy>
            <span aria-live="polite">{label}</span>
        </button>
    }
}
