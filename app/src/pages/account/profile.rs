//! Name, language, theme and password.

use domain::Locale;
use domain::views::accounts::OwnAccount;
use domain::views::frame::Theme;
use leptos::prelude::*;

use crate::components::{Hidden, NewPassword, PostForm, SelectField, TextField};
use crate::i18n::{accounts, common, use_locale};

/// Name, language and theme.
#[component]
pub fn ProfileForm(
    /// As they stand.
    own: OwnAccount,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{accounts::profile(locale)}</h2></div>
            <PostForm action="/account/profile" id="profile">
                <Hidden name="version" value=own.version.to_string() />
                <TextField
                    name="name"
                    label=accounts::name(locale)
                    value=own.name
                    autocomplete="name"
                    max_length=120u32
                    required=true
                />
                <div class="c-form__line">
                    <SelectField
                        name="locale"
                        label=common::language(locale)
                        options=languages(locale)
                        value=own.locale.map_or("", Locale::tag)
                    />
                    <SelectField
                        name="theme"
                        label=common::theme(locale)
                        options=themes(locale)
                        value=own.theme.map_or("", Theme::as_str)
                    />
                </div>
                <div class="c-form__actions">
                    <button class="c-btn c-btn--primary">{common::save(locale)}</button>
                </div>
            </PostForm>
        </section>
    }
}

fn languages(locale: Locale) -> Vec<(String, String)> {
    let options = [
        ("", accounts::follow_browser(locale)),
        ("zh-CN", "中文"),
        ("en", "English"),
    ];
    options
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec()
}

fn themes(locale: Locale) -> Vec<(String, String)> {
    let options = [
        ("", common::theme_system(locale)),
        ("light", common::theme_light(locale)),
        ("dark", common::theme_dark(locale)),
    ];
    options
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec()
}

/// A new password.
#[component]
pub fn PasswordForm(
    /// Whose: password managers file it under this name.
    email: String,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{accounts::change_password(locale)}</h2></div>
            <PostForm action="/account/password" id="password">
                <input type="hidden" name="username" autocomplete="username" value=email />
                <TextField
                    name="current"
                    label=accounts::current_password(locale)
                    kind="password"
                    autocomplete="current-password"
                    required=true
                />
                <NewPassword name="new" label=accounts::new_password(locale) />
                <div class="c-form__actions"><button class="c-btn">{accounts::change_password(locale)}</button></div>
            </PostForm>
        </section>
    }
}
