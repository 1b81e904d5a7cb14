//! A field of several lines.

use leptos::prelude::*;

use crate::components::field::Control;
use crate::components::form::use_form;
use crate::components::{Field, TextArea};

/// A field of several lines, filled with what was typed last, else with `value`.
#[component]
pub fn TextAreaField(
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// What to know before filling it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it may not stay empty.
    #[prop(optional)]
    required: bool,
    /// Visible lines.
    #[prop(default = 4)]
    rows: u32,
    /// Longest text, in UTF-16 units as browsers count.
    #[prop(optional, into)]
    max_length: Option<u32>,
) -> impl IntoView {
    let value = use_form().value(&name).unwrap_or(value);
    let own = name.clone();
    let control = move |Control {
                            id,
                            described_by,
                            invalid,
                        }: Control| {
        view! {
            <TextArea
                name=own
                id=id
                value=Signal::stored(value)
                rows=rows
                max_length=max_length
                required=required
                invalid=Signal::stored(invalid.is_some())
                described_by=described_by
            />
        }
        .into_any()
    };
    view! { <Field name=name label=label hint=hint required=required control=control /> }
}
