//! What concerns the signed-in person.

use domain::views::frame::Me;
use domain::{Locale, OrgRole};
use leptos::html::Details;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::{Glyph, Icon};
use crate::frame::use_frame;
use crate::i18n::{common, names, notices, transfer, use_locale};
use crate::layout::key_help::KeyHelpButton;
use crate::layout::switches::ThemeSwitch;

/// Theme, account, administration, sign out; before signing in a link to do so.
#[component]
pub fn UserMenu() -> impl IntoView {
    let locale = use_locale();
    match use_frame().me.clone() {
        Some(me) => view! { <Menu me=me /> }.into_any(),
        None => view! { <a class="c-btn" href="/login">{common::sign_in(locale)}</a> }.into_any(),
    }
}

#[component]
fn Menu(me: Me) -> impl IntoView {
    let locale = use_locale();
    let menu = NodeRef::<Details>::new();
    close_when_going_on(menu);
    let role = role(locale, &me);
    let administration =
        (me.org_role == Some(OrgRole::Administrator)).then(|| administration(locale));
    view! {
        <details class="c-menu" node_ref=menu>
            <summary class="c-user">
                <Icon of=Glyph::User />
                <span class="c-user__name">{me.name}</span>
                <span class="c-user__role">{role}</span>
                <Icon of=Glyph::Down small=true />
            </summary>
            <div class="c-menu__panel">
                <div class="c-menu__row"><span>{common::theme(locale)}</span><ThemeSwitch /></div>
                <div class="c-menu__rule"></div>
                <a class="c-menu__item" href="/account"><Icon of=Glyph::User />{common::my_account(locale)}</a>
                <KeyHelpButton />
                {administration}
                <div class="c-menu__rule"></div>
                <form method="post" action="/logout">
                    <button class="c-menu__item">{common::sign_out(locale)}</button>
                </form>
            </div>
        </details>
    }
}

fn administration(locale: Locale) -> AnyView {
    let link = |(href, text): (&'static str, &'static str)| {
        view! { <a class="c-menu__item" href=href>{text}</a> }
    };
    let links = [
        ("/admin/people", common::people(locale)),
        ("/admin/settings", common::settings(locale)),
        ("/admin/rules", common::rules(locale)),
        ("/admin/webhooks", notices::webhooks(locale)),
        ("/admin/deliveries", notices::deliveries(locale)),
        ("/admin/import", transfer::title(locale)),
        ("/admin/log", common::change_log(locale)),
    ];
    view! {
        <div class="c-menu__rule"></div>
        <div class="c-menu__head">{common::administration(locale)}</div>
        {links.map(link).collect_view()}
    }
    .into_any()
}

/// The role in the organisation, else the first team.
fn role(locale: Locale, me: &Me) -> String {
    match me.org_role {
        Some(role) => names::org_role(locale, role).to_owned(),
        None => me
            .teams
            .first()
            .map(|team| team.name.clone())
            .unwrap_or_default(),
    }
}

/// The bar stays when the page changes, so the menu has to be closed.
pub(super) fn close_when_going_on(menu: NodeRef<Details>) {
    let path = use_location().pathname;
    Effect::new(move || {
        path.track();
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    });
}
