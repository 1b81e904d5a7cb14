//! A new password, typed twice.

use leptos::prelude::*;

use crate::components::TextField;
use crate::i18n::{accounts, use_locale};

/// The two fields of a new password; the second one is `repeat`.
#[component]
pub fn NewPassword(
    /// The first field's name in the form.
    name: &'static str,
    /// What it is.
    label: &'static str,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <TextField
            name=name
            label=label
            hint=accounts::password_hint(locale)
            kind="password"
            autocomplete="new-password"
            required=true
        />
        <TextField
            name="repeat"
            label=accounts::repeat_password(locale)
            kind="password"
            autocomplete="new-password"
            required=true
        />
    }
}
