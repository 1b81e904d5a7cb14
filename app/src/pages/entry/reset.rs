//! The link with which a person sets a new password.

use domain::views::accounts::ResetOffer;
use leptos::prelude::*;

use super::door::{Door, gone, offered};
use crate::components::{LocalTime, NewPassword, PostForm};
use crate::error::AppError;
use crate::i18n::{accounts, common, sentences, use_locale};
use crate::load::{loaded, resource, use_part};
use crate::query::encode;

/// Whose password the link sets; whoever holds it may know.
///
/// # Errors
/// [`AppError::NotFound`] where it does not hold.
#[server(prefix = "/api/fn", endpoint = "entry/reset")]
pub async fn load_reset(token: String) -> Result<ResetOffer, AppError> {
    let request = crate::server::request()?;
    Ok(services::accounts::look_reset(&request.services, &token).await?)
}

/// The form for a new password.
#[component]
pub fn ResetPage() -> impl IntoView {
    let token = use_part::<String>("token");
    let page = resource(
        move || token.get(),
        |token| async move { offered(load_reset(token.ok_or(AppError::NotFound)?).await) },
    );
    let action = move || {
        format!(
            "/reset/{}",
            encode(&token.get_untracked().unwrap_or_default())
        )
    };
    loaded(page, move |offer| match offer {
        Some(offer) => draw(offer, action()),
        None => gone(accounts::reset_title(use_locale())),
    })
}

fn draw(offer: ResetOffer, action: String) -> AnyView {
    let locale = use_locale();
    view! {
        <Door title=accounts::reset_title(locale)>
            <h2>{accounts::reset_title(locale)}</h2>
            <p>{accounts::reset_for(locale, &offer.email)}</p>
            <p class="u-muted u-small">
                {sentences(locale, &[accounts::reset_hint(locale), accounts::valid_until(locale)])} " " <LocalTime at=offer.expires_at />
            </p>
            <PostForm action=action class="c-login__form">
                // Password managers file the new password under this name.
                <input type="hidden" name="username" autocomplete="username" value=offer.email />
                <NewPassword name="password" label=accounts::new_password(locale) />
                <button class="c-btn c-btn--primary">{common::save(locale)}</button>
            </PostForm>
        </Door>
    }
    .into_any()
}
