//! The line above a list that filters it through the address.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::Hidden;
use crate::components::select_field::choices;
use crate::i18n::{common, use_locale};
use crate::query::Query;

/// A form that filters a list; the order stays, the page starts again.
#[component]
pub fn FilterForm(
    /// What stands after the `?` now.
    query: Query,
    /// What stands at the end: how many rows, a button.
    #[prop(optional)]
    end: Option<AnyView>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let path = use_location().pathname.get_untracked();
    let sort = query.get("sort").to_owned();
    let sort = (!sort.is_empty()).then(|| view! { <Hidden name="sort" value=sort.clone() /> });
    // Another view of the same rows is no filter, and clearing keeps it.
    let filtered = !query
        .without("sort")
        .without("page")
        .without("view")
        .is_empty();
    let bare = Query::default().with("view", query.get("view"));
    let clear = filtered.then(|| {
        view! { <a class="c-btn c-btn--quiet" href=bare.link(&path)>{common::clear_filter(locale)}</a> }
    });
    view! {
        <form class="c-filter" method="get" action=path.clone()>
            {children()}
            {sort}
            <button class="c-btn">{common::filter(locale)}</button>
            {clear}
            {end.map(|end| view! { <div class="c-filter__end">{end}</div> })}
        </form>
    }
}

/// The search field of a filter.
#[component]
pub fn FilterSearch(
    /// What stands after the `?` now; the field is `q`.
    query: Query,
) -> impl IntoView {
    view! {
        <div class="c-filter__field c-filter__field--grow">
            <label class="c-filter__label" for="q">{common::search(use_locale())}</label>
            <input class="c-input" id="q" name="q" type="search" value=query.get("q").to_owned() />
        </div>
    }
}

/// A choice in a filter; the empty value means all.
#[component]
pub fn FilterSelect(
    /// The name in the address.
    name: &'static str,
    /// What it filters by.
    #[prop(into)]
    label: String,
    /// Value and text of each option, the first being "all".
    options: Vec<(String, String)>,
    /// What stands after the `?` now.
    query: Query,
) -> impl IntoView {
    view! {
        <div class="c-filter__field">
            <label class="c-filter__label" for=name>{label}</label>
            <select class="c-select" id=name name=name>{choices(options, query.get(name))}</select>
        </div>
    }
}
