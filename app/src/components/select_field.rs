//! A choice of one.

use leptos::prelude::*;

use crate::components::Field;
use crate::components::field::Control;
use crate::components::form::use_form;

/// A choice of one, set to what was chosen last, else to `value`.
#[component]
pub fn SelectField(
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// Value and text of each option.
    options: Vec<(String, String)>,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: String,
    /// What to know before choosing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether the empty option is refused.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let chosen = use_form().value(&name).unwrap_or(value);
    let own = name.clone();
    let control = move |Control {
                            id,
                            described_by,
                            invalid,
                        }| {
        view! {
            <select
                class="c-select"
                id=id
                name=own
                required=required
                aria-describedby=described_by
                aria-invalid=invalid
            >
                {choices(options, &chosen)}
            </select>
        }
        .into_any()
    };
    view! { <Field name=name label=label hint=hint required=required control=control /> }
}

/// The options of a `<select>`.
pub fn choices(options: Vec<(String, String)>, chosen: &str) -> AnyView {
    let option = |(value, text): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }
    };
    options.into_iter().map(option).collect_view().into_any()
}
