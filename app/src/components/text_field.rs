//! A field of one line.

use leptos::prelude::*;

use crate::components::Field;
use crate::components::field::Control;
use crate::components::form::use_form;

/// A field of one line, filled with what was typed last, else with `value`.
#[component]
pub fn TextField(
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// The input's type: `text`, `email`, `password`, `date`, `number`, `url`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What to know before filling it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it may not stay empty.
    #[prop(optional)]
    required: bool,
    /// What password managers and browsers fill in: `username`, `new-password` …
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// Longest text, in UTF-16 units as browsers count.
    #[prop(optional, into)]
    max_length: Option<u32>,
    /// Least number or first day.
    #[prop(optional, into)]
    min: Option<String>,
    /// Greatest number or last day.
    #[prop(optional, into)]
    max: Option<String>,
    /// Steps between numbers; `any` where they may have decimals.
    #[prop(optional_no_strip)]
    step: Option<&'static str>,
    /// Only as wide as a number or a date.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    // A password never comes back.
    let typed = if kind == "password" {
        None
    } else {
        use_form().value(&name)
    };
    let value = typed.unwrap_or(value);
    let class = match (kind, short) {
        ("number", _) => "c-input c-input--short c-input--num",
        (_, true) => "c-input c-input--short",
        _ => "c-input",
    };
    let own = name.clone();
    let control = move |Control {
                            id,
                            described_by,
                            invalid,
                        }| {
        view! {
            <input
                class=class
                type=kind
                id=id
                name=own
                value=value
                required=required
                autocomplete=autocomplete
                maxlength=max_length.map(|length| length.to_string())
                min=min
                max=max
                step=step
                aria-describedby=described_by
                aria-invalid=invalid
            />
        }
        .into_any()
    };
    view! { <Field name=name label=label hint=hint required=required control=control /> }
}
