//! An act that asks once more.

use leptos::prelude::*;

use crate::components::PostForm;

/// A button that opens a question, and in it the button that acts; works without script.
#[component]
pub fn ConfirmForm(
    /// Where it posts to.
    #[prop(into)]
    action: String,
    /// What the first button says.
    #[prop(into)]
    label: String,
    /// What will happen.
    #[prop(into)]
    question: String,
    /// What the acting button says; the label where it is not given.
    #[prop(optional, into)]
    confirm: Option<String>,
    /// Whether something is lost.
    #[prop(optional)]
    danger: bool,
    /// Values that go along.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let confirm = confirm.unwrap_or_else(|| label.clone());
    let act = if danger {
        "c-btn c-btn--danger c-btn--small"
    } else {
        "c-btn c-btn--small"
    };
    view! {
        <details class="c-menu">
            <summary class="c-btn c-btn--small">{label}</summary>
            <div class="c-menu__panel">
                <p class="c-menu__head">{question}</p>
                <PostForm action=action class="c-menu__row">
                    {children.map(|children| children())}
                    <button class=act>{confirm}</button>
                </PostForm>
            </div>
        </details>
    }
}
