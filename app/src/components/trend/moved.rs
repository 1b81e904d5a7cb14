//! How a risk's assured residual has moved.

use domain::Exact;
use domain::views::trend::Moved;
use leptos::prelude::*;

use crate::components::number::signed;
use crate::i18n::{trend as words, use_locale};

/// The change since an earlier time, as a link to what happened in between; a dash where nothing was known then.
#[component]
pub fn Movement(
    /// What it is now.
    now: Exact,
    /// What it was.
    before: Option<Moved>,
    /// Where the change is told of.
    href: String,
) -> impl IntoView {
    let locale = use_locale();
    let Some(before) = before else {
        return view! { <span class="u-muted" title=words::unknown_then(locale)>"–"</span> }
            .into_any();
    };
    let since = match before.milestone {
        Some(number) => words::since_milestone(locale, number, before.day),
        None => words::since_day(locale, before.day),
    };
    if !before.alike {
        return view! { <a class="u-muted" href=href title=since>{words::other_version(locale)}</a> }
            .into_any();
    }
    let change = now - before.before;
    // Of a risk, less is better.
    let (class, heard) = if change.is_zero() {
        ("c-delta", words::same(locale))
    } else if change.is_negative() {
        ("c-delta c-delta--up", words::better(locale))
    } else {
        ("c-delta c-delta--down", words::worse(locale))
    };
    let arrow = if change.is_zero() {
        "→"
    } else if change.is_negative() {
        "↓"
    } else {
        "↑"
    };
    view! {
        <a class=class href=href title=since>
            <span aria-hidden="true">{arrow}" "</span>{signed(&change)}<span class="u-vh">" "{heard}</span>
        </a>
    }
    .into_any()
}
