//! The mark of numbers that stand beside those of another framework version.

use leptos::prelude::*;

use crate::i18n::{trend, use_locale};

/// Which framework version a row's numbers are of, where it is not the one of the others.
#[component]
pub fn OtherVersion(
    /// The version; none where it is the others'.
    version: Option<String>,
) -> impl IntoView {
    let locale = use_locale();
    version.map(|version| {
        view! {
            " "<span class="c-badge" title=trend::other_version_text(locale)>{trend::version(locale, version)}</span>
        }
    })
}
