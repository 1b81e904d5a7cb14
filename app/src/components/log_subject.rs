//! What an entry of a change log is about.

use domain::views::results::LogName;
use leptos::prelude::*;

use crate::i18n::{history, use_locale};

/// The name of what an entry is about, or that it is gone; its id where that is what people call it.
#[component]
pub fn LogSubject(called: Option<LogName>, id: String) -> impl IntoView {
    let l = use_locale();
    match called {
        Some(LogName::Is(name)) => {
            view! { <span class="u-small u-anywhere">{name}</span> }.into_any()
        }
        Some(LogName::Gone) => {
            view! { <span class="u-muted u-small">{history::log_gone(l)}</span> }.into_any()
        }
        None => view! { <span class="u-mono u-small">{id}</span> }.into_any(),
    }
}
