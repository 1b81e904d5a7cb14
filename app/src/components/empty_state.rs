//! A page without rows: what it is for, and the next step.

use leptos::prelude::*;

use crate::components::Brandmark;

/// A page without rows: what it is for, and the next step.
#[component]
pub fn EmptyState(
    /// What is not there yet.
    #[prop(into)]
    title: String,
    /// What it is for.
    #[prop(into)]
    text: String,
    /// Links or buttons to the next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="c-empty">
            <Brandmark class="c-empty__mark" />
            <h2 class="c-empty__title">{title}</h2>
            <p class="c-empty__text">{text}</p>
            {children.map(|children| view! { <div class="c-empty__actions">{children()}</div> })}
        </div>
    }
}
