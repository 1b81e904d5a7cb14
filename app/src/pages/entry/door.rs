//! What the pages before signing in look like.

use leptos::prelude::*;

use crate::components::{Brandmark, Callout, FlashMessage, PageTitle, Tone};
use crate::error::AppError;
use crate::frame::use_frame;
use crate::i18n::{accounts, common, errors, use_locale};
use crate::layout::LanguageSwitch;
use crate::respond;

/// A page before signing in: brand, form, language.
#[component]
pub fn Door(
    /// The title in the browser's tab.
    #[prop(into)]
    title: String,
    /// The form and what stands around it.
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let organisation = use_frame().organisation.clone();
    let line = if organisation.is_empty() {
        common::product_line(locale).to_owned()
    } else {
        format!("{} · {organisation}", common::product_line(locale))
    };
    view! {
        <PageTitle text=title />
        <div class="c-login">
            <main class="c-login__body" id="main" tabindex="-1">
                <div class="c-login__brand">
                    <Brandmark class="c-login__mark" />
                    <div>
                        <h1 class="c-login__title">"Hexastyle"</h1>
                        <p class="c-login__sub">{line}</p>
                    </div>
                </div>
                <FlashMessage />
                <div class="l-stack l-stack--tight">{children()}</div>
            </main>
            <footer class="c-login__foot">
                <LanguageSwitch long=true />
                <span>"Hexastyle " {env!("CARGO_PKG_VERSION")}</span>
            </footer>
        </div>
    }
}

/// What a link offers; none where it no longer holds, so that the page can say so in its own words.
pub(super) fn offered<T>(answer: Result<T, AppError>) -> Result<Option<T>, AppError> {
    match answer {
        Ok(offer) => Ok(Some(offer)),
        Err(AppError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A link that was used, withdrawn or has run out: who follows it is told whom to ask.
pub(super) fn gone(title: &'static str) -> AnyView {
    let locale = use_locale();
    respond::failed(&AppError::NotFound);
    view! {
        <Door title=title>
            <h2>{title}</h2>
            <Callout tone=Tone::Warn title=accounts::link_gone(locale)>
                <p>{accounts::link_gone_hint(locale)}</p>
            </Callout>
            <a class="c-btn" href="/">{errors::to_start(locale)}</a>
        </Door>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_link_that_leads_nowhere_has_words_of_its_own() {
        assert_eq!(offered(Ok(1)), Ok(Some(1)));
        assert_eq!(offered::<u8>(Err(AppError::NotFound)), Ok(None));
        assert_eq!(
            offered::<u8>(Err(AppError::Unavailable)),
            Err(AppError::Unavailable)
        );
    }
}
