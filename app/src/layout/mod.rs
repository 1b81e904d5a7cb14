//! What stands around the pages of signed-in people: top bar, foot, the list of keys.

mod foot;
pub mod key_help;
mod switches;
mod top;
mod user_menu;

pub use switches::{LanguageSwitch, ThemeSwitch};

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::components::LastPath;
use crate::i18n::{common, use_locale};
use foot::Foot;
use key_help::{KeyHelp, Keys};
use top::Top;

/// The layout of a page that is given as content.
#[component]
pub fn Layout(
    /// The page: a `<main>` and what follows it.
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    provide_context(LastPath::new());
    provide_context(Keys::new());
    view! {
        <div class="l-shell">
            <a class="c-skip" href="#main" rel="external">{common::skip_to_content(locale)}</a>
            <Top />
            {children()}
            <Foot />
            <KeyHelp />
        </div>
    }
}

/// The layout of the page that the address leads to.
#[component]
pub fn PageLayout() -> impl IntoView {
    view! {
        <Layout>
            <Outlet />
        </Layout>
    }
}
