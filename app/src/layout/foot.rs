//! The foot of every page.

use domain::SCORE_SPEC;
use leptos::prelude::*;

/// Version of the product and of the scoring specification, and the way to the REST API.
#[component]
pub fn Foot() -> impl IntoView {
    view! {
        <footer class="l-foot">
            <span>"Hexastyle " {env!("CARGO_PKG_VERSION")}</span>
            <span>"score_spec " {SCORE_SPEC}</span>
            <a class="u-target" href="/api">"REST API"</a>
        </footer>
    }
}
