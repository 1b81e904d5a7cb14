//! Forms: what the reader typed comes back with what was wrong with it.

use std::sync::Arc;

use domain::Problem;
use domain::views::frame::{Flash, Outcome};
use leptos::context::Provider;
use leptos::prelude::*;

use crate::frame::use_flash;

/// What the last try left for the fields of one form.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    flash: Option<Arc<Flash>>,
    id: &'static str,
}

impl FormState {
    /// What the last try of the form with this action left.
    pub fn of(action: &str, id: &'static str, flash: Option<Arc<Flash>>) -> Self {
        // A form that was accepted starts afresh.
        let failed = |flash: &Arc<Flash>| {
            flash.form == action && !matches!(flash.outcome, Outcome::Done { .. })
        };
        Self {
            flash: flash.filter(failed),
            id,
        }
    }

    /// What was typed into a field.
    pub fn value(&self, name: &str) -> Option<String> {
        self.flash.as_ref()?.values.get(name).cloned()
    }

    /// Whether a choice of several was ticked; the values of one field come joined by commas.
    pub fn ticked(&self, name: &str, value: &str) -> Option<bool> {
        let flash = self.flash.as_ref()?;
        let values = flash.values.get(name).map_or("", String::as_str);
        Some(values.split(',').any(|ticked| ticked == value))
    }

    /// What is wrong with a field.
    pub fn problem(&self, name: &str) -> Option<Problem> {
        match &self.flash.as_ref()?.outcome {
            Outcome::Invalid { errors } => errors.of(name),
            _ => None,
        }
    }

    /// The id of a field's element.
    pub fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.id)
    }
}

/// The form around a field.
pub fn use_form() -> FormState {
    use_context().unwrap_or_default()
}

/// A form that posts to the server; its fields know what the last try left.
#[component]
pub fn PostForm(
    /// Where it posts to; also how its flash is recognised.
    #[prop(into)]
    action: String,
    /// Starts its fields' ids; different for each form of a page that has several.
    #[prop(default = "f")]
    id: &'static str,
    /// The form's class.
    #[prop(default = "c-form")]
    class: &'static str,
    /// The form's own id, where fields outside of it belong to it.
    #[prop(optional)]
    element: Option<&'static str>,
    /// Whether it sends files.
    #[prop(optional)]
    multipart: bool,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let state = FormState::of(&action, id, use_flash().get_untracked());
    let encoding = multipart.then_some("multipart/form-data");
    view! {
        <form class=class id=element method="post" action=action enctype=encoding>
            <Provider value=state>{children()}</Provider>
        </form>
    }
}

/// A value that the form carries along: a version, a way back.
#[component]
pub fn Hidden(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// Its value.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}
