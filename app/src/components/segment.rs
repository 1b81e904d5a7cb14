//! Four answers side by side.

use domain::AnswerState;
use leptos::prelude::*;

use crate::components::Icon;
use crate::components::state_badge::{state_class, state_glyph};
use crate::i18n::{names, use_locale};

/// The answer to one criterion as radio buttons.
#[component]
pub fn Segment(
    /// The field's name, `state.S01.2a`.
    #[prop(into)]
    name: String,
    /// What is answered, for those who hear the page.
    #[prop(into)]
    legend: String,
    /// What is chosen.
    #[prop(into)]
    value: Signal<Option<AnswerState>>,
    /// Called with what the reader chooses.
    #[prop(optional, into)]
    on_change: Option<Callback<AnswerState>>,
    /// Whether it only shows.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let options: Vec<_> = AnswerState::ALL
        .iter()
        .map(|state| option(&name, *state, value, on_change))
        .collect();
    view! {
        <fieldset class="c-segment" disabled=move || disabled.get()>
            <legend class="u-vh">{legend}</legend>
            {options}
        </fieldset>
    }
}

fn option(
    name: &str,
    state: AnswerState,
    value: Signal<Option<AnswerState>>,
    on_change: Option<Callback<AnswerState>>,
) -> AnyView {
    let id = format!("{name}-{}", state.as_str());
    let chosen = value.get_untracked() == Some(state);
    let changed = move |_| {
        if let Some(on_change) = on_change {
            on_change.run(state);
        }
    };
    view! {
        <div class=format!("c-segment__option c-segment__option--{}", state_class(state))>
            <input
                class="c-segment__input"
                type="radio"
                name=name.to_owned()
                value=state.as_str()
                id=id.clone()
                checked=chosen
                prop:checked=move || value.get() == Some(state)
                on:change=changed
            />
            <label class="c-segment__label" for=id>
                <Icon of=state_glyph(state) small=true />
                {names::answer(use_locale(), Some(state))}
            </label>
        </div>
    }
    .into_any()
}
