//! A multi-line text field.

use leptos::prelude::*;

use crate::markup::element_text;

/// A `<textarea>` whose text can't break out of it.
///
/// The only way to use a `<textarea>`: the renderer writes its children unescaped. Without
/// JavaScript the field shows the children; with it, `value` sets the property, so that a reset
/// form shows what `value` says.
#[component]
pub fn TextArea(
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// The element's id, for its label.
    #[prop(into)]
    id: String,
    /// The text to show.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text after each change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// The id of the form it belongs to, where it stands outside of it.
    #[prop(optional, into)]
    form: Option<String>,
    /// Visible lines.
    #[prop(default = 4)]
    rows: u32,
    /// Longest text, in UTF-16 units as browsers count.
    #[prop(optional_no_strip, into)]
    max_length: Option<u32>,
    /// Whether an empty text is refused.
    #[prop(optional)]
    required: bool,
    /// Whether the text was refused; announced to screen readers.
    #[prop(optional, into)]
    invalid: Signal<bool>,
    /// Ids of the elements with the hint and the error, separated by spaces.
    #[prop(optional_no_strip, into)]
    described_by: Option<String>,
) -> impl IntoView {
    let changed = move |event| {
        if let Some(on_input) = on_input {
            on_input.run(event_target_value(&event));
        }
    };
    view! {
        <textarea
            class="c-textarea"
            name=name
            id=id
            form=form
            rows=rows.to_string()
            maxlength=max_length.map(|length| length.to_string())
            required=required
            aria-invalid=move || invalid.get().then_some("true")
            aria-describedby=described_by
            prop:value=move || value.get()
            on:input=changed
        >
            {initial_text(&value.get_untracked())}
        </textarea>
    }
}

/// The element's children; a parser drops one line break right after the tag, so one is spent.
fn initial_text(value: &str) -> String {
    let text = element_text(value);
    if text.starts_with(['\n', '\r']) {
        format!("\n{text}")
    } else {
        text
    }
}
