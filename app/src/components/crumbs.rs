//! The way from the top to this page.

use leptos::prelude::*;

use crate::i18n::{common, use_locale};

/// A page above this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Its address.
    pub href: String,
    /// Its name.
    pub label: String,
}

impl Crumb {
    /// A page above this one.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}

/// The way from the top to this page, without the page itself.
#[component]
pub fn Crumbs(
    /// The pages above, the highest first.
    crumbs: Vec<Crumb>,
) -> impl IntoView {
    let item = |Crumb { href, label }| {
        view! { <li class="c-crumbs__item"><a class="c-crumbs__link" href=href>{label}</a></li> }
    };
    view! {
        <nav class="c-pagehead__crumbs" aria-label=common::path(use_locale())>
            <ol class="c-crumbs">{crumbs.into_iter().map(item).collect_view()}</ol>
        </nav>
    }
}
