//! What the pages before signing in look like.

use leptos::prelude::*;

use crate::components::{Brandmark, FlashMessage, PageTitle};
use crate::frame::use_frame;
use crate::i18n::{common, use_locale};
use crate::layout::LanguageSwitch;

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
