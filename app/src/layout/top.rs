//! The bar at the top of every page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::Brandmark;
use crate::frame::use_frame;
use crate::i18n::{common, use_locale};
use crate::layout::switches::LanguageSwitch;
use crate::layout::user_menu::UserMenu;

/// Brand, navigation, language, user menu.
#[component]
pub fn Top() -> impl IntoView {
    let locale = use_locale();
    let frame = use_frame();
    let organisation = frame.organisation.clone();
    let links = frame.me.is_some().then(|| {
        view! {
            <NavLink href="/" label=common::organisation(locale) />
            <NavLink href="/teams" label=common::teams(locale) />
            <NavLink href="/workloads" label=common::workloads(locale) />
            <NavLink href="/catalog" label=common::catalog(locale) />
        }
    });
    view! {
        <header class="l-top">
            <a class="c-brand" href="/">
                <Brandmark />
                <span>"Hexastyle"</span>
                <span class="c-brand__org">{organisation}</span>
            </a>
            <nav class="c-nav" aria-label=common::main_navigation(locale)>
                {links}
            </nav>
            <div class="l-top__end">
                <LanguageSwitch />
                <UserMenu />
            </div>
        </header>
    }
}

#[component]
fn NavLink(href: &'static str, label: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    let current = move || path.with(|path| is_within(path, href)).then_some("page");
    view! { <a class="c-nav__link" href=href aria-current=current>{label}</a> }
}

/// Whether a path is the room's own or below it; only itself belongs to the start page.
fn is_within(path: &str, room: &str) -> bool {
    match path.strip_prefix(room) {
        Some(rest) => rest.is_empty() || (room != "/" && rest.starts_with('/')),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn a_page_belongs_to_its_room() {
        assert!(is_within("/teams/1/settings", "/teams"));
        assert!(!is_within("/teamster", "/teams"));
        assert!(is_within("/", "/"));
        assert!(!is_within("/teams", "/"));
    }
}
