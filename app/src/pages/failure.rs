//! Pages that say why there is no page.

use domain::Locale;
use leptos::prelude::*;

use crate::components::{Brandmark, Page};
use crate::error::AppError;
use crate::i18n::{common, errors, use_locale};
use crate::{href, respond};

/// Says what went wrong and what to do, to people and to HTTP.
#[component]
pub fn Failure(
    /// Why there is no page.
    error: AppError,
) -> impl IntoView {
    let locale = use_locale();
    respond::failed(&error);
    if error == AppError::Unauthenticated {
        go_to_login();
    }
    let (title, text) = words(locale, &error);
    view! {
        <Page title=title narrow=true>
            <div class="c-empty">
                <Brandmark class="c-empty__mark" />
                <h1 class="c-empty__title">{title}</h1>
                <p class="c-empty__text">{text}</p>
                <div class="c-empty__actions">{way_out(locale, &error)}</div>
            </div>
        </Page>
    }
}

fn words(locale: Locale, error: &AppError) -> (&'static str, String) {
    let (title, text) = match error {
        AppError::Unauthenticated => (errors::sign_in_first(locale), errors::sign_in_hint(locale)),
        AppError::Forbidden => (errors::forbidden(locale), errors::forbidden_hint(locale)),
        AppError::NotFound => (errors::not_found(locale), errors::not_found_hint(locale)),
        AppError::Invalid(_) | AppError::Stale | AppError::State(_) => {
            (errors::conflict(locale), errors::conflict_hint(locale))
        }
        AppError::Unavailable => (
            errors::unavailable(locale),
            errors::unavailable_hint(locale),
        ),
        AppError::TooMany(seconds) => {
            return (
                errors::too_many(locale),
                errors::too_many_hint(locale, seconds),
            );
        }
        AppError::Internal { id } => {
            return (errors::internal(locale), errors::internal_hint(locale, id));
        }
    };
    (title, text.to_owned())
}

fn way_out(locale: Locale, error: &AppError) -> AnyView {
    match error {
        AppError::Unauthenticated => {
            view! { <a class="c-btn c-btn--primary" href="/login">{common::sign_in(locale)}</a> }
                .into_any()
        }
        AppError::Unavailable | AppError::Stale | AppError::State(_) => {
            // An empty address is the page itself; `rel` makes the browser load it anew.
            view! { <a class="c-btn c-btn--primary" href="" rel="external">{errors::reload(locale)}</a> }.into_any()
        }
        _ => view! { <a class="c-btn" href="/">{errors::to_start(locale)}</a> }.into_any(),
    }
}

/// In the browser, where no redirect could be sent: a new document, because the frame is another's.
fn go_to_login() {
    Effect::new(|| {
        let location = window().location();
        let next = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
        // If the browser refuses, the button is still there.
        let _ = location.assign(&href::login(&next));
    });
}
