//! The first page.

use leptos::prelude::*;

use crate::components::Page;

/// The product's name.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Page title="">
            <h1>"Hexastyle"</h1>
        </Page>
    }
}
