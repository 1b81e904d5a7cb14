//! The head of a page: where it is, what it is, what can be done.

use leptos::prelude::*;

use crate::components::{Crumb, Crumbs};

/// The head of a page.
#[component]
pub fn PageHead(
    /// What the page is about.
    #[prop(into)]
    title: String,
    /// The pages above, the highest first.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Badges and facts under the title.
    #[prop(optional)]
    meta: Option<AnyView>,
    /// Links and buttons, at most one of them primary.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// `Tabs`, where the page is one of several.
    #[prop(optional)]
    tabs: Option<AnyView>,
) -> impl IntoView {
    let class = if tabs.is_some() {
        "c-pagehead c-pagehead--tabs"
    } else {
        "c-pagehead"
    };
    let crumbs = (!crumbs.is_empty()).then(|| view! { <Crumbs crumbs=crumbs /> });
    view! {
        <header class=class>
            {crumbs}
            <h1 class="c-pagehead__title">{title}</h1>
            {actions.map(|actions| view! { <div class="c-pagehead__actions">{actions}</div> })}
            {meta.map(|meta| view! { <div class="c-pagehead__meta">{meta}</div> })}
            {tabs}
        </header>
    }
}
