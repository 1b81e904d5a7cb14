//! The bar at the top of every page.

use domain::Locale;
use leptos::html::Details;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::{Brandmark, Glyph, Icon};
use crate::frame::use_frame;
use crate::i18n::{common, notices, use_locale};
use crate::layout::switches::LanguageSwitch;
use crate::layout::user_menu::{UserMenu, close_when_going_on};
use crate::pages::notices::shown;

/// Brand, navigation, language, user menu.
#[component]
pub fn Top() -> impl IntoView {
    let locale = use_locale();
    let frame = use_frame();
    let organisation = frame.organisation.clone();
    let navigation = frame.me.is_some().then(|| navigation(locale));
    let bell = frame.me.is_some().then(|| bell(locale, frame.unread));
    view! {
        <header class="l-top">
            <a class="c-brand" href="/">
                <Brandmark />
                <span class="c-brand__name">"Hexastyle"</span>
                <span class="c-brand__org">{organisation}</span>
            </a>
            <nav class="c-nav" aria-label=common::main_navigation(locale)>{navigation}</nav>
            <div class="l-top__end">
                {bell}
                <LanguageSwitch />
                <UserMenu />
            </div>
        </header>
    }
}

/// The rooms of the console, in the order in which the bar shows them.
const fn rooms(locale: Locale) -> [(&'static str, &'static str); 8] {
    [
        ("/", common::organisation(locale)),
        ("/teams", common::teams(locale)),
        ("/workloads", common::workloads(locale)),
        ("/risks", common::risks(locale)),
        ("/plan", common::plan(locale)),
        ("/cost", common::cost(locale)),
        ("/reports", common::reports(locale)),
        ("/catalog", common::catalog(locale)),
    ]
}

/// A row of links where there is room, else a menu that says where one is; the style sheet shows one of them.
fn navigation(locale: Locale) -> AnyView {
    let menu = NodeRef::<Details>::new();
    close_when_going_on(menu);
    let path = use_location().pathname;
    let here = move || {
        let room = path.with(|path| {
            let mut rooms = rooms(locale).into_iter();
            rooms.find(|(room, _)| is_within(path, room))
        });
        room.map_or_else(|| common::menu(locale), |(_, label)| label)
    };
    let links = |class: &'static str| {
        rooms(locale)
            .map(|(href, label)| view! { <NavLink href=href label=label class=class /> })
            .collect_view()
    };
    view! {
        <details class="c-menu c-menu--start c-nav__menu" node_ref=menu>
            <summary class="c-user">
                <span class="u-vh">{common::menu(locale)}" "</span>
                <span>{here}</span>
                <Icon of=Glyph::Down small=true />
            </summary>
            <div class="c-menu__panel">{links("c-menu__item")}</div>
        </details>
        <div class="c-nav__row">{links("c-nav__link")}</div>
    }
    .into_any()
}

/// How many notices are not read, and the way to them.
fn bell(locale: Locale, unread: i64) -> AnyView {
    let (label, count) = if unread > 0 {
        let count = shown(unread);
        (
            notices::bell(locale, &count),
            Some(view! { <span class="c-bell__count" aria-hidden="true">{count.clone()}</span> }),
        )
    } else {
        (notices::bell_none(locale).to_owned(), None)
    };
    view! {
        <a class="c-bell" href="/notices" aria-label=label>
            <Icon of=Glyph::Bell />
            {count}
        </a>
    }
    .into_any()
}

#[component]
fn NavLink(href: &'static str, label: &'static str, class: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    let current = move || path.with(|path| is_within(path, href)).then_some("page");
    view! { <a class=class href=href aria-current=current>{label}</a> }
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
