//! The first start.

use leptos::prelude::*;

use super::door::Door;
use crate::components::{NewPassword, PostForm, TextField};
use crate::i18n::{accounts, use_locale};

/// Names the organisation and makes its first administrator; the server shows it only once.
#[component]
pub fn SetupPage() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Door title=accounts::setup_title(locale)>
            <h2>{accounts::setup_title(locale)}</h2>
            <p class="u-muted">{accounts::setup_hint(locale)}</p>
            <PostForm action="/setup" class="c-login__form">
                <TextField
                    name="organisation"
                    label=accounts::organisation_name(locale)
                    autocomplete="organization"
                    max_length=120u32
                    required=true
                />
                <TextField name="name" label=accounts::name(locale) autocomplete="name" max_length=120u32 required=true />
                <TextField
                    name="email"
                    label=accounts::email(locale)
                    kind="email"
                    autocomplete="username"
                    required=true
                />
                <NewPassword name="password" label=accounts::password(locale) />
                <button class="c-btn c-btn--primary">{accounts::setup_button(locale)}</button>
            </PostForm>
        </Door>
    }
}
