//! That something was done before its workload was imported, and where.

use leptos::prelude::*;

use crate::i18n::{history, use_locale};

/// Says of something that it is from the import, and where it was done; nothing of what was done here.
#[component]
pub fn Imported(
    /// The organisation in whose installation it was done; empty where it was here.
    origin: String,
) -> impl IntoView {
    if origin.is_empty() {
        return ().into_any();
    }
    let l = use_locale();
    view! {
        " "<span class="c-badge">{history::imported(l)}</span>
        " "<span class="u-muted u-small u-anywhere">{history::imported_at(l, origin)}</span>
    }
    .into_any()
}
