//! A maturity level.

use leptos::prelude::*;

use crate::i18n::{common, names, use_locale};

/// A maturity level: its number and name; a dash where nothing applies.
#[component]
pub fn LevelBadge(
    /// 1…5.
    #[prop(into)]
    level: Option<u8>,
    /// Whether a floor holds it down.
    #[prop(optional)]
    floored: bool,
    /// Whether it is the page's own level.
    #[prop(optional)]
    big: bool,
    /// The number alone; screen readers hear the name all the same.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let locale = use_locale();
    let Some(level) = level else {
        return view! { <span class="u-muted">"–"</span> }.into_any();
    };
    let mut class = format!("c-level c-level--{level}");
    if big {
        class.push_str(" c-level--big");
    }
    if floored {
        class.push_str(" c-level--floored");
    }
    let name = names::level(locale, level);
    let name = if short {
        view! { <span class="u-vh">{name}</span> }.into_any()
    } else {
        name.into_any()
    };
    let floored =
        floored.then(|| view! { <span class="u-vh">{common::level_floored(locale)}</span> });
    view! { <span class=class><b class="c-level__n">{level}</b>{name}{floored}</span> }.into_any()
}
