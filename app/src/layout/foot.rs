//! The foot of every page.

use domain::SCORE_SPEC;
use leptos::prelude::*;

/// Version of the product and of the scoring specification.
#[component]
pub fn Foot() -> impl IntoView {
    view! {
        <footer class="l-foot">
            <span>"Hexastyle " {env!("CARGO_PKG_VERSION")}</span>
            <span>"score_spec " {SCORE_SPEC}</span>
        </footer>
    }
}
