//! The product's sign: a front of six columns.

use leptos::prelude::*;

const ROOF: &str = "M13 1 25 6.5v2H1v-2zM1 21h24v2H1z";
const COLUMNS: &str = "M2.5 10h2v9.5h-2zM6.3 10h2v9.5h-2zM10.1 10h2v9.5h-2zM13.9 10h2v9.5h-2zM17.7 10h2v9.5h-2zM21.5 10h2v9.5h-2z";

/// The product's sign.
#[component]
pub fn Brandmark(
    /// `c-brand__mark`, `c-login__mark` or `c-empty__mark`.
    #[prop(default = "c-brand__mark")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=class viewBox="0 0 26 24" aria-hidden="true">
            <path d=ROOF></path>
            <path d=COLUMNS></path>
        </svg>
    }
}
