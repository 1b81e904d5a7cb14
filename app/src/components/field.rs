//! A field's label, hint and error around its control.

use leptos::prelude::*;

use crate::components::form::use_form;
use crate::components::{Glyph, Icon};
use crate::i18n::{common, names, use_locale};

/// What a control needs to know to belong to its field.
#[derive(Clone, Debug)]
pub struct Control {
    /// The element's id.
    pub id: String,
    /// Ids of hint and error.
    pub described_by: Option<String>,
    /// `true` where the value was refused.
    pub invalid: Option<&'static str>,
}

/// A label, a hint, a control, and what is wrong with it.
#[component]
pub fn Field(
    /// The control's name.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to know before filling it in.
    #[prop(optional_no_strip)]
    hint: Option<String>,
    /// Whether it may not stay empty.
    #[prop(optional)]
    required: bool,
    /// Draws the control.
    control: impl FnOnce(Control) -> AnyView,
) -> impl IntoView {
    let locale = use_locale();
    let form = use_form();
    let id = form.id(&name);
    let problem = form
        .problem(&name)
        .map(|problem| names::problem(locale, problem));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-err"));
    let described: Vec<_> = hint
        .iter()
        .map(|_| hint_id.as_str())
        .chain(problem.iter().map(|_| error_id.as_str()))
        .collect();
    let control = control(Control {
        id: id.clone(),
        described_by: (!described.is_empty()).then(|| described.join(" ")),
        invalid: problem.is_some().then_some("true"),
    });
    let required = required
        .then(|| view! { <span class="c-field__required">{common::required(locale)}</span> });
    view! {
        <div class="c-field">
            <label class="c-field__label" for=id>{label}" "{required}</label>
            {hint.map(|hint| view! { <span class="c-field__hint" id=hint_id>{hint}</span> })}
            {control}
            {problem.map(|text| view! {
                <p class="c-field__error" id=error_id><Icon of=Glyph::Warn small=true />{text}</p>
            })}
        </div>
    }
}
