//! Signing in.

use leptos::prelude::*;

use super::door::Door;
use crate::components::{Hidden, PostForm, TextField};
use crate::i18n::{accounts, use_locale};
use crate::load::use_query;

/// The sign-in form; goes on to `next`.
#[component]
pub fn LoginPage() -> impl IntoView {
    let locale = use_locale();
    let next = use_query().with_untracked(|query| query.get("next").to_owned());
    view! {
        <Door title=accounts::login_title(locale)>
            <PostForm action="/login" class="c-login__form">
                <Hidden name="next" value=next />
                <TextField
                    name="email"
                    label=accounts::email(locale)
                    kind="email"
                    autocomplete="username"
                    required=true
                />
                <TextField
                    name="password"
                    label=accounts::password(locale)
                    kind="password"
                    autocomplete="current-password"
                    required=true
                />
                <button class="c-btn c-btn--primary">{accounts::login_title(locale)}</button>
            </PostForm>
            <p class="u-muted u-small">{accounts::forgotten(locale)}</p>
        </Door>
    }
}
