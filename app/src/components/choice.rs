//! One box to tick, or one of several.

use leptos::prelude::*;

/// One box to tick, or one button of several, with its text.
#[component]
pub fn Choice(
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What is sent where it is ticked.
    #[prop(into)]
    value: String,
    /// What it means.
    #[prop(into)]
    label: String,
    /// When to tick it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it is ticked at first.
    #[prop(optional)]
    checked: bool,
    /// One of several instead of any of them.
    #[prop(optional)]
    radio: bool,
) -> impl IntoView {
    let kind = if radio { "radio" } else { "checkbox" };
    view! {
        <label class="c-choice">
            <input class="c-choice__input" type=kind name=name value=value checked=checked />
            <span>{label}</span>
            {hint.map(|hint| view! { <span class="c-choice__hint">{hint}</span> })}
        </label>
    }
}
